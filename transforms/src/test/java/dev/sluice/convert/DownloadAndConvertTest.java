package dev.sluice.convert;

import static dev.sluice.convert.Conversions.document;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.Rows;
import dev.sluice.dump.Checksum;
import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.Replica;
import dev.sluice.fetch.DownloadFile;
import dev.sluice.fetch.DownloadRequest;
import dev.sluice.fetch.DownloadsInTests;
import dev.sluice.fetch.RawFile;
import dev.sluice.fetch.clients.CuttingProxy;
import dev.sluice.fetch.clients.FtpMirrorServer;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.sort.RunContents;
import dev.sluice.sort.SortOrder;
import dev.sluice.step.StepContext;
import dev.sluice.storage.Digests;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class DownloadAndConvertTest {
  private static final Storage STORAGE = new LocalStorage();
  private static final Dump DUMP = Dump.parse("testwiki/20260101/stub-meta-history");
  private static final String NAME = "testwiki-20260101-stub-meta-history3.xml.gz";

  private final String run = UUID.randomUUID().toString();
  private final MirrorSlots slots = MirrorSlots.inProcess(run);
  private final DownloadAndConvert step =
      new DownloadAndConvert(DownloadsInTests.atOnce(run, slots));

  @TempDir Path root;
  private Path a;
  private Path b;

  @BeforeEach
  void folders() throws IOException {
    a = Files.createDirectory(root.resolve("a"));
    b = Files.createDirectory(root.resolve("b"));
  }

  @Test
  void makesTheRunOfBothStepsWithoutACopyOfTheFile() throws Exception {
    byte[] file = gzip(large(1));
    Files.write(a.resolve(NAME), file);
    ConvertSettings settings = settings("two");
    RawFile raw =
        new DownloadFile(run, slots)
            .run(
                new DownloadRequest(
                    file(file, mirror(a)), root.resolve("raw").toUri().resolve("raw/")),
                StepContext.of(STORAGE));
    ConvertedFile expected =
        new ConvertFile().run(new ConvertRequest(raw, settings), StepContext.of(STORAGE));
    AtomicLong metered = new AtomicLong();
    DownloadAndConvertRequest request = request(file(file, mirror(a)));
    ConvertedFile converted = step.run(request, new StepContext(STORAGE, metered::addAndGet));
    assertThat(bytes(converted)).isEqualTo(bytes(expected));
    assertThat(converted.raw().digest()).isEqualTo(raw.digest());
    assertThat(converted.raw().bytes()).isEqualTo(file.length);
    assertThat(converted.raw().uri()).isEqualTo(a.resolve(NAME).toUri());
    assertThat(converted.raw().mirror()).isEqualTo(mirror(a));
    assertThat(converted)
        .usingRecursiveComparison()
        .ignoringFields("raw.uri", "run.file.uri")
        .isEqualTo(expected);
    assertThat(metered).hasValue(file.length);
    assertThat(step.expectedBytes(request)).isEqualTo(file.length);
    assertThat(step.outputs(converted)).containsExactly(converted.run().file());
    assertThat(left()).containsExactly("00003-" + NAME + ".run");
  }

  @Test
  void resumesWhereTheConnectionBroke() throws Exception {
    String xml = large(2);
    byte[] file = gzip(xml);
    Files.write(a.resolve(NAME), file);
    AtomicLong metered = new AtomicLong();
    try (FtpMirrorServer server = FtpMirrorServer.serving(a, 1);
        CuttingProxy proxy =
            new CuttingProxy(server.port())
                .with(new CuttingProxy.Fault(1_000_000, false))
                .with(new CuttingProxy.Fault(500_000, false))) {
      ConvertedFile converted =
          step.run(
              request(file(file, proxy.mirror(1))), new StepContext(STORAGE, metered::addAndGet));
      assertThat(lines(converted)).isEqualTo(Conversions.lines(xml));
      assertThat(server.commands("REST")).isEqualTo(2);
    }
    assertThat(metered).as("no byte came twice").hasValue(file.length);
  }

  @Test
  void goesOnAtAnotherMirrorWhereTheConnectionBroke() throws Exception {
    String xml = large(8);
    byte[] file = gzip(xml);
    Files.write(a.resolve(NAME), file);
    Files.write(b.resolve(NAME), file);
    AtomicLong metered = new AtomicLong();
    try (FtpMirrorServer first = FtpMirrorServer.serving(a, 1);
        FtpMirrorServer second = FtpMirrorServer.serving(b, 1);
        CuttingProxy proxy =
            new CuttingProxy(first.port()).with(new CuttingProxy.Fault(1_000_000, false))) {
      ConvertedFile converted =
          step.run(
              request(file(file, proxy.mirror(1), second.mirror(1))),
              new StepContext(STORAGE, metered::addAndGet));
      assertThat(lines(converted)).isEqualTo(Conversions.lines(xml));
      assertThat(first.commands("RETR")).isEqualTo(1);
      assertThat(second.commands("REST")).isEqualTo(1);
      assertThat(converted.raw().mirror()).isEqualTo(second.mirror(1));
    }
    assertThat(metered).as("no byte came twice").hasValue(file.length);
  }

  /** They are those of a dump as well: nothing but the checksum tells. */
  @Test
  void keepsNothingOfBytesThatAreWrong() throws Exception {
    String xml = large(3);
    assertTakesTheRightFile(xml, xml.replace("<ns>0</ns>", "<ns>1</ns>").getBytes(UTF_8));
  }

  @Test
  void takesTheFileFromAnotherMirrorWhenItsBytesAreBroken() throws Exception {
    String xml = large(4);
    byte[] broken = xml.getBytes(UTF_8);
    Arrays.fill(broken, 1000, 2000, (byte) '<');
    assertTakesTheRightFile(xml, broken);
  }

  private void assertTakesTheRightFile(String xml, byte[] wrong) throws Exception {
    byte[] file = xml.getBytes(UTF_8);
    Files.write(a.resolve(NAME), wrong);
    Files.write(b.resolve(NAME), file);
    try (FtpMirrorServer first = FtpMirrorServer.serving(a, 1)) {
      ConvertedFile converted =
          step.run(request(file(file, first.mirror(1), mirror(b))), StepContext.of(STORAGE));
      assertThat(first.commands("RETR")).isEqualTo(1);
      assertThat(converted.raw().mirror()).isEqualTo(mirror(b));
      assertThat(lines(converted)).isEqualTo(Conversions.lines(xml));
    }
    assertThat(left()).containsExactly("00003-" + NAME + ".run");
  }

  /** All of it comes though nobody reads it any more: more than fits between the two threads. */
  @Test
  void saysWhatIsWrongWithAFileThatIsAsItShouldBe() throws Exception {
    byte[] file = large(5).replaceFirst("</page>", "</pag>").getBytes(UTF_8);
    assertThat(file).hasSizeGreaterThan(3 * Pipe.CAPACITY);
    Files.write(a.resolve(NAME), file);
    for (DumpFile one : List.of(file(file, mirror(a)), withoutChecksum(file, mirror(a)))) {
      assertThatThrownBy(() -> step.run(request(one), StepContext.of(STORAGE)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("Cannot convert %s: ".formatted(NAME))
          .hasMessageEndingWith(", served by " + mirror(a).name());
      assertThat(left()).isEmpty();
    }
  }

  @Test
  void saysWhichRecordHasNoPlaceInTheOrder() throws Exception {
    byte[] file =
        document("<page><id>1</id><revision><id>2</id></revision></page>").getBytes(UTF_8);
    Files.write(a.resolve(NAME), file);
    ConvertSettings settings =
        new ConvertSettings(
            RecordSettings.of(Rows.REVISION),
            SortOrder.by("revision_content_slots"),
            folder("runs"),
            folder("runs"),
            64,
            false);
    assertThatThrownBy(
            () ->
                step.run(
                    new DownloadAndConvertRequest(file(file, mirror(a)), settings),
                    StepContext.of(STORAGE)))
        .hasMessageStartingWith("Cannot sort %s: record 1: ".formatted(NAME));
  }

  @Test
  void endsAtOnceWhenTheRunCannotBeWritten() throws Exception {
    byte[] file = large(6).getBytes(UTF_8);
    Files.write(a.resolve(NAME), file);
    Files.writeString(root.resolve("runs"), "a file where the folder should be");
    AtomicLong metered = new AtomicLong();
    assertThatThrownBy(
            () ->
                step.run(
                    request(file(file, mirror(a), mirror(b))),
                    new StepContext(STORAGE, metered::addAndGet)))
        .hasMessageStartingWith("Cannot store %s: ".formatted(NAME));
    assertThat(metered.get()).isLessThan(file.length);
  }

  @Test
  void convertsAn7zArchiveOnceAllOfItIsThere() throws Exception {
    String xml = document(page(1, "x") + page(2, "y"));
    Path archive = a.resolve(NAME);
    try (SevenZOutputFile out = new SevenZOutputFile(archive.toFile())) {
      SevenZArchiveEntry entry = new SevenZArchiveEntry();
      entry.setName("testwiki.xml");
      out.putArchiveEntry(entry);
      out.write(xml.getBytes(UTF_8));
      out.closeArchiveEntry();
    }
    ConvertedFile converted =
        step.run(request(file(Files.readAllBytes(archive), mirror(a))), StepContext.of(STORAGE));
    assertThat(lines(converted)).isEqualTo(Conversions.lines(xml));
  }

  @Test
  void cancellationEndsBothThreadsAndLeavesNothing() throws Exception {
    byte[] file = large(7).getBytes(UTF_8);
    Files.write(a.resolve(NAME), file);
    CountDownLatch begun = new CountDownLatch(1);
    try (FtpMirrorServer server = FtpMirrorServer.serving(a, 1);
        CuttingProxy proxy =
            new CuttingProxy(server.port()).with(new CuttingProxy.Fault(100_000, true))) {
      FutureTask<ConvertedFile> task =
          new FutureTask<>(
              () ->
                  step.run(
                      request(file(file, proxy.mirror(1))),
                      new StepContext(STORAGE, count -> begun.countDown())));
      Thread thread = new Thread(task);
      thread.start();
      begun.await();
      thread.interrupt();
      assertThatThrownBy(() -> task.get()).hasCauseInstanceOf(InterruptedException.class);
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .noneMatch(name -> name.startsWith("sluice-convert-"));
      assertThat(left()).isEmpty();
      slots.take(proxy.mirror(1)).close();
    }
  }

  private DownloadAndConvertRequest request(DumpFile file) {
    return new DownloadAndConvertRequest(file, settings("runs"));
  }

  private ConvertSettings settings(String runs) {
    return new ConvertSettings(
        RecordSettings.of(Rows.REVISION),
        SortOrder.by("wiki_id", "page_id", "revision_dt", "revision_id"),
        folder(runs),
        folder(runs),
        64,
        false);
  }

  private URI folder(String name) {
    return URI.create(root.toUri() + name + "/");
  }

  private static DumpFile file(byte[] bytes, Mirror... mirrors) {
    String hex = HexFormat.of().formatHex(Digests.of("SHA-1").digest(bytes));
    return file(bytes, new Checksum(Checksum.Algorithm.SHA1, hex), mirrors);
  }

  private static DumpFile withoutChecksum(byte[] bytes, Mirror... mirrors) {
    return file(bytes, null, mirrors);
  }

  private static DumpFile file(byte[] bytes, @Nullable Checksum checksum, Mirror... mirrors) {
    List<Replica> replicas = Stream.of(mirrors).map(mirror -> new Replica(mirror, NAME)).toList();
    return new DumpFile(DUMP, 3, NAME, bytes.length, checksum, replicas);
  }

  private static Mirror mirror(Path folder) {
    return new Mirror(folder.toUri(), 2);
  }

  private List<String> left() throws IOException {
    Path runs = root.resolve("runs");
    if (!Files.exists(runs)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(runs)) {
      return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
    }
  }

  private static List<String> lines(ConvertedFile converted) throws IOException {
    return RunContents.lines(STORAGE, converted.run());
  }

  private static byte[] bytes(ConvertedFile converted) throws IOException {
    return Files.readAllBytes(Path.of(converted.run().file().uri()));
  }

  /** More than 4 MB, of which two thirds are left when it is compressed. */
  private static String large(int seed) {
    Random random = new Random(seed);
    List<String> pages = new ArrayList<>();
    for (int id = 1; id <= 300; id++) {
      byte[] text = new byte[7_000];
      random.nextBytes(text);
      pages.add(page(id, HexFormat.of().formatHex(text)));
    }
    return document(String.join("", pages));
  }

  private static String page(int id, String text) {
    return ("<page><title>T</title><ns>0</ns><id>%d</id><revision><id>%d</id><timestamp>"
            + "2001-01-01T00:00:00Z</timestamp><text>%s</text></revision></page>")
        .formatted(id, id, text);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
