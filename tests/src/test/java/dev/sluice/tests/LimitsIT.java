package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.demo.DemoDump;
import dev.sluice.dump.Dump;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that come to the limits of disk and memory. */
@Tag("long")
class LimitsIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");

  @TempDir Path folder;

  /** The disk is full while downloading, staging, spilling or publishing, by its size. */
  @Test
  void saysSoWhenTheDiskIsFullAndLeavesNothingThatLooksDone() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 3, 3_000_000, 4);
    Path disk = Files.createDirectory(folder.resolve("disk"));
    for (int kib : new int[] {100, 600, 1_600, 3_000, 6_000, 10_000}) {
      assumeTrue(mount(disk, kib), "SKIPPED LimitsIT: a small file system cannot be mounted here");
      try {
        Path output = disk.resolve("out");
        SluiceProcess run =
            SluiceProcess.run(
                folder,
                "run",
                "--dump=" + DUMP,
                "--mirrors=" + dump.root(),
                "--output=" + output,
                "--sortBy=revision_dt",
                "--sortMemoryMiB=1");
        assertThat(run.exitCode()).as("%d KiB: %s", kib, run.err()).isEqualTo(1);
        assertThat(run.err()).contains("No space left on device").doesNotContain("\tat ");
        Published published = new Published(output.resolve(DUMP.toString()));
        assertThat(published.isComplete()).isFalse();
        try (Stream<Path> left = Files.walk(disk)) {
          assertThat(left.filter(file -> file.toString().endsWith(".unfinished"))).isEmpty();
        }
      } finally {
        unmount(disk);
      }
    }
  }

  @Test
  void runsADumpOfTwoGigabytesInASmallHeap() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("large"), DUMP, 8, 250_000_000, 8);
    Path output = folder.resolve("out");
    SluiceProcess run =
        SluiceProcess.start(
                folder,
                List.of("-Xmx256m"),
                List.of("run", "--dump=" + DUMP, "--mirrors=" + dump.root(), "--output=" + output))
            .await();
    assertThat(run.exitCode()).as(run.err()).isZero();
    Published published = new Published(output.resolve(DUMP.toString()));
    assertThat(published.isComplete()).isTrue();
    assertThat(published.manifest().get("totals").get("records").longValue())
        .isEqualTo(dump.revisions());
  }

  @Test
  void refusesATextOfTwoGigabytesWithASentence() throws Exception {
    Path file = folder.resolve("testwiki-20260101-pages-articles.xml.gz");
    byte[] text = "text of a page ".repeat(100_000).getBytes(UTF_8);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("<mediawiki><page><title>T</title><revision><text>".getBytes(UTF_8));
      for (long bytes = 0; bytes < 2_200_000_000L; bytes += text.length) {
        out.write(text);
      }
      out.write("</text></revision></page></mediawiki>".getBytes(UTF_8));
    }
    Path output = folder.resolve("out.ndjson");
    for (String heap : List.of("-Xmx128m", "-Xmx1g")) {
      SluiceProcess convert =
          SluiceProcess.start(
                  folder,
                  List.of(heap),
                  List.of("convert", "--input=" + file, "--output=" + output))
              .await();
      assertThat(convert.exitCode()).as(convert.err()).isEqualTo(1);
      assertThat(convert.err())
          .contains("page/revision/text is too long", "-Xmx gives more", "page \"T\"")
          .doesNotContain("\tat ");
      assertThat(output).doesNotExist();
    }
  }

  static boolean mount(Path disk, int kib) throws IOException, InterruptedException {
    return call("mount", "-t", "tmpfs", "-o", "size=" + kib + "k", "tmpfs", disk.toString());
  }

  static void unmount(Path disk) throws IOException, InterruptedException {
    assertThat(call("umount", "-l", disk.toString())).isTrue();
  }

  private static boolean call(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
