package dev.sluice.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.Compression;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverlapCommandTest {
  private static final String CSV =
      """
      id,start_at,end_at
      a,2026-01-01,2026-01-01T01:30:00Z
      b,2026-01-01T01:00:00+00:00,
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"in.csv", "in.csv.gz", "in.csv.zst"})
  void writesEveryChange(String name) throws IOException {
    CommandRun run = overlap(write(name, CSV), "-");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEqualTo("2 intervals, 3 changes\n");
    assertThat(run.out())
        .isEqualTo(
            """
            {"at":"2026-01-01T00:00:00Z","active":1}
            {"at":"2026-01-01T01:00:00Z","active":2}
            {"at":"2026-01-01T01:30:00Z","active":1}
            """);
  }

  @Test
  void writesStepsAndADrawing() throws IOException {
    Path output = folder.resolve("o.ndjson.zst");
    Path plot = folder.resolve("new/plot.svg");
    CommandRun run =
        overlap(write("in.csv", CSV), output.toString(), "--grid=PT1H", "--plot=" + plot);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEqualTo("2 intervals, 2 steps\n");
    assertThat(FolderContents.text(output))
        .isEqualTo(
            """
            {"at":"2026-01-01T00:00:00Z","least":1,"greatest":1,"mean":1.0}
            {"at":"2026-01-01T01:00:00Z","least":1,"greatest":2,"mean":1.5}
            """);
    assertThat(plot).content().startsWith("<svg ").contains("2026-01-01T00:00:00Z");
  }

  @Test
  void answersForEachRowOfAnotherTable() throws IOException {
    Path probe =
        write(
            "probe.ndjson.gz",
            """
            {"id":"x","start_at":"2026-01-01T00:30","end_at":"2026-01-01T02:00"}
            {"id":7,"start_at":"2025-01-01","end_at":null}
            """);
    CommandRun run = overlap(write("in.csv", CSV), "-", "--probe=" + probe);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEqualTo("2 intervals, 2 rows probed\n");
    assertThat(run.out())
        .isEqualTo(
            """
            {"id":"x","least":1,"greatest":2,"mean":1.3333333333333333}
            {"id":7,"least":0,"greatest":2,"mean":null}
            """);
  }

  @Test
  void namesTheLineOfABadRowOrCountsIt() throws IOException {
    Path output = Files.writeString(folder.resolve("o.ndjson"), "old");
    Path input = write("in.csv", "b,a\n5,1\n1,5\n,9\n");
    String[] columns = {"--start=a", "--end=b"};
    CommandRun run = overlap(input, output.toString(), columns);
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .isEqualTo(
            "Cannot read %s: line 3: its b 1 is before its a 5 (expected not before it)\n"
                .formatted(input));
    assertThat(output).hasContent("old");
    CommandRun skipping =
        overlap(input, output.toString(), "--start=a", "--end=b", "--badRows=skip");
    assertThat(skipping.exitCode()).as(skipping.err()).isEqualTo(ExitCode.DONE);
    assertThat(skipping.err()).isEqualTo("2 intervals (1 bad rows left out), 3 changes\n");
    assertThat(output)
        .hasContent("{\"at\":1,\"active\":1}\n{\"at\":5,\"active\":0}\n{\"at\":9,\"active\":1}\n");
    assertThat(FolderContents.files(folder)).containsExactly("in.csv", "o.ndjson");
  }

  @Test
  void namesAMissingColumnAndATruncatedInput() throws IOException {
    CommandRun run = overlap(write("in.csv", CSV), "-", "--end=until");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .isEqualTo(
            "Cannot read %s: line 1: it has no column until (id, start_at, end_at; expected one of that name)\n"
                .formatted(folder.resolve("in.csv")));
    Path cut = write("cut.csv.gz", CSV);
    byte[] whole = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(whole, whole.length - 4));
    assertThat(overlap(cut, "-").err())
        .startsWith("Cannot read %s: the gzip data is truncated or corrupt (".formatted(cut));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--grid=60|Cannot use --grid=60: the times are of another kind (an ISO 8601 date or time such"
            + " as 2026-01-01T00:00:00Z; expected a step such as PT1H)",
        "--grid=PT0S|Cannot use --grid=PT0S (expected a duration such as PT1H or P7D, or for integers"
            + " a number; more than 0)",
        "--plot=x.png|Cannot use --plot=x.png: it is not the name of a drawing (expected one in .svg)",
        "--id=x|Cannot use --id=x without --probe",
        "--badRows=maybe|Cannot use --badRows=maybe (expected fail, skip)",
        "--probe=none.csv|Cannot use --probe=none.csv: there is no such file (expected a file or -)",
        "--output=o.csv|Cannot use --output twice (expected once)"
      })
  void refusesWrongOptions(String option, String sentence) throws IOException {
    CommandRun run = overlap(write("in.csv", CSV), "-", option);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo(sentence + "\nSee: sluice overlap --help\n");
  }

  @Test
  void refusesAFolderAsOutput() throws IOException {
    assertThat(overlap(write("in.csv", CSV), "out").err())
        .startsWith("Cannot use --output=out: it is not the name of a file that is written here");
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Compression.ofName(name).compress(Files.newOutputStream(file))) {
      out.write(text.getBytes(UTF_8));
    }
    return file;
  }

  private static CommandRun overlap(Path input, String output, String... options) {
    Stream<String> arguments = Stream.of("overlap", "--input=" + input, "--output=" + output);
    return CommandRun.of(Stream.concat(arguments, Arrays.stream(options)).toArray(String[]::new));
  }
}
