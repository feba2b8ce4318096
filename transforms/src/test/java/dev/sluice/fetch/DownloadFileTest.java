package dev.sluice.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.dump.Checksum;
import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.Replica;
import dev.sluice.fetch.clients.CuttingProxy;
import dev.sluice.fetch.clients.FtpMirrorServer;
import dev.sluice.fetch.clients.MirrorClient;
import dev.sluice.fetch.clients.MirrorClients;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.step.HeavyStep;
import dev.sluice.step.JsonCoder;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepProgress;
import dev.sluice.step.StepReport;
import dev.sluice.storage.Digests;
import dev.sluice.storage.LocalStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadFileTest {
  private static final String NAME = "xwiki-20260101-stub-articles.xml.gz";
  private static final Dump DUMP = Dump.parse("xwiki/20260101/stub-articles");
  private static final MirrorClients CLIENTS =
      MirrorClients.within(
          new MirrorClients.Timeouts(Duration.ofMinutes(1), Duration.ofMinutes(1)));
  private static final Retries AT_ONCE =
      new Retries(2, 3, Duration.ofMillis(1), Duration.ofMillis(1), pause -> {});

  private final String run = UUID.randomUUID().toString();
  private final MirrorSlots slots = MirrorSlots.inProcess(run);
  private final DownloadFile download = new DownloadFile(run, slots, CLIENTS, AT_ONCE);
  private final byte[] bytes = new byte[3_000_000];
  @TempDir Path root;
  private Path a;
  private Path b;
  private Path raw;

  @BeforeEach
  void folders() throws IOException {
    new Random(7).nextBytes(bytes);
    a = Files.createDirectory(root.resolve("a"));
    b = Files.createDirectory(root.resolve("b"));
    raw = root.resolve("raw");
  }

  @Test
  void storesVerifiedBytesAndMetersThem() throws Exception {
    Files.write(a.resolve(NAME), bytes);
    AtomicLong metered = new AtomicLong();
    try (FtpMirrorServer server = FtpMirrorServer.serving(a, 1)) {
      DownloadRequest request = request(sha1(), server.mirror(1));
      RawFile file = download.run(request, new StepContext(new LocalStorage(), metered::addAndGet));
      assertThat(file.mirror()).isEqualTo(server.mirror(1));
      assertThat(file.digest()).isEqualTo(sha1());
      assertThat(file.bytes()).isEqualTo(bytes.length);
      assertThat(Path.of(file.uri())).hasBinaryContent(bytes);
      assertThat(metered).hasValue(bytes.length);
      assertThat(download.expectedBytes(request)).isEqualTo(bytes.length);
      assertThat(server.refused()).isZero();
    }
  }

  @Test
  void makesNoFileWhileItWaitsForASlot() {
    MirrorSlots none =
        preference -> {
          assertThat(raw).doesNotExist();
          throw new IOException("no slots here");
        };
    DownloadFile waiting = new DownloadFile(run, none, CLIENTS, AT_ONCE);
    assertThatThrownBy(
            () -> waiting.run(request(sha1(), mirror(a)), StepContext.of(new LocalStorage())))
        .hasMessage("no slots here");
    assertThat(raw).doesNotExist();
  }

  /** The server may need a moment to see that a connection is gone, so it takes one more. */
  @Test
  void resumesAtTheByteWhereTheConnectionBroke() throws Exception {
    Files.write(a.resolve(NAME), bytes);
    AtomicLong metered = new AtomicLong();
    try (FtpMirrorServer server = FtpMirrorServer.serving(a, 2);
        CuttingProxy proxy =
            new CuttingProxy(server.port())
                .with(new CuttingProxy.Fault(1_000_000, false))
                .with(new CuttingProxy.Fault(500_000, false))) {
      RawFile file =
          download.run(
              request(sha1(), proxy.mirror(1)),
              new StepContext(new LocalStorage(), metered::addAndGet));
      assertThat(Path.of(file.uri())).hasBinaryContent(bytes);
      assertThat(metered).as("no byte came twice").hasValue(bytes.length);
      assertThat(server.commands("REST")).isEqualTo(2);
      assertThat(server.refused()).isZero();
    }
  }

  @Test
  void tellsHowOftenItTriedAgain() throws Exception {
    Files.write(a.resolve(NAME), bytes);
    StepEnvironment environment = new StepEnvironment(run, new LocalStorage(), a.toUri());
    try (FtpMirrorServer server = FtpMirrorServer.serving(a, 2);
        CuttingProxy proxy =
            new CuttingProxy(server.port())
                .with(new CuttingProxy.Fault(1_000_000, false))
                .with(new CuttingProxy.Fault(500_000, false))) {
      DownloadRequest request = request(sha1(), proxy.mirror(1));
      StepReport report = HeavyStep.of(download, environment).runner().attempt(request).report();
      assertThat(report.failure()).isNull();
      assertThat(report.retries())
          .hasSize(2)
          .allMatch(
              why ->
                  why.matches(
                      "from %s: transfer ended after \\d+ bytes, attempt [12].*"
                          .formatted(proxy.mirror(1).name())));
      assertThat(environment.progress().steps())
          .containsExactly(new StepProgress(download.name(), 0, 0, 1, 0, 2, bytes.length, 0));
    }
  }

  @Test
  void tellsWhatItTriedBeforeItFailed() throws Exception {
    Files.write(a.resolve(NAME), Arrays.copyOf(bytes, 1_000_000));
    StepEnvironment environment = new StepEnvironment(run, new LocalStorage(), a.toUri());
    StepReport report =
        HeavyStep.of(download, environment).runner().attempt(request(sha1(), mirror(a))).report();
    assertThat(report.failed()).isTrue();
    assertThat(report.retries())
        .hasSizeGreaterThan(1)
        .allMatch(why -> why.contains("transfer ended after 1000000 bytes, attempt "));
    assertThat(environment.progress().steps().get(0).retried()).isEqualTo(report.retries().size());
  }

  /** It takes a slow server for a stalled one as well: how often it resumes is open. */
  @Test
  void resumesWhereATransferStalled() throws Exception {
    Files.write(a.resolve(NAME), bytes);
    AtomicLong metered = new AtomicLong();
    MirrorClients impatient =
        MirrorClients.within(
            new MirrorClients.Timeouts(Duration.ofMinutes(1), Duration.ofMillis(500)));
    Retries often = new Retries(100, 100, Duration.ofMillis(1), Duration.ofMillis(1), pause -> {});
    try (FtpMirrorServer server = FtpMirrorServer.serving(a, 2);
        CuttingProxy proxy =
            new CuttingProxy(server.port()).with(new CuttingProxy.Fault(500_000, true))) {
      RawFile file =
          new DownloadFile(run, slots, impatient, often)
              .run(
                  request(sha1(), proxy.mirror(1)),
                  new StepContext(new LocalStorage(), metered::addAndGet));
      assertThat(Path.of(file.uri())).hasBinaryContent(bytes);
      assertThat(metered).as("no byte came twice").hasValue(bytes.length);
      assertThat(server.commands("REST")).isPositive();
    }
  }

  @Test
  void resumesAtAnotherMirror() throws Exception {
    Files.write(a.resolve(NAME), Arrays.copyOf(bytes, 1_000_000));
    Files.write(b.resolve(NAME), bytes);
    AtomicLong metered = new AtomicLong();
    RawFile file =
        download.run(
            request(sha1(), mirror(a), mirror(b)),
            new StepContext(new LocalStorage(), metered::addAndGet));
    assertThat(file.mirror()).isEqualTo(mirror(b));
    assertThat(Path.of(file.uri())).hasBinaryContent(bytes);
    assertThat(metered).hasValue(bytes.length);
  }

  @Test
  void takesTheFileFromAnotherMirrorWhenBytesAreWrong() throws Exception {
    byte[] wrong = bytes.clone();
    wrong[1234]++;
    Files.write(a.resolve(NAME), wrong);
    Files.write(b.resolve(NAME), bytes);
    RawFile file = run(request(sha1(), mirror(a), mirror(b)));
    assertThat(file.mirror()).isEqualTo(mirror(b));
    assertThat(Path.of(file.uri())).hasBinaryContent(bytes);
  }

  @Test
  void failsWithASentenceWhenAFileIsTruncated() throws Exception {
    Files.write(a.resolve(NAME), Arrays.copyOf(bytes, 1_000_000));
    try (FtpMirrorServer server = FtpMirrorServer.serving(a, 1)) {
      assertThatThrownBy(() -> run(request(sha1(), server.mirror(1))))
          .isInstanceOf(IOException.class)
          .hasMessage(
              ("Cannot download %s from 127.0.0.1:%d: not opened, attempt 3: the mirror's file is"
                      + " another one (1000000 bytes; expected 3000000)")
                  .formatted(NAME, server.port()));
    }
    assertNothingLeft();
  }

  @Test
  void tellsWhatEachMirrorDid() throws Exception {
    byte[] wrong = bytes.clone();
    wrong[0]++;
    Files.write(a.resolve(NAME), wrong);
    Mirror gone = mirror(root.resolve("gone"));
    assertThatThrownBy(() -> run(request(sha1(), mirror(a), mirror(b), gone)))
        .hasMessage(
            ("Cannot download %s from %s: its sha1 is %s, attempt 1 (expected %s); from %s: no such"
                    + " file, attempt 1; from %s: not opened, attempt 2: there is no such folder")
                .formatted(
                    NAME,
                    mirror(a).name(),
                    HexFormat.of().formatHex(Digests.of("SHA-1").digest(wrong)),
                    hex("SHA-1"),
                    mirror(b).name(),
                    gone.name()));
    assertNothingLeft();
  }

  @Test
  void refusesAFileLongerThanItsLengthEvenWithoutAChecksum() throws Exception {
    Files.write(a.resolve(NAME), Arrays.copyOf(bytes, bytes.length + 1));
    assertThatThrownBy(() -> run(request(null, mirror(a))))
        .hasMessageContaining(
            "the file is longer than 3000000 bytes, attempt 1 (expected 3000000 bytes)");
    Files.write(a.resolve(NAME), bytes);
    assertThat(run(request(null, mirror(a))).digest())
        .isEqualTo(new Checksum(Checksum.Algorithm.SHA256, hex("SHA-256")));
  }

  @Test
  void failsOnWrongChecksumOfAnEmptyFile() throws Exception {
    Files.write(a.resolve(NAME), new byte[0]);
    DumpFile empty = new DumpFile(DUMP, 0, NAME, 0, sha1(), List.of(new Replica(mirror(a), NAME)));
    assertThatThrownBy(() -> run(new DownloadRequest(empty, raw.toUri().resolve("raw/"))))
        .hasMessageContaining("its sha1 is da39a3ee5e6b4b0d3255bfef95601890afd80709");
  }

  @Test
  void doesNotAskAnotherMirrorWhenTheDiskRefuses() throws Exception {
    Files.write(a.resolve(NAME), bytes);
    Files.writeString(raw, "a file where the folder should be");
    assertThatThrownBy(() -> run(request(sha1(), mirror(a))))
        .isInstanceOf(StoringException.class)
        .hasMessageStartingWith("Cannot store " + NAME + ": ");
  }

  @Test
  void keepsToTheCapAndIsNeverRefused() throws Exception {
    List<DownloadRequest> requests = new ArrayList<>();
    try (FtpMirrorServer first = FtpMirrorServer.serving(a, 2);
        FtpMirrorServer second = FtpMirrorServer.serving(b, 3)) {
      for (int i = 0; i < 30; i++) {
        byte[] some = Arrays.copyOf(bytes, 50_000 + i);
        String name = "file" + i;
        Files.write(a.resolve(name), some);
        Files.write(b.resolve(name), some);
        Checksum checksum =
            new Checksum(
                Checksum.Algorithm.MD5, HexFormat.of().formatHex(Digests.of("MD5").digest(some)));
        requests.add(
            new DownloadRequest(
                new DumpFile(
                    DUMP,
                    i,
                    name,
                    some.length,
                    checksum,
                    List.of(
                        new Replica(first.mirror(2), name), new Replica(second.mirror(3), name))),
                raw.toUri().resolve("raw/")));
      }
      ExecutorService pool = Executors.newFixedThreadPool(12);
      try {
        List<Callable<RawFile>> work = new ArrayList<>();
        requests.forEach(request -> work.add(() -> run(request)));
        for (Future<RawFile> file : pool.invokeAll(work)) {
          assertThat(file.get().bytes()).isGreaterThanOrEqualTo(50_000);
        }
      } finally {
        pool.shutdownNow();
      }
      assertThat(first.mostLogins()).isBetween(1, 2);
      assertThat(second.mostLogins()).isBetween(1, 3);
      assertThat(first.refused() + second.refused()).isZero();
      assertThat(first.logins() + second.logins()).isEqualTo(30);
    }
  }

  @Test
  void waitsWhileAMirrorIsBusyAndSaysSoWhenItStaysBusy() throws Exception {
    Files.write(a.resolve(NAME), bytes);
    try (FtpMirrorServer server = FtpMirrorServer.serving(a, 1)) {
      MirrorClient other = CLIENTS.connect(server.mirror(2));
      assertThatThrownBy(() -> run(request(sha1(), server.mirror(2))))
          .hasMessageContaining(": busy, attempt 3: login refused (421 ");
      Retries untilFree =
          new Retries(
              2,
              3,
              Duration.ofMillis(1),
              Duration.ofMillis(1),
              pause -> {
                try {
                  other.close();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      RawFile file =
          new DownloadFile(run, slots, CLIENTS, untilFree)
              .run(request(sha1(), server.mirror(2)), StepContext.of(new LocalStorage()));
      assertThat(file.bytes()).isEqualTo(bytes.length);
    }
  }

  @Test
  void cancellationEndsAStalledTransferAndLeavesNothing() throws Exception {
    Files.write(a.resolve(NAME), bytes);
    MirrorClients patient =
        MirrorClients.within(
            new MirrorClients.Timeouts(Duration.ofSeconds(5), Duration.ofMinutes(5)));
    CountDownLatch begun = new CountDownLatch(1);
    try (FtpMirrorServer server = FtpMirrorServer.serving(a, 1);
        CuttingProxy proxy =
            new CuttingProxy(server.port()).with(new CuttingProxy.Fault(1_000, true))) {
      FutureTask<RawFile> task =
          new FutureTask<>(
              () ->
                  new DownloadFile(run, slots, patient, AT_ONCE)
                      .run(
                          request(sha1(), proxy.mirror(1)),
                          new StepContext(new LocalStorage(), count -> begun.countDown())));
      Thread thread = new Thread(task);
      thread.start();
      begun.await();
      thread.interrupt();
      assertThatThrownBy(() -> task.get(1, TimeUnit.MINUTES))
          .hasCauseInstanceOf(InterruptedException.class);
      assertNothingLeft();
      slots.take(proxy.mirror(1)).close();
    }
  }

  @Test
  void runsAsAHeavyStep() throws Exception {
    Files.write(a.resolve(NAME), bytes);
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(true);
    HeavyStep<DownloadRequest, RawFile> step =
        HeavyStep.of(
            new DownloadFile(run, slots), new StepEnvironment(run, new LocalStorage(), a.toUri()));
    PCollectionTuple output =
        pipeline
            .apply(
                Create.of(request(sha1(), mirror(a)))
                    .withCoder(JsonCoder.of(DownloadRequest.class)))
            .apply("Download", step);
    String sha1 = sha1().hex();
    PAssert.thatSingleton(output.get(step.results()))
        .satisfies(
            file -> {
              assertThat(file.digest().hex()).isEqualTo(sha1);
              return null;
            });
    PAssert.thatSingleton(output.get(HeavyStep.REPORTS))
        .satisfies(
            (StepReport report) -> {
              assertThat(report.failure()).isNull();
              assertThat(report.subject()).isEqualTo(NAME);
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private RawFile run(DownloadRequest request) throws IOException, InterruptedException {
    return download.run(request, StepContext.of(new LocalStorage()));
  }

  private DownloadRequest request(@Nullable Checksum checksum, Mirror... mirrors) {
    List<Replica> replicas = Stream.of(mirrors).map(m -> new Replica(m, NAME)).toList();
    return new DownloadRequest(
        new DumpFile(DUMP, 0, NAME, bytes.length, checksum, replicas),
        root.toUri().resolve("raw/"));
  }

  private static Mirror mirror(Path folder) {
    String uri = folder.toUri().toString();
    return new Mirror(URI.create(uri.endsWith("/") ? uri : uri + "/"), 2);
  }

  private Checksum sha1() {
    return new Checksum(Checksum.Algorithm.SHA1, hex("SHA-1"));
  }

  private String hex(String algorithm) {
    return HexFormat.of().formatHex(Digests.of(algorithm).digest(bytes));
  }

  private void assertNothingLeft() throws IOException {
    try (Stream<Path> files = Files.list(raw)) {
      assertThat(files).isEmpty();
    }
  }
}
