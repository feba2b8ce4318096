package dev.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.DemoDump;
import dev.sluice.dump.Dump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InspectCommandTest {
  @TempDir Path folder;
  private Path output;

  /** Parts of {@code sort}, of about 1 MiB each. */
  @BeforeEach
  void publish() throws IOException {
    output = publish("sorted", "--sortBy=k,n:desc");
  }

  private Path publish(String name, String... options) throws IOException {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 30_000; i++) {
      records.add("{\"k\":%d,\"n\":%d,\"pad\":\"%s\"}".formatted(i * 7 % 1000, i, "x".repeat(60)));
    }
    Path input = folder.resolve("in.ndjson");
    Files.write(input, records);
    Path target = folder.resolve(name);
    List<String> arguments = new ArrayList<>(List.of("sort", "--input=" + input, "--partMiB=1"));
    arguments.add("--output=" + target);
    arguments.addAll(List.of(options));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    return target;
  }

  @Test
  void confirmsWhatIsAsPublishedWhereverItWasMoved() throws IOException {
    Path moved = folder.resolve("m o ved");
    Files.move(output, moved);
    List<String> before = FolderContents.files(moved);
    CommandRun run = inspect(moved);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.err())
        .endsWith(
            "As published: %s: 3 parts, 30,000 records, in order by k,n:desc\n".formatted(moved));
    assertThat(run.out())
        .contains("Folder:    " + moved, "State:     complete\n", "Made of:   ")
        .contains("sortBy=k,n:desc")
        .containsPattern(
            "part-00002-of-00003.ndjson +[\\d,]+ +[\\d,]+ +\\[\\d+,\\d+\\] .*[0-9a-f]{64}");
    assertThat(FolderContents.files(moved)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd"})
  void readsCompressedParts(String compression) throws IOException {
    Path compressed = publish(compression, "--sortBy=k", "--compression=" + compression);
    assertThat(inspect(compressed).exitCode()).isEqualTo(ExitCode.DONE);
    Path part = part(compressed, 1);
    flip(part, Files.size(part) / 2);
    CommandRun run = inspect(compressed);
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains("FAILED  Cannot confirm %s: its bytes are others (SHA-256 ".formatted(name(part)))
        .endsWith("Not as published: %s (2 findings)\n".formatted(compressed));
  }

  @Test
  void findsAFlippedByteInAText() throws IOException {
    Path part = part(output, 1);
    flip(part, Files.readString(part).indexOf("xxx"));
    CommandRun run = inspect(output);
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(failures(run))
        .singleElement()
        .asString()
        .startsWith("FAILED  Cannot confirm part-00001-of-00003.ndjson: its bytes are others");
  }

  @Test
  void findsAMissingPartAndGoesOn() throws IOException {
    long bytes = Files.size(part(output, 1));
    Files.delete(part(output, 1));
    flip(part(output, 2), 0);
    CommandRun run = inspect(output);
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(failures(run))
        .hasSize(3)
        .contains(
            "FAILED  Cannot confirm part-00001-of-00003.ndjson: there is no such file"
                + " (expected one of %d bytes)".formatted(bytes))
        .anyMatch(line -> line.startsWith("FAILED  Cannot confirm part-00002-of-00003.ndjson: its"))
        .anyMatch(
            line ->
                line.startsWith(
                    "FAILED  Cannot confirm the order of part-00002-of-00003.ndjson: line 1,"));
  }

  @Test
  void findsSwappedLines() throws IOException {
    Path part = part(output, 0);
    List<String> lines = new ArrayList<>(Files.readAllLines(part));
    long offset = String.join("\n", lines.subList(0, 11)).length() + 1L;
    Collections.swap(lines, 10, 11);
    Files.write(part, lines);
    CommandRun run = inspect(output);
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(failures(run))
        .hasSize(2)
        .contains(
            "FAILED  Cannot confirm the order of part-00000-of-00003.ndjson: line 12, at byte %d:"
                    .formatted(offset)
                + " it is out of order (expected none less than the line before)");
  }

  @Test
  void findsAPartCutShortAndOneTooLong() throws IOException {
    Path cut = part(output, 0);
    List<String> lines = Files.readAllLines(cut);
    Files.write(cut, lines.subList(0, lines.size() - 1));
    Path emptied = part(output, 1);
    Files.write(emptied, new byte[0]);
    CommandRun run = inspect(output);
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(failures(run))
        .anyMatch(line -> line.contains("%s: it has".formatted(name(cut))))
        .anyMatch(
            line -> line.contains("%s: it holds %d records".formatted(name(cut), lines.size() - 1)))
        .anyMatch(line -> line.contains("%s: its last record has the key".formatted(name(cut))))
        .anyMatch(line -> line.contains("%s: it holds 0 records".formatted(name(emptied))));
  }

  /** Each part is in order and has the digest that the manifest was made to name. */
  @Test
  void findsPartsThatAreNotInOrderToOneAnother() throws IOException {
    Path first = part(output, 0);
    Path second = part(output, 1);
    Path aside = folder.resolve("aside");
    Files.move(first, aside);
    Files.move(second, first);
    Files.move(aside, second);
    Path manifest = output.resolve("_sluice/manifest.json");
    String text = Files.readString(manifest);
    String[] objects = text.split("(?=\\{\\s*\"file\")");
    assertThat(objects).hasSize(4);
    String swapped =
        objects[0]
            + objects[2]
                .replace(name(second), name(first))
                .replace("\"index\" : 1", "\"index\" : 0")
            + objects[1]
                .replace(name(first), name(second))
                .replace("\"index\" : 0", "\"index\" : 1")
            + objects[3];
    Files.writeString(manifest, swapped);
    CommandRun run = inspect(output);
    assertThat(failures(run))
        .containsExactly(
            "FAILED  Cannot confirm %s: its first record is out of order".formatted(name(second))
                + " (expected none less than the last one of %s)".formatted(name(first)));
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void findsAMissingSuccessAndAPartThatIsNotOfTheManifest() throws IOException {
    Files.delete(output.resolve("_SUCCESS"));
    Files.copy(part(output, 0), output.resolve("part-00007-of-00009.ndjson"));
    CommandRun run = inspect(output);
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(failures(run))
        .containsExactly(
            "FAILED  Cannot confirm _SUCCESS: there is no such file (expected with a complete"
                + " manifest)",
            "FAILED  Cannot confirm part-00007-of-00009.ndjson: it is there, but the manifest does not"
                + " name it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 1 | Cannot read ",
        "{} | 1 | Cannot inspect ",
        "{\"format\":99} | 1 | Cannot inspect ",
        "{\"dump\":1} | 1 | Cannot read "
      })
  void refusesAManifestThatIsNone(String text, int exitCode, String start) throws IOException {
    Files.writeString(output.resolve("_sluice/manifest.json"), text);
    CommandRun run = inspect(output);
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.err()).startsWith(start).doesNotContain("internal error", "\tat ");
  }

  @Test
  void refusesWhatWasNotPublished() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertRefused(
        empty, "there is no manifest in it (expected the output of run, convert or sort)");
    assertRefused(empty.resolve("none"), "there is no such folder");
    assertRefused(part(output, 0), "it is a file (expected a folder)");
    CommandRun none = CommandRun.of("inspect");
    assertThat(none.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(none.err()).startsWith("Missing --input (expected --input=FOLDER)");
  }

  private static void assertRefused(Path input, String cause) {
    CommandRun run = inspect(input);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("Cannot use --input=%s: %s".formatted(input, cause));
    assertThat(run.out()).isEmpty();
  }

  /** The output of runs of the graph. */
  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class OfRuns {
    private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
    @TempDir private Path runs;

    @Test
    void confirmsEveryDumpBelowTheOutputOfRuns() throws IOException {
      DemoDump dump = DemoDump.write(runs.resolve("mirror"), DUMP, 2, 100_000, 7);
      Path out = runs.resolve("out");
      run(dump, out);
      CommandRun run = inspect(out);
      assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
      assertThat(run.out())
          .contains("Dump:      " + DUMP, dump.files().get(1), "Texts:     ", "Limit:     ");
      assertThat(run.err()).endsWith("in order by wiki_id,page_id,revision_dt,revision_id\n");
      assertThat(inspect(out.resolve(DUMP.toString())).out()).isEqualTo(run.out());
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "--columns=page_id,wiki_id,revision_content_slots | in order by wiki_id,page_id, the only ones that"
              + " can be told (sorted also by revision_dt, revision_id)",
          "--columns=revision_content_slots | in an order that they do not show (without wiki_id, page_id,"
              + " revision_dt, revision_id)",
          "--shape=raw | as they came"
        })
    void seesTheOrderAsFarAsRecordsShowIt(String option, String order) throws IOException {
      DemoDump dump = DemoDump.write(runs.resolve("m" + option.length()), DUMP, 2, 2_000_000, 7);
      Path out = runs.resolve("out" + option.length());
      run(dump, out, option, "--partMiB=1");
      CommandRun run = inspect(out);
      assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
      assertThat(run.err()).endsWith(order + "\n");
      if (!option.contains("raw")) {
        swapKeys(out.resolve(DUMP.toString()));
        run = inspect(out);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("out of order");
      }
    }

    /** Makes the manifest say that the first part ends with the last key of all. */
    private void swapKeys(Path published) throws IOException {
      Path manifest = published.resolve("_sluice/manifest.json");
      String text = Files.readString(manifest);
      int first = text.indexOf("\"lastKey\" : [") + 13;
      int last = text.lastIndexOf("\"lastKey\" : [") + 13;
      assertThat(last).as("parts").isGreaterThan(first);
      Files.writeString(
          manifest,
          text.substring(0, first)
              + text.substring(last, text.indexOf(']', last))
              + text.substring(text.indexOf(']', first)));
    }

    private void run(DemoDump dump, Path out, String... options) {
      List<String> arguments = new ArrayList<>(List.of("run", "--dump=" + DUMP));
      arguments.add("--output=" + out);
      arguments.add("--mirrors=" + dump.root().toUri());
      arguments.addAll(List.of(options));
      CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
      assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    }
  }

  private static CommandRun inspect(Path input) {
    return CommandRun.of("inspect", "--input=" + input);
  }

  private static List<String> failures(CommandRun run) {
    return run.err().lines().filter(line -> line.startsWith("FAILED")).toList();
  }

  private static Path part(Path published, int index) throws IOException {
    return published.resolve(
        FolderContents.files(published).stream()
            .filter(name -> name.startsWith("part-%05d".formatted(index)))
            .findFirst()
            .orElseThrow());
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static void flip(Path file, long at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) at] ^= 1;
    Files.write(file, bytes);
  }
}
