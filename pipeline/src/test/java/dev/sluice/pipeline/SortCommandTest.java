package dev.sluice.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.storage.Compression;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortCommandTest {
  private static final List<String> FIRST =
      List.of("{\"a\":3,\"n\":1}", "{\"a\":1,\"n\":2}", "{\"a\":2,\"n\":3}");
  private static final List<String> SECOND =
      List.of("{\"a\":10,\"n\":4}", "{\"a\":null,\"n\":5}", "{\"a\":2,\"n\":6}");
  private static final List<String> BY_A =
      List.of(
          SECOND.get(1), FIRST.get(1), FIRST.get(2), SECOND.get(2), FIRST.get(0), SECOND.get(0));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"o.ndjson", "n e w/ü.ndjson.gz", "o.ndjson.zst"})
  void sortsSeveralInputsIntoOneFile(String name) throws IOException {
    Path output = folder.resolve(name);
    CommandRun run = sort(inputs(), output.toString(), "--sortBy=a");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("6 records\n");
    assertThat(FolderContents.text(output)).isEqualTo(text(BY_A));
  }

  @Test
  void printsTheSortedRecords() throws IOException {
    CommandRun run = sort(inputs(), "-", "--sortBy=n:desc");
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    List<String> expected = new ArrayList<>();
    expected.addAll(FIRST);
    expected.addAll(SECOND);
    Collections.reverse(expected);
    assertThat(run.out().lines()).containsExactlyElementsOf(expected);
  }

  @Test
  void keepsTheInputsOrderForNone() throws IOException {
    CommandRun run = sort(inputs(), "-", "--sortBy=none");
    assertThat(run.out()).isEqualTo(text(FIRST) + text(SECOND));
  }

  @Test
  void publishesPartsIntoAFolder() throws IOException {
    Path output = folder.resolve("out");
    CommandRun run = sort(inputs(), output.toString(), "--sortBy=a", "--compression=zstd");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEqualTo("6 records\n");
    assertThat(FolderContents.files(output))
        .containsExactly("_SUCCESS", "_sluice/manifest.json", "part-00000-of-00001.ndjson.zst");
    assertThat(FolderContents.records(output)).isEqualTo(BY_A);
    assertThat(output.resolve("_work")).doesNotExist();

    JsonNode manifest = FolderContents.manifest(output);
    assertThat(manifest.get("inputs")).hasSize(3);
    assertThat(manifest.get("inputs").get(0).textValue())
        .isEqualTo(folder.resolve("1.ndjson").toString());
    assertThat(manifest.get("options"))
        .hasToString("{\"compression\":\"zstd\",\"partMiB\":\"512\",\"sortBy\":\"a\"}");
    assertThat(manifest.get("records").longValue()).isEqualTo(6);
    assertThat(manifest.get("bytes").longValue()).isEqualTo(text(BY_A).length());
    assertThat(manifest.get("parts").get(0).get("firstKey")).hasToString("[null]");
    assertThat(manifest.get("parts").get(0).get("lastKey")).hasToString("[10]");
  }

  @Test
  void keepsTheFirstOfEqualRecords() throws IOException {
    List<String> expected = new ArrayList<>(BY_A);
    expected.remove(SECOND.get(2));
    CommandRun run = sort(inputs(), "-", "--sortBy=a", "--unique=true");
    assertThat(run.err()).isEqualTo("5 records\n");
    assertThat(run.out()).isEqualTo(text(expected));
    Path output = folder.resolve("out");
    run = sort(inputs(), output.toString(), "--sortBy=a", "--unique");
    assertThat(run.err()).isEqualTo("5 records\n");
    assertThat(FolderContents.records(output)).isEqualTo(expected);
    assertThat(FolderContents.manifest(output).get("options").get("unique").textValue())
        .isEqualTo("true");
    assertThat(FolderContents.files(output)).noneMatch(file -> file.endsWith(".run"));
  }

  @Test
  void keepsOneOfManyEqualRecordsThatFillSpillsAndParts() throws IOException {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      records.add("{\"k\":%d,\"pad\":\"%s\"}".formatted(i % 3, "x".repeat(100)));
    }
    Path output = folder.resolve("out");
    Path input = write("in.ndjson", records);
    String[] options = {"--sortBy=k:desc", "--unique", "--sortMemoryMiB=1", "--partMiB=1"};
    CommandRun run = sort(List.of(input), output.toString(), options);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(FolderContents.records(output))
        .containsExactly(records.get(2), records.get(1), records.get(0));
  }

  @Test
  void putsRecordsThatLackAFieldFirstOrLast() throws IOException {
    String lacks = "{\"n\":7}";
    Path input = write("in.ndjson", List.of(FIRST.get(0), lacks, SECOND.get(1)));
    assertThat(sort(List.of(input), "-", "--sortBy=a", "--missing=first").out())
        .isEqualTo(text(List.of(lacks, SECOND.get(1), FIRST.get(0))));
    assertThat(sort(List.of(input), "-", "--sortBy=a", "--missing=last").out())
        .isEqualTo(text(List.of(SECOND.get(1), FIRST.get(0), lacks)));
    assertThat(sort(List.of(input), "-", "--sortBy=a:desc", "--missing=first").out())
        .isEqualTo(text(List.of(lacks, FIRST.get(0), SECOND.get(1))));
    assertThat(sort(List.of(input), "-", "--sortBy=a:desc", "--missing=last").out())
        .isEqualTo(text(List.of(FIRST.get(0), SECOND.get(1), lacks)));
    assertThat(sort(List.of(input), "-", "--sortBy=a").err())
        .isEqualTo(
            "Cannot sort %s: line 2, at byte 14: field a is missing (expected in every record)\n"
                .formatted(input));
    Path output = folder.resolve("out");
    sort(List.of(input), output.toString(), "--sortBy=a", "--missing=first");
    assertThat(FolderContents.manifest(output).get("parts").get(0).get("firstKey"))
        .hasToString("[null]");
  }

  @Test
  void checksTheOrder() throws IOException {
    Path ordered = write("ordered.ndjson", BY_A);
    CommandRun run = check(ordered, "--sortBy=a");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEqualTo("6 records in order\n");
    run = check(ordered, "--sortBy=a", "--unique");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .isEqualTo(
            "Cannot confirm the order of %s: line 4, at byte 45: it equals the line before"
                    .formatted(ordered)
                + " (expected each once)\n");
    run = check(ordered, "--sortBy=a:desc");
    assertThat(run.err())
        .isEqualTo(
            "Cannot confirm the order of %s: line 2, at byte 17: it is out of order"
                    .formatted(ordered)
                + " (expected none less than the line before)\n");
    run = check(ordered, "--sortBy=a", "--output=-");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("Cannot use --output with --check");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sortsMoreThanTheMemoryAndLeavesNoSpill(boolean ownWork) throws IOException {
    Random random = new Random(1);
    List<String> records = new ArrayList<>();
    for (int key : random.ints(20_000, 0, 1_000_000_000).toArray()) {
      records.add("{\"k\":%d,\"pad\":\"%s\"}".formatted(key, "x".repeat(100)));
    }
    List<String> expected = new ArrayList<>(records);
    expected.sort(Comparator.comparing(SortCommandTest::key));
    Path work = Files.createDirectories(folder.resolve("work"));
    Path output = folder.resolve("out");
    String[] options = {"--sortBy=k", "--sortMemoryMiB=1", "--partMiB=1", "--work=" + work};
    CommandRun run =
        sort(
            List.of(write("in.ndjson", records)),
            output.toString(),
            ownWork ? options : Arrays.copyOf(options, 3));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(FolderContents.records(output)).isEqualTo(expected);
    assertThat(FolderContents.files(output))
        .hasSizeGreaterThan(4)
        .noneMatch(f -> f.contains("work"));
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void namesFileAndLineOfABadRecordAndKeepsTheOldFile() throws IOException {
    Path output = Files.writeString(folder.resolve("o.ndjson"), "old");
    Path bad = write("bad.ndjson", List.of(FIRST.get(0), "", FIRST.get(1)));
    CommandRun run = sort(List.of(bad), output.toString(), "--sortBy=a");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .isEqualTo(
            "Cannot sort %s: line 2, at byte 14: the line is empty (expected a JSON object)\n"
                .formatted(bad));
    assertThat(output).hasContent("old");
    assertThat(FolderContents.files(folder)).containsExactly("bad.ndjson", "o.ndjson");

    Path noJson = write("bad.ndjson", List.of(FIRST.get(0), "[1]"));
    assertThat(sort(List.of(noJson), output.toString(), "--sortBy=a").err())
        .isEqualTo(
            "Cannot sort %s: line 2, at byte 14: the record is not a JSON object in UTF-8\n"
                .formatted(noJson));
  }

  @Test
  void keepsTheOldFileWhenAnInputIsTruncated() throws IOException {
    Path output = Files.writeString(folder.resolve("o.ndjson"), "old");
    CommandRun run = sort(List.of(truncated()), output.toString(), "--sortBy=a");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("the gzip data is truncated or corrupt (");
    assertThat(output).hasContent("old");
  }

  @Test
  void namesTheInputThatIsTruncated() throws IOException {
    Path file = truncated();
    assertThat(sort(List.of(file), "-", "--sortBy=a").err())
        .startsWith("Cannot read %s: the gzip data is truncated or corrupt (".formatted(file));
  }

  @Test
  void namesAMissingInput() throws IOException {
    List<Path> files = new ArrayList<>(inputs());
    files.add(folder.resolve("no.ndjson"));
    CommandRun run = sort(files, "-", "--sortBy=a");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "Cannot use --input=%s: there is no such file (expected a file or -)\n"
                    .formatted(folder.resolve("no.ndjson"))
                + "See: sluice sort --help\n");
  }

  @Test
  void asksForAnOrder() throws IOException {
    CommandRun run = sort(inputs(), "-");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("Missing --sortBy (expected --sortBy=FIELD[:desc][,FIELD])\n");
  }

  @Test
  void neverReplacesWhatItReads() throws IOException {
    Path output = folder.resolve("out");
    assertThat(sort(inputs(), output.toString(), "--sortBy=a").exitCode()).isEqualTo(ExitCode.DONE);
    Path part = output.resolve("part-00000-of-00001.ndjson");
    CommandRun run = sort(List.of(part), output.toString(), "--sortBy=n");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .startsWith(
            "Cannot use --input=%s: what is in the folder of --output is replaced".formatted(part));
    assertThat(FolderContents.records(output)).isEqualTo(BY_A);

    // A single file is replaced when it is whole.
    assertThat(sort(List.of(part), part.toString(), "--sortBy=n").exitCode())
        .isEqualTo(ExitCode.DONE);
    assertThat(part).hasContent(text(FIRST) + text(SECOND));
  }

  @Test
  void refusesToKeepOneRecordOfAll() throws IOException {
    CommandRun run = sort(inputs(), "-", "--sortBy=none", "--unique");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .startsWith("Cannot use --unique with --sortBy=none (expected --sortBy=FIELD)\n");
  }

  @Test
  void writesWhereALinkLeads() throws IOException {
    Path file = Files.writeString(Files.createDirectory(folder.resolve("d")).resolve("f"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.ndjson"), file);
    assertThat(sort(inputs(), link.toString(), "--sortBy=a").exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent(text(BY_A));
  }

  @Test
  void cleansUpWhatAKilledOneLeftInAFolderOfParts() throws IOException {
    Path output = Files.createDirectory(folder.resolve("out"));
    Files.writeString(output.resolve(".part-00000-of-00009.ndjson.1.unfinished"), "left");
    assertThat(sort(inputs(), output.toString(), "--sortBy=a").exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(output).isDirectoryNotContaining(file -> file.toString().endsWith(".unfinished"));
  }

  private List<Path> inputs() throws IOException {
    return List.of(
        write("1.ndjson", FIRST),
        write("2.ndjson.zst", SECOND.subList(0, 1)),
        write("3.ndjson.gz", SECOND.subList(1, 3)));
  }

  private Path truncated() throws IOException {
    Path file = write("cut.ndjson.gz", FIRST);
    byte[] whole = Files.readAllBytes(file);
    return Files.write(file, Arrays.copyOf(whole, whole.length - 4));
  }

  private Path write(String name, List<String> records) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Compression.ofName(name).compress(Files.newOutputStream(file))) {
      out.write(text(records).getBytes(UTF_8));
    }
    return file;
  }

  private static CommandRun sort(List<Path> inputs, String output, String... options) {
    String input = String.join(",", inputs.stream().map(Path::toString).toList());
    Stream<String> arguments = Stream.of("sort", "--input=" + input, "--output=" + output);
    return CommandRun.of(Stream.concat(arguments, Arrays.stream(options)).toArray(String[]::new));
  }

  private static CommandRun check(Path input, String... options) {
    Stream<String> arguments = Stream.of("sort", "--input=" + input, "--check=true");
    return CommandRun.of(Stream.concat(arguments, Arrays.stream(options)).toArray(String[]::new));
  }

  private static int key(String record) {
    return Integer.parseInt(record.substring(5, record.indexOf(',')));
  }

  private static String text(List<String> records) {
    return String.join("\n", records) + "\n";
  }
}
