package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.demo.DemoDump;
import dev.sluice.dump.Checksum;
import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.Replica;
import dev.sluice.fetch.Downloads;
import dev.sluice.fetch.DownloadsInTests;
import dev.sluice.fetch.Fetched;
import dev.sluice.fetch.clients.CuttingProxy;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.step.StepContext;
import dev.sluice.storage.Digests;
import dev.sluice.storage.LocalStorage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Transfers from a real vsftpd, proftpd and nginx that break at random bytes, and their limits of
 * connections. Each of the three that is not installed is left out, and says so.
 */
class TransferFaultsIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final int CAP = 3;
  private static final int PLENTY = 100;
  private static final List<CuttingProxy.Harm> HARMS =
      List.copyOf(EnumSet.allOf(CuttingProxy.Harm.class));

  @TempDir Path folder;

  @BeforeEach
  void open() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  @Tag("long")
  @Timeout(300)
  void completesOrNamesEachOfAHundredFiles() throws Exception {
    transfers(100, 20261);
  }

  @Test
  @Tag("soak")
  @Timeout(1800)
  void completesOrNamesEachOfAThousandFiles() throws Exception {
    transfers(1000, 20262);
  }

  private interface Counted {
    long count() throws IOException;
  }

  @Test
  @Tag("long")
  @Timeout(300)
  void isRefusedByNoServerWithALimit() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 40, 2_000_000, 7);
    List<AutoCloseable> servers = new ArrayList<>();
    List<String> roots = new ArrayList<>();
    Map<String, Counted> refused = new LinkedHashMap<>();
    Map<String, Counted> downloads = new LinkedHashMap<>();
    Map<String, Counted> requests = new LinkedHashMap<>();
    try {
      if (isThere(Vsftpd.absence())) {
        Vsftpd vsftpd = Vsftpd.serve(dump.root(), CAP);
        servers.add(vsftpd);
        roots.add(vsftpd.root());
        refused.put("vsftpd", vsftpd::refused);
        downloads.put("vsftpd", vsftpd::downloads);
      }
      if (isThere(Proftpd.absence())) {
        Proftpd proftpd = Proftpd.serve(dump.root(), CAP);
        servers.add(proftpd);
        roots.add(proftpd.root());
        refused.put("proftpd", proftpd::refused);
        downloads.put("proftpd", proftpd::downloads);
      }
      if (isThere(Nginx.absence())) {
        Nginx nginx = Nginx.serve(dump.root(), CAP);
        servers.add(nginx);
        roots.add(nginx.root());
        refused.put("nginx", nginx::refused);
        downloads.put("nginx", nginx::downloads);
        requests.put("nginx", nginx::mostRequestsOfAConnection);
      }
      assumeTrue(!roots.isEmpty(), "no server is installed");
      String mirrors =
          String.join(",", roots.stream().map(root -> root + "?connections=" + CAP).toList());
      Path output = folder.resolve("out");
      SluiceProcess run =
          SluiceProcess.run(
              folder, "run", "--dump=" + DUMP, "--output=" + output, "--mirrors=" + mirrors);
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(new Published(output.resolve(DUMP.toString())).countInNaturalOrder())
          .isEqualTo(dump.revisions());
      long sum = 0;
      for (Map.Entry<String, Counted> server : refused.entrySet()) {
        assertThat(server.getValue().count()).as("refused by " + server.getKey()).isZero();
        long count = downloads.get(server.getKey()).count();
        assertThat(count).as("files from " + server.getKey()).isPositive();
        sum += count;
      }
      assertThat(sum).isGreaterThanOrEqualTo(40);
      for (Counted most : requests.values()) {
        assertThat(most.count()).as("requests over one connection").isEqualTo(1);
      }
    } finally {
      for (AutoCloseable server : servers) {
        server.close();
      }
    }
  }

  private static boolean isThere(Optional<String> absence) {
    absence.ifPresent(reason -> System.err.println("SKIPPED TransferFaultsIT: " + reason));
    return absence.isEmpty();
  }

  /** Three copies of the files, each with some that are wrong, shrunken or missing. */
  private void transfers(int count, long seed) throws Exception {
    Random random = new Random(seed);
    List<byte[]> contents = new ArrayList<>();
    List<Path> mirrors = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      mirrors.add(Files.createDirectories(folder.resolve("mirror" + i)));
    }
    boolean[] good = new boolean[count];
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[20_000 + random.nextInt(400_000)];
      random.nextBytes(bytes);
      contents.add(bytes);
      for (Path mirror : mirrors) {
        good[i] |= put(mirror.resolve("f" + i), bytes, random);
      }
    }
    List<AutoCloseable> open = new ArrayList<>();
    try {
      List<Mirror> proxies = new ArrayList<>();
      for (CuttingProxy proxy : proxies(mirrors, open)) {
        open.add(proxy);
        for (int i = 0; i < 3 * count; i++) {
          // Some connections come through; harm is done anywhere, to replies' heads too.
          CuttingProxy.Harm harm = HARMS.get(random.nextInt(HARMS.size()));
          boolean harmless = random.nextInt(10) < 6;
          proxy.with(
              new CuttingProxy.Fault(harmless ? Long.MAX_VALUE : random.nextInt(400_000), harm));
        }
        proxies.add(proxy.mirror(CAP));
      }
      assumeTrue(!proxies.isEmpty(), "no server is installed");
      boolean all = proxies.size() == mirrors.size();
      int complete = download(contents, proxies, all ? good : new boolean[count]);
      System.err.printf("TransferFaultsIT: %d of %d files complete%n", complete, count);
    } finally {
      for (AutoCloseable server : open) {
        server.close();
      }
    }
  }

  private List<CuttingProxy> proxies(List<Path> mirrors, List<AutoCloseable> open)
      throws IOException {
    List<CuttingProxy> proxies = new ArrayList<>();
    if (isThere(Vsftpd.absence())) {
      Vsftpd vsftpd = Vsftpd.serve(mirrors.get(0), PLENTY);
      open.add(vsftpd);
      proxies.add(new CuttingProxy(URI.create(vsftpd.root()).getPort()));
    }
    if (isThere(Proftpd.absence())) {
      Proftpd proftpd = Proftpd.serve(mirrors.get(1), PLENTY);
      open.add(proftpd);
      proxies.add(new CuttingProxy(proftpd.port()));
    }
    if (isThere(Nginx.absence())) {
      Nginx nginx = Nginx.serve(mirrors.get(2), PLENTY);
      open.add(nginx);
      proxies.add(CuttingProxy.web(nginx.port()));
    }
    return proxies;
  }

  /** Puts a file there, or not quite; whether it is as it should be. */
  private static boolean put(Path file, byte[] bytes, Random random) throws IOException {
    int harm = random.nextInt(10);
    if (harm == 0) {
      return false; // It is missing.
    }
    byte[] there = harm == 1 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes.clone();
    if (harm == 2) {
      there[random.nextInt(there.length)] ^= 1;
    }
    Files.write(file, there);
    return harm > 2;
  }

  private int download(List<byte[]> contents, List<Mirror> mirrors, boolean[] good)
      throws Exception {
    String run = UUID.randomUUID().toString();
    Downloads downloads =
        DownloadsInTests.within(run, MirrorSlots.inProcess(run), Duration.ofSeconds(1));
    Path stored = Files.createDirectories(folder.resolve("stored"));
    LocalStorage storage = new LocalStorage();
    ExecutorService threads = Executors.newFixedThreadPool(3 * CAP + 3);
    try {
      List<Future<Fetched>> files = new ArrayList<>();
      for (int i = 0; i < contents.size(); i++) {
        DumpFile file = file(i, contents.get(i), mirrors);
        URI place = stored.resolve(file.name()).toUri();
        files.add(
            threads.submit(
                () ->
                    downloads.download(
                        file, () -> storage.create(place), StepContext.of(storage))));
      }
      int complete = 0;
      List<Path> expected = new ArrayList<>();
      List<String> lost = new ArrayList<>();
      for (int i = 0; i < contents.size(); i++) {
        Path place = stored.resolve("f" + i);
        try {
          files.get(i).get();
          assertThat(place).hasBinaryContent(contents.get(i));
          expected.add(place);
          complete++;
        } catch (ExecutionException e) {
          assertThat(e.getCause())
              .isInstanceOf(IOException.class)
              .hasMessageStartingWith("Cannot download f" + i + " from ");
          if (good[i]) {
            lost.add(e.getMessage());
          }
        }
      }
      // Harm may come again and again to the one mirror that has a file as it should be.
      assertThat(lost).as("given up though there").hasSizeLessThanOrEqualTo(contents.size() / 50);
      try (Stream<Path> left = Files.list(stored)) {
        assertThat(left).as("what is stored").containsExactlyInAnyOrderElementsOf(expected);
      }
      return complete;
    } finally {
      threads.shutdownNow();
    }
  }

  private static DumpFile file(int ordinal, byte[] bytes, List<Mirror> mirrors) {
    String name = "f" + ordinal;
    List<Replica> replicas = mirrors.stream().map(mirror -> new Replica(mirror, name)).toList();
    String sha1 = HexFormat.of().formatHex(Digests.of("SHA-1").digest(bytes));
    return new DumpFile(
        DUMP, ordinal, name, bytes.length, new Checksum(Checksum.Algorithm.SHA1, sha1), replicas);
  }
}
