package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sorts that are killed, and sorts whose disk is too small. */
@Tag("long")
class SortFaultsIT {
  private static final int RECORDS = 150_000;
  private static final int KILLS = 6;

  @TempDir Path folder;

  @Test
  void theNextSortCleansUpAfterAKilledOne() throws Exception {
    Path table = table();
    Path output = folder.resolve("out/sorted.ndjson");
    long started = System.nanoTime();
    assertThat(sort(table, output).await().exitCode()).isZero();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    byte[] expected = Files.readAllBytes(output);
    Random random = new Random(3);
    boolean left = false;
    for (int kill = 0; kill < KILLS; kill++) {
      Files.deleteIfExists(output);
      SluiceProcess killed = sort(table, output);
      // When it is killed is random, but its start takes a good part of the time.
      TimeUnit.MILLISECONDS.sleep(millis / 4 + random.nextLong(millis * 3 / 4));
      killed.kill();
      left |= count(output.getParent()) > 0;
      SluiceProcess next = sort(table, output).await();
      assertThat(next.exitCode()).as(next.err()).isZero();
      assertThat(Files.readAllBytes(output)).isEqualTo(expected);
      assertThat(count(output.getParent())).isEqualTo(1);
    }
    assertThat(left).as("one of the kills left something").isTrue();
  }

  @Test
  void saysThatTheDiskIsTooSmall() throws Exception {
    Path table = table();
    long kib = Files.size(table) / 1024;
    Path disk = Files.createDirectory(folder.resolve("disk"));
    for (long room : new long[] {kib / 2, kib + kib / 2}) {
      assumeTrue(
          LimitsIT.mount(disk, (int) room),
          "SKIPPED SortFaultsIT: a small file system cannot be mounted here");
      try {
        SluiceProcess foreseen = sort(table, disk.resolve("sorted.ndjson")).await();
        assertThat(foreseen.exitCode()).isEqualTo(1);
        assertThat(foreseen.err())
            .matches("Cannot sort in \\S+: the disk has not room enough \\(.* MiB free; .*\\)\\n");
        assertThat(count(disk)).isZero();
        // How much a compressed input will take is not known before it is full.
        SluiceProcess full = sort(compressed(table), disk.resolve("sorted.ndjson")).await();
        assertThat(full.exitCode()).isEqualTo(1);
        assertThat(full.err()).contains("No space left on device").doesNotContain("\tat ");
        assertThat(count(disk)).isZero();
      } finally {
        LimitsIT.unmount(disk);
      }
    }
  }

  private SluiceProcess sort(Path table, Path output) throws IOException {
    return SluiceProcess.start(
        folder,
        "sort",
        "--input=" + table,
        "--output=" + output,
        "--sortBy=a",
        "--sortMemoryMiB=2");
  }

  private Path table() throws IOException {
    Path table = folder.resolve("table.ndjson");
    Random random = new Random(1);
    try (BufferedWriter out = Files.newBufferedWriter(table)) {
      for (int i = 0; i < RECORDS; i++) {
        out.write("{\"a\":%d,\"text\":\"%s\"}\n".formatted(random.nextInt(), "x".repeat(i % 300)));
      }
    }
    return table;
  }

  private Path compressed(Path table) throws IOException, InterruptedException {
    Path compressed = folder.resolve("table.ndjson.gz");
    if (!Files.exists(compressed)) {
      SluiceProcess made =
          SluiceProcess.run(
              folder, "sort", "--input=" + table, "--output=" + compressed, "--sortBy=text");
      assertThat(made.exitCode()).as(made.err()).isZero();
    }
    return compressed;
  }

  /** How many files and folders are in a folder. */
  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }
}
