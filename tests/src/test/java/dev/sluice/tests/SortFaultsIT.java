package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sorts, and an overlap, that are killed, and sorts whose disk is too small. */
@Tag("long")
class SortFaultsIT {
  private static final int RECORDS = 150_000;
  private static final int KILLS = 6;
  private static final String[] SMALL = {"--sortBy=a", "--sortMemoryMiB=2"};
  private static final String NO_ROOM =
      "Cannot sort in \\S+: the disk has not room enough \\(.* MiB free; .*\\)\\n";

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
  void theNextOverlapCleansUpAfterAKilledOne() throws Exception {
    Path table = folder.resolve("intervals.csv");
    try (BufferedWriter out = Files.newBufferedWriter(table)) {
      out.write("start_at,end_at\n");
      for (long i = 1; i <= 1_500_000; i++) {
        long start = i * 1_000_000_007 % 1_000_000_000_039L;
        out.write("%d,%d\n".formatted(start, start + i));
      }
    }
    Path output = folder.resolve("out/changes.ndjson.zst");
    String[] overlap = {"overlap", "--input=" + table, "--output=" + output, "--memoryMiB=1"};
    SluiceProcess first = SluiceProcess.run(folder, overlap);
    assertThat(first.exitCode()).as(first.err()).isZero();
    byte[] expected = Files.readAllBytes(output);
    Files.delete(output);
    SluiceProcess killed = SluiceProcess.start(folder, overlap);
    killed.awaitWhileAlive("a spill", () -> count(output.getParent()) > 1);
    killed.kill();
    assertThat(count(output.getParent())).as("what it left").isGreaterThan(1);
    SluiceProcess next = SluiceProcess.run(folder, overlap);
    assertThat(next.exitCode()).as(next.err()).isZero();
    assertThat(Files.readAllBytes(output)).isEqualTo(expected);
    assertThat(count(output.getParent())).isEqualTo(1);
  }

  @Test
  void saysThatTheDiskIsTooSmallForTheSpills() throws Exception {
    Path table = table();
    withDisk(
        Files.size(table) / 2,
        disk -> {
          refusesAsForeseen(table, disk);
          // How much a compressed input will take is not known before. One processor: two that
          // spill may both find room for one spill.
          SluiceProcess full =
              SluiceProcess.start(
                      folder,
                      List.of("-XX:ActiveProcessorCount=1"),
                      List.of(arguments(compressed(table), disk.resolve("sorted.ndjson"), SMALL)))
                  .await();
          assertThat(full.exitCode()).isEqualTo(1);
          assertThat(full.err()).matches(NO_ROOM);
          assertThat(count(disk)).isZero();
        });
  }

  @Test
  void saysThatTheDiskIsTooSmallForTheOutput() throws Exception {
    Path table = table();
    withDisk(
        Files.size(table) * 3 / 2,
        disk -> {
          refusesAsForeseen(table, disk);
          SluiceProcess full = sort(compressed(table), disk.resolve("sorted.ndjson")).await();
          assertThat(full.exitCode()).isEqualTo(1);
          assertThat(full.err()).contains("No space left on device").doesNotContain("\tat ");
          assertThat(count(disk)).isZero();
        });
  }

  private void refusesAsForeseen(Path table, Path disk) throws Exception {
    SluiceProcess foreseen = sort(table, disk.resolve("sorted.ndjson")).await();
    assertThat(foreseen.exitCode()).isEqualTo(1);
    assertThat(foreseen.err()).matches(NO_ROOM);
    assertThat(count(disk)).isZero();
  }

  private interface OnDisk {
    void accept(Path disk) throws Exception;
  }

  /** Does something on a file system of so many bytes. */
  private void withDisk(long bytes, OnDisk what) throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        LimitsIT.mount(disk, (int) (bytes / 1024)),
        "SKIPPED SortFaultsIT: a small file system cannot be mounted here");
    try {
      what.accept(disk);
    } finally {
      LimitsIT.unmount(disk);
    }
  }

  /** Also of one that makes parts, and more runs than it may have open at a time. */
  @Test
  void theNextSortIntoPartsCleansUpAfterAKilledOne() throws Exception {
    Path table = table();
    Path output = folder.resolve("parts");
    String[] options = {"--sortBy=text", "--unique", "--partMiB=1", "--sortMemoryMiB=1"};
    long started = System.nanoTime();
    SluiceProcess first = sort(table, output, options).await();
    assertThat(first.exitCode()).as(first.err()).isZero();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    List<String> expected = files(output);
    Random random = new Random(4);
    for (int kill = 0; kill < KILLS; kill++) {
      SluiceProcess killed = sort(table, output, options);
      TimeUnit.MILLISECONDS.sleep(millis / 4 + random.nextLong(millis * 3 / 4));
      killed.kill();
      SluiceProcess next = sort(table, output, options).await();
      assertThat(next.exitCode()).as(next.err()).isZero();
      assertThat(files(output)).isEqualTo(expected);
    }
  }

  @Test
  void sortsLinesOfAHundredMegabytesInAGigabyte() throws Exception {
    Path table = folder.resolve("long.ndjson");
    String text = "x".repeat(1 << 20);
    try (BufferedWriter out = Files.newBufferedWriter(table)) {
      for (int i = 6; i > 0; i--) {
        out.write("{\"a\":%d,\"text\":\"".formatted(i * 1000));
        for (int mebibytes = 0; mebibytes < 100; mebibytes++) {
          out.write(text);
        }
        out.write("\"}\n");
        for (int j = 999; j > 0; j--) {
          out.write("{\"a\":%d}\n".formatted(i * 1000 + j));
        }
      }
    }
    for (String output : List.of("sorted.ndjson", "sorted.ndjson.zst", "parts")) {
      Path sorted = folder.resolve(output);
      SluiceProcess sort =
          SluiceProcess.start(
                  folder,
                  List.of("-Xmx1g"),
                  List.of("sort", "--input=" + table, "--output=" + sorted, "--sortBy=a"))
              .await();
      assertThat(sort.exitCode()).as(sort.err()).isZero();
      assertThat(sort.err()).contains("6,000 records");
    }
    SluiceProcess check =
        SluiceProcess.run(
            folder, "sort", "--check", "--input=" + folder.resolve("sorted.ndjson"), "--sortBy=a");
    assertThat(check.exitCode()).as(check.err()).isZero();
    assertThat(folder.resolve("sorted.ndjson")).hasSize(Files.size(table));
  }

  private SluiceProcess sort(Path table, Path output) throws IOException {
    return sort(table, output, SMALL);
  }

  private SluiceProcess sort(Path table, Path output, String... options) throws IOException {
    return SluiceProcess.start(folder, arguments(table, output, options));
  }

  private static String[] arguments(Path table, Path output, String... options) {
    Stream<String> files = Stream.of("sort", "--input=" + table, "--output=" + output);
    return Stream.concat(files, Stream.of(options)).toArray(String[]::new);
  }

  /** All files in a folder, hidden ones too. */
  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(file -> folder.relativize(file).toString()).sorted().toList();
    }
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
