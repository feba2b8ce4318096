package dev.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerateCommandTest {
  private static final Pattern SUMMARY =
      Pattern.compile("(.*): ([0-9,]+) pages, ([0-9,]+) revisions, ([0-9,]+) log items, .*");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"d.xml", "n e w/ü.xml.gz", "d.xml.bz2", "d.xml.zst"})
  void writesADumpThatConverts(String name) {
    Path file = folder.resolve(name);
    CommandRun run = CommandRun.of("generate", "--bytes=200000", "--seed=3", "--output=" + file);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).isEmpty();
    Matcher summary = SUMMARY.matcher(run.err().strip());
    assertThat(summary.matches()).as(run.err()).isTrue();
    assertThat(summary.group(1)).isEqualTo(file.toString());
    CommandRun converted = CommandRun.of("convert", "--input=" + file, "--output=-");
    assertThat(converted.err())
        .isEqualTo("%s records of %s pages\n".formatted(summary.group(3), summary.group(2)));
  }

  @Test
  void writesTheSameForTheSameSeed() throws IOException {
    byte[] first = generate("a.xml", "--seed=3", "--bytes=100000");
    assertThat(generate("b.xml", "--seed=3", "--bytes=100000")).isEqualTo(first);
    assertThat(generate("c.xml", "--seed=4", "--bytes=100000")).isNotEqualTo(first);
    assertThat(first.length).isBetween(90_000, 130_000);
  }

  @Test
  void writesTheKindAskedFor() throws IOException {
    String articles = generatedText("--kind=pages-articles");
    assertThat(articles).contains("<page>", "</text>").doesNotContain("<logitem>");
    String logging = generatedText("--kind=pages-logging");
    assertThat(logging).contains("<logitem>").doesNotContain("<page>");
    String stubs = generatedText("--kind=stub-meta-history");
    assertThat(stubs).contains("<page>").doesNotContain("</text>");
    assertThat(stubs).isEqualTo(generatedText("--seed=1"));
  }

  @Test
  void writesManyStreamsIntoBzip2() throws IOException {
    byte[] one = generate("one.xml.bz2", "--bytes=300000");
    byte[] many = generate("many.xml.bz2", "--bytes=300000", "--multistream");
    assertThat(streams(one)).isEqualTo(1);
    assertThat(streams(many)).isGreaterThan(2);
    assertThat(FolderContents.text(folder.resolve("many.xml.bz2")))
        .isEqualTo(FolderContents.text(folder.resolve("one.xml.bz2")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --kind=pages-meta     | Cannot generate pages-meta: no such kind (expected stub-meta-history, pages-articles, pages-logging)
          --output=FOLDER/d.rar | Cannot generate FOLDER/d.rar: its ending does not say how it is compressed (expected .xml, .gz, .bz2 or .zst)
          --multistream         | Cannot generate FOLDER/d.xml with many streams: only bzip2 has them (expected .bz2)
          """)
  void answersAWrongValueWithOneSentence(String option, String sentence) throws IOException {
    String given = option.replace("FOLDER", folder.toString());
    CommandRun run =
        given.startsWith("--output")
            ? CommandRun.of("generate", given)
            : CommandRun.of("generate", given, "--output=" + folder.resolve("d.xml"));
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .contains(sentence.replace("FOLDER", folder.toString()))
        .endsWith("See: sluice generate --help\n");
    assertThat(run.err().lines()).hasSize(2);
    assertThat(FolderContents.files(folder)).isEmpty();
  }

  @Test
  void asksForAnOutput() {
    CommandRun run = CommandRun.of("generate");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("Missing --output (expected --output=FILE)\n");
  }

  private String generatedText(String option) throws IOException {
    generate("d.xml", option, "--bytes=50000");
    return Files.readString(folder.resolve("d.xml"));
  }

  private byte[] generate(String name, String... options) throws IOException {
    Path file = folder.resolve(name);
    String[] arguments = new String[options.length + 2];
    arguments[0] = "generate";
    arguments[1] = "--output=" + file;
    System.arraycopy(options, 0, arguments, 2, options.length);
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    return Files.readAllBytes(file);
  }

  /** How often a bzip2 stream's head and first block magic occur. */
  private static int streams(byte[] bzip2) {
    byte[] block = {0x31, 0x41, 0x59, 0x26, 0x53, 0x59};
    int count = 0;
    for (int i = 0; i + 10 <= bzip2.length; i++) {
      boolean head = bzip2[i] == 'B' && bzip2[i + 1] == 'Z' && bzip2[i + 2] == 'h';
      if (head && Arrays.equals(bzip2, i + 4, i + 10, block, 0, 6)) {
        count++;
      }
    }
    return count;
  }
}
