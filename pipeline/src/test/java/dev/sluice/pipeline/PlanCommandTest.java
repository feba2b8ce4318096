package dev.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.DemoDump;
import dev.sluice.dump.Dump;
import dev.sluice.step.Cores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code plan} prints before, midway and after a run. */
@Timeout(300)
class PlanCommandTest {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final String PREFIX = "testwiki-20260101-stub-meta-history";
  private static final String STEPS = "Step             Requests  Done already\n";

  @TempDir private Path folder;
  private Path whole = Path.of("");
  private Path gap = Path.of("");
  private Path output = Path.of("");
  private List<Long> sizes = List.of();

  @BeforeEach
  void writeADumpOnTwoMirrors() throws IOException {
    whole = folder.resolve("whole");
    gap = folder.resolve("gap");
    output = folder.resolve("out");
    DemoDump dump = DemoDump.write(whole, DUMP, 2, 150_000, 7);
    dump.mirrorTo(gap, Set.of(dump.files().get(1)));
    List<Long> lengths = new ArrayList<>();
    for (String file : dump.files()) {
      lengths.add(Files.size(whole.resolve("testwiki/20260101").resolve(file)));
    }
    sizes = lengths;
  }

  @Test
  void tellsWhatARunWouldDoAndMakesNothing() throws IOException {
    Map<String, FileTime> before = everything();
    String text = plan("--dump=testwiki/latest/stub-meta-history", "--partMiB=1");
    assertThat(everything()).isEqualTo(before);
    assertThat(output).doesNotExist();
    long bytes = bytes();
    ByteRange json = new ByteRange(8 * bytes, 11 * bytes);
    ByteRange staged = new ByteRange(bytes, (long) (1.3 * bytes));
    assertThat(text)
        .isEqualTo(
            dump(DUMP + ", the newest complete one")
                + STEPS
                + "Download                2             0\n"
                + "Convert to JSON         2             0\n"
                + "Sort runs          0 to 2             0\n"
                + "Merge ranges            1       unknown\n"
                + "\n"
                + "Sort runs: only files whose records are not in order, which converting tells.\n"
                + "Merge ranges: one a part of 1 MiB, of %s of JSON (estimated by the files' size,"
                    .formatted(json)
                + " 8 to 11 bytes of JSON for each byte, as measured on other dumps).\n"
                + "\n"
                + "Work folder: %s/_work\n".formatted(output)
                + "  at most about %s: %s of files as they come, each until it is converted,"
                    .formatted(staged.plus(bytes), ProgressLines.bytes(bytes))
                + " %s of staged records; removed after success\n".formatted(staged)
                + "  sorting a file takes up to twice its staged records more while it lasts\n"
                + "Output folder: %s/%s\n".formatted(output, DUMP)
                + "  about %s\n".formatted(json)
                + "Time: unknown (--rates=STEP=MB/s tells more, or a run that was finished)\n"
                + "  Download: unknown\n  Convert to JSON: unknown\n  Merge ranges: unknown\n");
  }

  @Test
  void tellsTheTimeByRatesThatAreGivenOrWereMeasured() throws IOException {
    String slow = "--rates=download=0.001,convert=0.002,merge=0.1";
    long download = Math.max(seconds(bytes(), 0.001 * 5), seconds(largest(), 0.001));
    long convert = seconds(bytes(), 0.002 * Cores.COUNT);
    long merge = seconds(11 * bytes(), 0.1 * Cores.COUNT);
    assertThat(plan("--dump=" + DUMP, slow))
        .contains(
            "\nTime: about %s\n  Download: %s, %s at 0.0 MB/s on each of 5 connections (given)\n"
                .formatted(
                    time(Math.max(download, convert) + merge),
                    time(download),
                    ProgressLines.bytes(bytes())))
        .contains("\n  Convert to JSON: %s, ".formatted(time(convert)))
        .contains("\n  Merge ranges: %s, ".formatted(time(merge)));
    run("--keepWork", "--maxFiles=1");
    assertThat(plan("--dump=" + DUMP, "--rates=download=2.5"))
        .containsPattern("Time: about 0:00:0\\d\n")
        .containsPattern("Download: .* at 2\\.5 MB/s on each of 5 connections \\(given\\)\n")
        .containsPattern(
            "Convert to JSON: .* on each of \\d+ cores \\(measured on 20\\d\\d-\\d\\d-\\d\\d\\)\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fast", "download=0", "download=1,", "sort=3", "merge=-1"})
  void refusesRatesThatAreNone(String rates) {
    CommandRun planned =
        command(
            "plan",
            List.of(
                "--dump=" + DUMP, "--mirrors=" + whole, "--output=" + output, "--rates=" + rates));
    assertThat(planned.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(planned.err())
        .startsWith(
            "Cannot use --rates=%s (expected such as download=2.5,convert=40,merge=120, in MB/s)\n"
                .formatted(rates));
  }

  private long largest() {
    return Math.max(sizes.get(0), sizes.get(1));
  }

  private static long seconds(long bytes, double megabytesPerSecond) {
    return (long) Math.ceil(bytes / (megabytesPerSecond * 1e6));
  }

  private static String time(long seconds) {
    return "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  @Test
  void countsWhatAnUnfinishedRunLeftByTheFilesThatItHasConverted() throws IOException {
    run("--keepWork", "--maxFiles=1");
    List<String> left = FolderContents.files(output);
    String text = plan("--dump=" + DUMP, "--sortBy=revision_dt", "--compression=zstd");
    assertThat(text)
        .startsWith(
            dump(DUMP.toString())
                + STEPS
                + "Download                2             1\n"
                + "Convert to JSON         2             0\n"
                + "Sort runs          0 to 2             0\n")
        .contains(" before compression\nTime: ");
    long jsonOfFirst = Files.size(output.resolve(DUMP + "/part-00000-of-00001.ndjson"));
    long json = (long) (jsonOfFirst * ((double) bytes() / sizes.get(0)));
    assertThat(plan("--dump=" + DUMP, "--keepWork"))
        .contains(
            STEPS
                + "Download                2             1\n"
                + "Convert to JSON         2             1\n"
                + "Sort runs          0 to 1             0\n"
                + "Merge ranges            1       unknown\n",
            "one a part of 512 MiB, of %s of JSON (estimated by the 1 of 2 files that are converted,"
                .formatted(ProgressLines.bytes(json)),
            " of files as they come, 0.");
    assertThat(plan("--dump=" + DUMP, "--fresh"))
        .contains(
            STEPS
                + "Download                2             0\n"
                + "Convert to JSON         2             0\n"
                + "Sort runs          0 to 2             0\n"
                + "Merge ranges            1             0\n",
            "--fresh=true: what earlier runs left is not used.\n");
    assertThat(FolderContents.files(output)).isEqualTo(left);
  }

  @Test
  void tellsOfOneStepAndNoFilesOnDiskWhereItConvertsOnTheFly() throws IOException {
    ByteRange staged = new ByteRange(bytes(), (long) (1.3 * bytes()));
    assertThat(plan("--dump=" + DUMP, "--onTheFly"))
        .contains(
            "Step                  Requests  Done already\n",
            "\nDownload and convert         2             0\nSort runs               0 to 2             0\n",
            "Work folder: %s/_work\n  at most about %s: %s of staged records; removed after success\n"
                .formatted(output, staged, staged));
    run("--keepWork", "--maxFiles=1", "--onTheFly");
    assertThat(plan("--dump=" + DUMP, "--onTheFly"))
        .contains("\nDownload and convert         2             1\n");
    assertThat(plan("--dump=" + DUMP)).contains("\nDownload                2             0\n");
  }

  @Test
  void knowsThePartsOnceAllRecordsAreStaged() throws IOException {
    run("--keepWork", "--partMiB=1", "--sortBy=revision_dt");
    Path published = output.resolve(DUMP.toString());
    List<String> parts =
        FolderContents.files(published).stream().filter(file -> file.startsWith("part-")).toList();
    long json = 0;
    for (String part : parts) {
      json += Files.size(published.resolve(part));
    }
    Files.delete(published.resolve("_SUCCESS"));
    Files.delete(published.resolve(parts.get(0)));
    assertThat(plan("--dump=" + DUMP, "--partMiB=1", "--sortBy=revision_dt"))
        .contains(
            STEPS
                + "Download                2             2\n"
                + "Convert to JSON         2             2\n"
                + "Sort runs               2             2\n"
                + "Merge ranges            %d             %d\n"
                    .formatted(parts.size(), parts.size() - 1),
            "\n\nMerge ranges: one a part of 1 MiB, of %s of JSON (all files are converted).\n"
                .formatted(ProgressLines.bytes(json)));
  }

  @Test
  void saysThatThereIsNothingToDo() throws IOException {
    run();
    List<String> published = FolderContents.files(output);
    assertThat(plan("--dump=" + DUMP))
        .isEqualTo(
            dump(DUMP.toString())
                + "Nothing to do: %s is complete in %s/%s (--fresh=true does it anew)\n"
                    .formatted(DUMP, output, DUMP));
    assertThat(plan("--dump=" + DUMP, "--fresh"))
        .contains(STEPS + "Download                2             0\n");
    assertThat(FolderContents.files(output)).isEqualTo(published);
  }

  @Test
  void guessesNothingOfRecordsThatWereNotMeasured() {
    assertThat(plan("--dump=" + DUMP, "--rows=page", "--sortBy=none"))
        .contains(
            "Sort runs               0             0\n"
                + "Merge ranges      unknown       unknown\n"
                + "\n"
                + "Merge ranges: one a part of 512 MiB, of an unknown amount of JSON (nothing was"
                + " measured for such files and records, and none is converted).\n",
            "  at most unknown: %s of files as they come, each until it is converted, an unknown"
                    .formatted(ProgressLines.bytes(bytes()))
                + " amount of staged records; removed after success\nOutput folder: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--dump=testwiki/20260102/stub-meta-history",
        "--dmup=x",
        "--targetParallelism=x",
        "--output=/dev/null",
        "--work=/proc/x",
        "--runner=NoRunner",
        "--runner=FlinkRunner",
        "--maxFiles=0"
      })
  void refusesWhatRunRefuses(String option) throws IOException {
    String name = option.replaceFirst("=.*", "=");
    List<String> arguments =
        new ArrayList<>(
            Stream.of("--dump=" + DUMP, "--mirrors=" + whole, "--output=" + output)
                .filter(argument -> !argument.startsWith(name))
                .toList());
    arguments.add(option);
    Map<String, FileTime> before = everything();
    CommandRun planned = command("plan", arguments);
    assertThat(planned.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(planned.out()).isEmpty();
    assertThat(planned.err()).endsWith("See: sluice plan --help\n");
    assertThat(everything()).isEqualTo(before);
    assertThat(command("run", arguments))
        .isEqualTo(
            new CommandRun(ExitCode.USAGE, "", planned.err().replace("sluice plan", "sluice run")));
  }

  /** The beginning of the text. */
  private String dump(String what) {
    long first = sizes.get(0);
    String root = whole.toUri().toString();
    String other = gap.toUri().toString();
    String column = " ".repeat(root.length() - "Mirror".length());
    return "Dump: %s\n\n".formatted(what)
        + "   Mirror%s  Connections   Files   Bytes\n".formatted(column)
        + "1  %s            3  2 of 2  %s\n".formatted(root, ProgressLines.bytes(bytes()))
        + "2  %s              2  1 of 2  %s\n".formatted(other, ProgressLines.bytes(first))
        + "\n"
        + "File                                          Bytes  Checksum  On mirror\n"
        + "%s1.xml.gz  %,d  sha1      1, 2\n".formatted(PREFIX, first)
        + "%s2.xml.gz  %,d  sha1      1\n".formatted(PREFIX, sizes.get(1))
        + "2 files, %s\n\n".formatted(ProgressLines.bytes(bytes()));
  }

  private long bytes() {
    return sizes.stream().mapToLong(size -> size).sum();
  }

  private String plan(String... options) {
    CommandRun planned =
        command(
            "plan",
            Stream.concat(
                    Stream.of(
                        "--output=" + output,
                        "--mirrors=" + whole.toUri() + "?connections=3," + gap),
                    Stream.of(options))
                .toList());
    assertThat(planned.exitCode()).as(planned.err()).isEqualTo(ExitCode.DONE);
    assertThat(planned.err()).isEmpty();
    return planned.out();
  }

  private void run(String... options) {
    List<String> arguments =
        Stream.concat(
                Stream.of("--dump=" + DUMP, "--output=" + output, "--mirrors=" + whole),
                Stream.of(options))
            .toList();
    CommandRun run = command("run", arguments);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
  }

  private static CommandRun command(String name, List<String> arguments) {
    return CommandRun.of(Stream.concat(Stream.of(name), arguments.stream()).toArray(String[]::new));
  }

  /** Every file and folder, with the times of those that a probe would not touch. */
  private Map<String, FileTime> everything() throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.filter(path -> !path.equals(folder)).toList()) {
        times.put(path.toString(), Files.getLastModifiedTime(path));
      }
    }
    return times;
  }
}
