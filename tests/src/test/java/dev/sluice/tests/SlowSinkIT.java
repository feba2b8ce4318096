package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.dump.Checksum;
import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.Replica;
import dev.sluice.fetch.Downloads;
import dev.sluice.fetch.Fetched;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.fetch.slots.Slot;
import dev.sluice.step.StepContext;
import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.LocalStorage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A mirror that loses patience with who takes its bytes: a conversion that has to wait, say. */
@Timeout(120)
@Tag("long")
class SlowSinkIT {
  /** So many that what a connection brings before it is cut is no progress to speak of. */
  private static final int BYTES = 256_000_000;

  private static final int BLOCK = 1_000_000;

  /** More often than a file is tried at a mirror that fails. */
  private static final int CUTS = 6;

  @TempDir Path folder;

  @Test
  void isServedToTheEndByAMirrorThatCutsItOffAgainAndAgain() throws Exception {
    Optional<String> absence = Nginx.absence();
    absence.ifPresent(reason -> System.err.println("SKIPPED SlowSinkIT: " + reason));
    assumeTrue(absence.isEmpty(), absence.orElse(""));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    MessageDigest digest = MessageDigest.getInstance("SHA-1");
    try (OutputStream out = Files.newOutputStream(folder.resolve("file"))) {
      Random random = new Random(1);
      byte[] block = new byte[BLOCK];
      for (int written = 0; written < BYTES; written += BLOCK) {
        random.nextBytes(block);
        digest.update(block);
        out.write(block);
      }
    }
    String run = UUID.randomUUID().toString();
    try (Nginx server = Nginx.impatient(folder, 1)) {
      Mirror mirror = new Mirror(URI.create(server.root()), 1);
      String sha1 = HexFormat.of().formatHex(digest.digest());
      DumpFile file =
          new DumpFile(
              Dump.parse("xwiki/20260101/stub-articles"),
              0,
              "file",
              BYTES,
              new Checksum(Checksum.Algorithm.SHA1, sha1),
              List.of(new Replica(mirror, "file")));
      CountedSlots slots = new CountedSlots(MirrorSlots.inProcess(run));
      Sink sink = new Sink(server, slots);
      Fetched fetched =
          new Downloads(run, slots).download(file, () -> sink, StepContext.of(new LocalStorage()));
      assertThat(fetched.flaws()).isEmpty();
      assertThat(sink.bytes).as("bytes, of which the download checked the digest").isEqualTo(BYTES);
      assertThat(server.ended("file")).isEqualTo(CUTS + 1L);
    }
  }

  /** Tells one connection from the next. */
  private static final class CountedSlots implements MirrorSlots {
    private static final long serialVersionUID = 1;

    private final MirrorSlots slots;
    int taken;

    CountedSlots(MirrorSlots slots) {
      this.slots = slots;
    }

    @Override
    public Slot take(Preference preference) throws IOException, InterruptedException {
      taken++;
      return slots.take(preference);
    }
  }

  /** Takes what comes over a connection only once that was cut, for the first few of them. */
  private static final class Sink extends AtomicOutput {
    long bytes;
    private final Nginx server;
    private final CountedSlots slots;
    private int cuts;

    Sink(Nginx server, CountedSlots slots) {
      this.server = server;
      this.slots = slots;
    }

    @Override
    public void write(int b) {
      throw new UnsupportedOperationException("one byte");
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      if (cuts < CUTS && cuts < slots.taken) {
        cuts++;
        Awaitility.await("the server's patience to end")
            .atMost(Duration.ofMinutes(1))
            .until(() -> server.ended("file") == cuts);
      }
      bytes += length;
    }

    @Override
    public void commit() {}

    @Override
    public void close() {}
  }
}
