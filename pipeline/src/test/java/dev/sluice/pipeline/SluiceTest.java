package dev.sluice.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.LocalStorage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SluiceTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          rnu                                  | Unknown command rnu (did you mean run?)
          run --dmup=a/latest/b                | Unknown option --dmup (did you mean --dump?)
          run --targetParalelism=3             | Unknown option --targetParalelism (did you mean --targetParallelism?)
          run nonsense                         | Unknown argument nonsense (expected --option=value)
          run                                  | Missing --dump (expected --dump=WIKI/DATE/FAMILY)
          run --dump=enwiki/latest/stub-meta-history | Missing --output (expected --output=FOLDER)
          convert --inptu=x                    | Unknown option --inptu (did you mean --input?)
          """)
  void answersAWrongWordWithOneSentence(String arguments, String sentence) {
    assertThat(run(arguments.split(" "))).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(UTF_8)).startsWith(sentence + "\n");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          --dump=enwiki                        | Cannot use dump enwiki (expected WIKI/DATE/FAMILY as in enwiki/20260101/pages-articles)
          --mirrors=gopher://x/                | Cannot use mirror gopher://x/: its scheme is not known
          --mirrors=ftp://x/?connections=0     | Cannot use mirror ftp://x/: connections=0 (expected 1 or more)
          --mirrors=ftp://x/,ftp://x           | Cannot use --mirrors: one is named twice
          --partMiB=0                          | Cannot use --partMiB=0 (expected 1 to 1048576)
          --partMiB=x                          | Invalid value for option '--partMiB'
          --compression=rar                    | Invalid value for option '--compression'
          --sortBy=a,a                         | Cannot sort by "a": the field is named twice
          --maxFiles=0                         | Cannot use --maxFiles=0 (expected 1 or more)
          --rows=logitem                       | Cannot use --rows=logitem with stub-articles: it has none (expected revision or page)
          --dump=a/20260101/pages-logging --rows=page | Cannot use --rows=page with pages-logging: it has none (expected logitem)
          --rows=revisoin                      | Cannot make rows of revisoin in the shape wmf (expected revision, page or logitem
          --shape=row                          | Invalid value for option '--shape'
          --columns=page_titel                 | Cannot use --columns: Unknown column page_titel (did you mean page_title?)
          --columns=page_id,page_id            | Cannot take column page_id: it is named twice
          --shape=raw --columns=page_id        | Cannot take columns in the shape raw: it knows none
          --shape=raw --namespaces=0           | Cannot choose namespaces in the shape raw: it knows none
          --namespaces=x                       | Invalid value for option '--namespaces'
          --sortBy=pageid                      | Cannot use --sortBy: Unknown field pageid (did you mean page_id?)
          --rows=page --sortBy=revision_dt     | Cannot use --sortBy: Unknown field revision_dt
          --runner=Nope                        | Cannot use --runner=Nope (expected DirectRunner)
          --output=s3://b/p                    | Cannot use --output=s3://b/p: its scheme is not known
          """)
  void answersAWrongValueWithOneSentence(String option, String sentence) {
    String[] arguments = {
      "run", "--dump=aawiki/20260101/stub-articles", "--output=" + folder, "--mirrors=" + folder
    };
    List<String> options = List.of(option.split(" "));
    String name = options.get(0).replaceFirst("=.*", "=");
    assertThat(
            run(
                java.util.stream.Stream.concat(
                        java.util.Arrays.stream(arguments).filter(a -> !a.startsWith(name)),
                        options.stream())
                    .toArray(String[]::new)))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(UTF_8)).contains(sentence).doesNotContain("\tat ");
    assertThat(err.toString(UTF_8).lines()).hasSize(2);
  }

  @Test
  void saysWhichDumpsAreThereWhenTheOneAskedForIsNot() {
    int exitCode =
        run(
            "run",
            "--dump=aawiki/20260101/stub-articles",
            "--output=" + folder.resolve("out"),
            "--mirrors=" + folder);
    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(UTF_8))
        .startsWith("Cannot find dump aawiki/20260101/stub-articles: ")
        .doesNotContain("\tat ");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void explainsEveryCommand() {
    for (String command : new String[] {"run", "demo", "convert", "sort", "generate"}) {
      out.reset();
      assertThat(run(command, "--help")).isEqualTo(ExitCode.DONE);
      assertThat(out.toString(UTF_8)).contains("Usage: sluice " + command);
    }
    out.reset();
    assertThat(run("--help")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString(UTF_8)).contains("Commands:", "Exit codes:");
  }

  private int run(String... arguments) {
    return Sluice.run(
        new LocalStorage(),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8),
        arguments);
  }
}
