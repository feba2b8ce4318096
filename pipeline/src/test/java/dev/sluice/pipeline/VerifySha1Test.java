package dev.sluice.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.generate.DumpGenerator;
import dev.sluice.generate.DumpKind;
import dev.sluice.generate.DumpSpec;
import dev.sluice.generate.GeneratedDump;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --verifySha1} of {@code run} and {@code convert}. */
class VerifySha1Test {
  private static final Pattern TEXT = Pattern.compile("(<text [^>]*>)[^<]");

  @TempDir Path folder;

  @Test
  void findsNothingWrongInAGeneratedDump() throws IOException {
    GeneratedDump dump = write(DumpKind.PAGES_ARTICLES, false);
    CommandRun run = run("--verifySha1=true");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    JsonNode file = manifest().get("files").get(0);
    JsonNode texts = file.get("verifiedTexts");
    assertThat(texts.get("checked").longValue()).isGreaterThan(dump.revisions() / 2);
    assertThat(texts.get("mismatches").longValue()).isZero();
    assertThat(texts.get("withoutSha1").longValue()).isZero();
    assertThat(texts.get("firstMismatches")).isEmpty();
    assertThat(file.get("referenceDocuments").intValue()).isZero();
    assertThat(run.err())
        .contains(
            "Verified the SHA-1 of %,d texts: all match\n"
                .formatted(texts.get("checked").longValue()));
  }

  @Test
  void namesAWrongTextAndStillIsDone() throws IOException {
    write(DumpKind.PAGES_ARTICLES, true);
    CommandRun plain = run();
    assertThat(plain.err()).doesNotContain("SHA-1");
    String records = String.join("\n", FolderContents.records(published()));
    assertThat(manifest().get("files").get(0).get("verifiedTexts").isNull()).isTrue();

    CommandRun run = run("--verifySha1");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(String.join("\n", FolderContents.records(published()))).isEqualTo(records);
    JsonNode texts = manifest().get("files").get(0).get("verifiedTexts");
    assertThat(texts.get("mismatches").longValue()).isEqualTo(1);
    JsonNode wrong = texts.get("firstMismatches").get(0);
    assertThat(wrong.get("role").textValue()).isEqualTo("main");
    assertThat(wrong.get("expected").textValue()).hasSize(31);
    assertThat(wrong.get("found").textValue())
        .hasSize(31)
        .isNotEqualTo(wrong.get("expected").textValue());
    String told =
        "Verified the SHA-1 of %,d texts: 1 does not match, the first one of page %d, revision %d, slot \"main\"\n"
            .formatted(
                texts.get("checked").longValue(),
                wrong.get("pageId").longValue(),
                wrong.get("revisionId").longValue());
    assertThat(run.err()).contains(told);

    assertThat(run("--verifySha1").err()).startsWith("Nothing to do: ");
    CommandRun converted = convert("--output=" + folder.resolve("parts"), "--verifySha1");
    assertThat(converted.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(converted.err()).endsWith(told);
    JsonNode manifest = FolderContents.manifest(folder.resolve("parts"));
    assertThat(manifest.get("verifiedTexts")).isEqualTo(texts);
    assertThat(manifest.get("options").get("verifySha1").textValue()).isEqualTo("true");
  }

  @Test
  void findsNoTextsInAStubDump() throws IOException {
    write(DumpKind.STUB_META_HISTORY, false);
    CommandRun run = convert("--output=-", "--verifySha1");
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).endsWith("\nVerified the SHA-1 of 0 texts\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--shape=raw       | Cannot verify SHA-1s in the shape raw: ",
        "--rows=logitem    | Cannot verify SHA-1s of logitem rows: ",
        "--columns=page_id | Cannot verify SHA-1s without the texts: "
      })
  void refusesWhatHasNoTexts(String option, String sentence) throws IOException {
    write(DumpKind.PAGES_ARTICLES, false);
    for (CommandRun run :
        new CommandRun[] {
          convert("--output=-", "--verifySha1", option), run("--verifySha1=true", option)
        }) {
      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(run.err().lines().findFirst().orElseThrow()).startsWith(sentence);
      assertThat(run.err().lines()).hasSize(2).last().asString().startsWith("See: sluice ");
    }
  }

  private CommandRun run(String... options) {
    return command(
        Stream.of(
            "run",
            "--dump=xwiki/20260101/pages-articles",
            "--mirrors=" + folder.resolve("mirror"),
            "--output=" + folder.resolve("out")),
        options);
  }

  private CommandRun convert(String... options) {
    return command(Stream.of("convert", "--input=" + dumpFile()), options);
  }

  private static CommandRun command(Stream<String> first, String... more) {
    return CommandRun.of(Stream.concat(first, Arrays.stream(more)).toArray(String[]::new));
  }

  private Path published() {
    return folder.resolve("out/xwiki/20260101/pages-articles");
  }

  private JsonNode manifest() throws IOException {
    return FolderContents.manifest(published());
  }

  private Path dumpFile() {
    return folder.resolve("mirror/xwiki/20260101/xwiki-20260101-pages-articles1.xml.gz");
  }

  /**
   * @param wrong whether a letter of one text is another one than its SHA-1 was made of
   */
  private GeneratedDump write(DumpKind kind, boolean wrong) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    GeneratedDump dump = DumpGenerator.of(DumpSpec.of(kind, 200_000, 7)).writeTo(bytes);
    String xml = bytes.toString(UTF_8);
    if (wrong) {
      Matcher text = TEXT.matcher(xml);
      assertThat(text.find()).isTrue();
      xml = text.replaceFirst("$1\u2205");
    }
    Files.createDirectories(dumpFile().getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(dumpFile()))) {
      out.write(xml.getBytes(UTF_8));
    }
    return dump;
  }
}
