package dev.sluice.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.LocalStorage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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
          --dump=enwiki/latest/a               | Missing command before --dump (did you mean run --dump or plan --dump?)
          --output=x --dump=enwiki/latest/a    | Missing command before --dump (did you mean run --dump or plan --dump?)
          --input=x                            | Missing command before --input (expected one of those that --help lists)
          --hlep                               | Unknown option --hlep (did you mean --help?)
          -                                    | Unknown command -
          convert --input=a --input=b          | Cannot use --input twice (expected once)
          convert --rows=page --rows=revision  | Cannot use --rows twice (expected once)
          run --dump=a/20260101/b --output=o --dump=a/20260101/c | Cannot use --dump twice (expected once)
          plan --output=o --output o           | Cannot use --output twice (expected once)
          run --dump                           | Missing value of --dump (expected --dump=WIKI/DATE/FAMILY)
          generate --bytes=many                | Cannot use --bytes=many (expected a whole number)
          generate --kind=books                | Cannot generate books: no such kind (expected stub-meta-history, pages-articles, pages-logging)
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
          --mirrors=gopher://x/                | Cannot use mirror gopher://x/: its scheme is not known (expected ftp:, http:, https: or file:)
          --mirrors=ftp://x/?connections=0     | Cannot use mirror ftp://x/: connections=0 (expected 1 or more)
          --mirrors=ftp://x/,ftp://x           | Cannot use --mirrors: one is named twice (expected each once)
          --partMiB=0                          | Cannot use --partMiB=0 (expected a number from 1 to 1048576)
          --partMiB=abc                        | Cannot use --partMiB=abc (expected a number from 1 to 1048576)
          --sortMemoryMiB=9999999999           | Cannot use --sortMemoryMiB=9999999999 (expected a number from 1 to 1048576)
          --compression=rar                    | Cannot use --compression=rar (expected none, gzip, zstd)
          --keepWork=perhaps                   | Cannot use --keepWork=perhaps (expected true or false)
          --targetParallelism=x                | Cannot use --targetParallelism=x (expected a whole number)
          --mirrors=ftp://x/?connections=x     | Cannot use mirror ftp://x/?connections=x: ?connections=x is not known (expected ?connections=N, N from 1 to 9999)
          --mirrors=file:x                     | Cannot use --mirrors=file:x: it is not the URI of a file here (expected file:/FOLDER/FILE or a path)
          --mirrors=                           | Cannot use --mirrors=: it is empty (expected a path)
          --output=                            | Cannot use --output=: it is empty (expected a path)
          --work=                              | Cannot use --work=: it is empty (expected a path)
          --sortBy=page_id:asc                 | Cannot sort by "page_id:asc": the direction is not known (:asc; expected :desc or none)
          --sortBy=a,a                         | Cannot sort by "a": the field is named twice (expected each field once)
          --maxFiles=0                         | Cannot use --maxFiles=0 (expected 1 or more)
          --rows=logitem                       | Cannot use --rows=logitem with stub-articles: it has none (expected revision or page)
          --dump=a/20260101/pages-logging --rows=page | Cannot use --rows=page with pages-logging: it has none (expected logitem)
          --rows=revisoin                      | Cannot make rows of revisoin in the shape wmf (expected revision, page or logitem; any element in the shape raw)
          --shape=row                          | Cannot use --shape=row (expected wmf, raw)
          --columns=page_titel                 | Cannot use --columns: Unknown column page_titel (did you mean page_title?)
          --columns=page_id,page_id            | Cannot take column page_id: it is named twice (expected once)
          --shape=raw --columns=page_id        | Cannot take columns in the shape raw: it knows none (expected the shape wmf)
          --shape=raw --namespaces=0           | Cannot choose namespaces in the shape raw: it knows none (expected the shape wmf)
          --namespaces=x                       | Cannot use --namespaces=x (expected N[,N])
          --sortBy=pageid                      | Cannot use --sortBy: Unknown field pageid (did you mean page_id?)
          --rows=page --sortBy=revision_dt     | Cannot use --sortBy: Unknown field revision_dt
          --sortBy=revision_content_slots      | Cannot use --sortBy=revision_content_slots: it is no single value (expected one in it, such as revision_content_slots.main.content_size)
          --sortBy=revision_content_slots.main | Cannot use --sortBy=revision_content_slots.main: it is no single value (expected one in it, such as revision_content_slots.main.content_size)
          --sortBy=revision_content_slots.main.size | Cannot use --sortBy: Unknown field size
          --sortBy=revision_content_slots.main.text_id.x | Cannot use --sortBy=revision_content_slots.main.text_id.x: there is nothing in a single value (expected revision_content_slots.main.text_id)
          --sortBy=page_id,revision_id.x:desc  | Cannot use --sortBy=revision_id.x: there is nothing in a single value (expected revision_id)
          --flinkMaster=localhost:8081         | Cannot use --flinkMaster with --runner=DirectRunner (expected --runner=FlinkRunner)
          --taskLauncher=process               | Cannot use --taskLauncher with --runner=DirectRunner (expected --runner=EcsRunner)
          --targetParallelism=2 --runner=FlinkRunner | Cannot use --targetParallelism with --runner=FlinkRunner (expected --runner=DirectRunner or EcsRunner)
          --runner=Nope                        | Cannot use --runner=Nope (expected DirectRunner or EcsRunner or FlinkRunner)
          --output=gs://b/p                    | Cannot use --output=gs://b/p: its scheme is not known (expected a path, a file: URI or s3://BUCKET/PREFIX)
          --output=s3:///p                     | Cannot use --output=s3:///p: it names no folder on S3 (expected s3://BUCKET or s3://BUCKET/PREFIX)
          --s3Endpoint=user:secret@host        | Cannot use --s3Endpoint (expected https://HOST[:PORT] or http://HOST[:PORT])
          """)
  void answersAWrongValueWithOneSentence(String option, String sentence) {
    String[] arguments = {
      "run", "--dump=aawiki/20260101/stub-articles", "--output=" + folder, "--mirrors=" + folder
    };
    List<String> options = List.of(option.split(" "));
    String name = options.get(0).replaceFirst("=.*", "=");
    assertThat(
            run(
                Stream.concat(
                        Arrays.stream(arguments).filter(a -> !a.startsWith(name)), options.stream())
                    .toArray(String[]::new)))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(UTF_8)).isEqualTo(sentence + "\nSee: sluice run --help\n");
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
    for (String command : new String[] {"run", "plan", "demo", "convert", "sort", "generate"}) {
      out.reset();
      assertThat(run(command, "--help")).isEqualTo(ExitCode.DONE);
      assertThat(out.toString(UTF_8)).contains("Usage: sluice " + command);
    }
    out.reset();
    assertThat(run("--help")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString(UTF_8)).contains("Commands:", "Exit codes:");
  }

  @Test
  void pointsToTheProgramsHelpWhenNoCommandIsNamed() {
    assertThat(run("--dump=enwiki/latest/a")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(UTF_8)).endsWith("\nSee: sluice --help\n");
  }

  @Test
  void labelsOptionsAsTheyAreWritten() {
    run("run", "--help");
    assertThat(out.toString(UTF_8))
        .contains(
            "--keepWork[=true|false]", "--mirrors=URI[,URI...] Roots", "--verbose[=true|false]");
    out.reset();
    run("sort", "--help");
    assertThat(out.toString(UTF_8)).contains("--input=FILE[,FILE...]").doesNotContain("wiki_id");
  }

  private int run(String... arguments) {
    return Sluice.run(
        new LocalStorage(),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8),
        arguments);
  }
}
