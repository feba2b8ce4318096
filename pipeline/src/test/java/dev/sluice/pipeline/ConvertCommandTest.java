package dev.sluice.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.generate.DumpKind;
import dev.sluice.generate.DumpSpec;
import dev.sluice.generate.GeneratedDump;
import dev.sluice.generate.GeneratedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertCommandTest {
  @TempDir Path folder;
  private Path input;
  private GeneratedDump dump;
  private String summary;

  @BeforeEach
  void generate() throws IOException {
    input = folder.resolve("in put/xwiki-20260101-stub-meta-history.xml.gz");
    dump = GeneratedFile.write(DumpSpec.of(DumpKind.STUB_META_HISTORY, 1_000_000, 5), input, false);
    summary = "%,d records of %,d pages\n".formatted(dump.revisions(), dump.pages());
  }

  @Test
  void printsTheRecordsInTheDumpsOrder() throws IOException {
    CommandRun run = convert("-");
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).startsWith(summary);
    assertThat(run.out().lines().count()).isEqualTo(dump.revisions());
    long lastPage = 0;
    for (String line : run.out().lines().toList()) {
      long page = FolderContents.json(line).get("page_id").longValue();
      assertThat(page).isGreaterThanOrEqualTo(lastPage);
      lastPage = page;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"o.ndjson", "n e w/ü.ndjson.gz", "o.ndjson.zst"})
  void writesOneFile(String name) throws IOException {
    Path output = folder.resolve(name);
    CommandRun run = convert(output.toString());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith(summary);
    assertThat(FolderContents.text(output)).isEqualTo(convert("-").out());
  }

  @Test
  void publishesPartsIntoAFolder() throws IOException {
    Path output = folder.resolve("out");
    CommandRun run = convert(output.toString(), "--partMiB=1", "--compression=GZIP");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).startsWith(summary);
    assertThat(FolderContents.files(output))
        .containsExactly(
            "_SUCCESS",
            "_sluice/manifest.json",
            "part-00000-of-00002.ndjson.gz",
            "part-00001-of-00002.ndjson.gz");
    assertThat(output.resolve("_work")).doesNotExist();
    String expected = convert("-").out();
    assertThat(String.join("\n", FolderContents.records(output)) + "\n").isEqualTo(expected);

    JsonNode manifest = FolderContents.manifest(output);
    assertThat(manifest.get("format").intValue()).isEqualTo(1);
    assertThat(manifest.get("inputs")).hasToString("[\"%s\"]".formatted(input));
    assertThat(manifest.get("options"))
        .hasToString(
            "{\"columns\":\"all\",\"compression\":\"gzip\",\"namespaces\":\"all\",\"partMiB\":\"1\","
                + "\"rows\":\"revision\",\"shape\":\"wmf\",\"sortBy\":\"none\"}");
    assertThat(manifest.get("records").longValue()).isEqualTo(dump.revisions());
    assertThat(manifest.get("bytes").longValue()).isEqualTo(expected.getBytes(UTF_8).length);
    assertThat(manifest.get("parts")).hasSize(2);
  }

  @Test
  void replacesThePartsOfAnEarlierConversion() throws IOException {
    Path output = folder.resolve("out");
    convert(output.toString(), "--partMiB=1");
    assertThat(convert(output.toString()).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(FolderContents.files(output))
        .containsExactly("_SUCCESS", "_sluice/manifest.json", "part-00000-of-00001.ndjson");
  }

  @Test
  void keepsTheOldFileWhenTheInputIsTruncated() throws IOException {
    truncate();
    Path output = Files.writeString(folder.resolve("o.ndjson"), "old");
    CommandRun run = convert(output.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .startsWith("Cannot convert %s: the gzip data is truncated".formatted(input.toUri()))
        .contains(" near byte ", ", page ", ", revision ");
    assertThat(run.err().lines()).hasSize(1);
    assertThat(output).hasContent("old");
    assertThat(FolderContents.files(folder)).hasSize(2);
  }

  @Test
  void leavesAFolderUnmarkedWhenTheInputIsTruncated() throws IOException {
    Path output = folder.resolve("out");
    assertThat(convert(output.toString()).exitCode()).isEqualTo(ExitCode.DONE);
    truncate();
    assertThat(convert(output.toString()).exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(FolderContents.files(output)).doesNotContain("_SUCCESS");
    assertThat(output.resolve("_work")).doesNotExist();
  }

  @Test
  void refusesWhatIsNoDump() throws IOException {
    Files.writeString(input, "<html/>");
    CommandRun run = convert("-");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith(
            "Cannot convert %s: it is not a dump (root html; expected mediawiki)"
                .formatted(input.toUri()));
  }

  @Test
  void namesAMissingInput() {
    CommandRun run = CommandRun.of("convert", "--input=" + folder.resolve("no.xml"), "--output=-");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .isEqualTo(
            "Cannot use --input=%s: there is no such file (expected a file or -)\n"
                    .formatted(folder.resolve("no.xml"))
                + "See: sluice convert --help\n");
  }

  @Test
  void asksForInputAndOutput() {
    CommandRun noInput = CommandRun.of("convert", "--output=-");
    assertThat(noInput.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(noInput.err()).startsWith("Missing --input (expected --input=FILE or -)\n");
    CommandRun noOutput = CommandRun.of("convert", "--input=" + input);
    assertThat(noOutput.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(noOutput.err())
        .startsWith("Missing --output (expected --output=FILE, FOLDER or -)\n");
  }

  private CommandRun convert(String output, String... options) {
    Stream<String> arguments = Stream.of("convert", "--input=" + input, "--output=" + output);
    return CommandRun.of(Stream.concat(arguments, Arrays.stream(options)).toArray(String[]::new));
  }

  private void truncate() throws IOException {
    byte[] whole = Files.readAllBytes(input);
    Files.write(input, Arrays.copyOf(whole, whole.length / 2));
  }
}
