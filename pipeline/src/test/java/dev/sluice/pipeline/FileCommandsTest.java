package dev.sluice.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.storage.LocalStorage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that take files and no dump: {@code convert}, {@code sort}, {@code generate}. */
class FileCommandsTest {
  private static final List<String> LINES = List.of("{\"a\":2}", "{\"a\":1}");
  private static final List<String> SORTED = List.of("{\"a\":1}", "{\"a\":2}");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir Path folder;
  private Path lines;
  private Path dump;

  @BeforeEach
  void writeInputs() throws IOException {
    lines = Files.write(folder.resolve("lines.ndjson"), LINES);
    dump = folder.resolve("dump.xml.gz");
    assertThat(run(out, "generate", "--bytes=20000", "--output=" + dump)).isEqualTo(ExitCode.DONE);
    err.reset();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stub-meta-history", "pages-articles", "pages-logging"})
  void generatesEveryKind(String kind) {
    Path file = folder.resolve(kind + ".xml.bz2");
    assertThat(run(out, "generate", "--kind=" + kind, "--bytes=9000", "--output=" + file))
        .isEqualTo(ExitCode.DONE);
    assertThat(err.toString(UTF_8)).startsWith(file + ": ");
    assertThat(file).isNotEmptyFile();
  }

  @Test
  void compressesStandardOutputAsAsked() throws IOException {
    assertThat(sort("--output=-", "--compression=gzip")).isEqualTo(ExitCode.DONE);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      assertThat(new String(in.readAllBytes(), UTF_8).lines()).containsExactlyElementsOf(SORTED);
    }
  }

  @Test
  void tellsAFileByItsEndingInEitherCase() throws IOException {
    Path file = folder.resolve("SORTED.NDJSON.GZ");
    assertThat(sort("--output=" + file)).isEqualTo(ExitCode.DONE);
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      assertThat(new String(in.readAllBytes(), UTF_8).lines()).containsExactlyElementsOf(SORTED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"convert", "sort"})
  void saysThatStandardOutputCannotBeWritten(String command) throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    String[] arguments =
        command.equals("sort")
            ? new String[] {"sort", "--sortBy=a", "--input=" + lines, "--output=-"}
            : new String[] {"convert", "--input=" + dump, "--output=-"};
    try (OutputStream nowhere = new FileOutputStream(full.toFile())) {
      assertThat(run(nowhere, arguments)).isEqualTo(ExitCode.FAILED);
    }
    assertThat(err.toString(UTF_8))
        .isEqualTo("Cannot write standard output: No space left on device\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"convert", "sort"})
  void leavesTheUsersWorkFolderAlone(String command) throws IOException {
    Path parts = folder.resolve("parts");
    Path kept = Files.createDirectories(parts.resolve("_work/mine"));
    Path input = command.equals("sort") ? lines : dump;
    String order = command.equals("sort") ? "--sortBy=a" : "--partMiB=1";
    assertThat(run(out, command, "--input=" + input, "--output=" + parts, order))
        .isEqualTo(ExitCode.DONE);
    assertThat(parts.resolve("_SUCCESS")).exists();
    try (Stream<Path> work = Files.list(parts.resolve("_work"))) {
      assertThat(work).containsExactly(kept);
    }
    Files.delete(kept);
    assertThat(run(out, command, "--input=" + input, "--output=" + parts, order))
        .isEqualTo(ExitCode.DONE);
    assertThat(parts.resolve("_work")).doesNotExist();
  }

  @Test
  void namesInputsInTheManifestAsTheUserDid() throws IOException {
    Path parts = folder.resolve("parts");
    String typed = folder + "/./lines.ndjson";
    assertThat(run(out, "sort", "--sortBy=a", "--input=" + typed, "--output=" + parts))
        .isEqualTo(ExitCode.DONE);
    assertThat(parts.resolve("_sluice/manifest.json"))
        .content()
        .contains("\"inputs\" : [ \"" + typed + "\" ]");
  }

  @Test
  void readsAPipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    for (String command : new String[] {"sort --sortBy=a", "convert"}) {
      out.reset();
      Path source = command.equals("convert") ? dump : lines;
      Process writer = new ProcessBuilder("sh", "-c", "cat " + source + " > " + pipe).start();
      try {
        assertThat(run(out, (command + " --input=" + pipe + " --output=-").split(" ")))
            .isEqualTo(ExitCode.DONE);
      } finally {
        writer.destroy();
      }
      assertThat(out.size()).isPositive();
    }
  }

  @Test
  void namesTheInputThatIsTruncated() throws IOException {
    byte[] whole = Files.readAllBytes(dump);
    Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(whole, 500));
    assertThat(run(out, "sort", "--sortBy=none", "--input=" + cut, "--output=-"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(err.toString(UTF_8))
        .startsWith("Cannot read " + cut + ": the gzip data is truncated or corrupt (")
        .hasLineCount(1);
  }

  /** HERE stands for the test's folder. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          sort --input=-,- --output=-                    | Cannot use --input=-,-: standard input is named twice (expected once)
          sort --input= --output=-                       | Cannot use --input=: it is empty (expected a path)
          convert --input= --output=-                    | Cannot use --input=: it is empty (expected a path)
          convert --input=HERE --output=-              | Cannot use --input=HERE: it is a folder (expected a file)
          convert --input=HERE/no.xml --output=-       | Cannot use --input=HERE/no.xml: there is no such file (expected a file or -)
          convert --input=file:stub.xml.gz --output=-    | Cannot use --input=file:stub.xml.gz: it is not the URI of a file here (expected file:/FOLDER/FILE or a path)
          convert --output=                              | Cannot use --output=: it is empty (expected a path)
          convert --output=a.json                        | Cannot use --output=a.json: no file of that ending is written (expected .ndjson, .ndjson.gz, .ndjson.zst or a folder)
          convert --output=a.CSV                         | Cannot use --output=a.CSV: no file of that ending is written (expected .ndjson, .ndjson.gz, .ndjson.zst or a folder)
          convert --output=a.xml.bz2                     | Cannot use --output=a.xml.bz2: no file of that ending is written (expected .ndjson, .ndjson.gz, .ndjson.zst or a folder)
          convert --output=HERE/taken.ndjson           | Cannot use --output=HERE/taken.ndjson: it is a folder (expected a file)
          convert --output=HERE/file                   | Cannot use --output=HERE/file: it is a file (expected a folder)
          convert --output=HERE/file/a/b.ndjson        | Cannot use --output=HERE/file/a/b.ndjson: HERE/file is a file (expected a folder)
          generate --output=HERE/taken.xml             | Cannot use --output=HERE/taken.xml: it is a folder (expected a file)
          generate --output=                             | Cannot use --output=: it is empty (expected a path)
          sort --output=- --work=HERE/file             | Cannot use --work=HERE/file: it is a file (expected a folder)
          sort --output=- --work=                        | Cannot use --work=: it is empty (expected a path)
          convert --output=c.ndjson --compression=gzip   | Cannot use --compression=gzip with --output=c.ndjson: the name says otherwise (expected --output=c.ndjson.gz)
          convert --output=c.ndjson.gz --compression=none | Cannot use --compression=none with --output=c.ndjson.gz: the name says otherwise (expected --output=c.ndjson)
          convert --output=c.ndjson --partMiB=0          | Cannot use --partMiB=0 (expected a number from 1 to 1048576)
          """)
  void refusesBeforeAnyWork(String words, String sentence) throws IOException {
    Files.createDirectories(folder.resolve("taken.ndjson"));
    Files.createDirectories(folder.resolve("taken.xml"));
    Files.writeString(folder.resolve("file"), "");
    String command = words.replaceFirst(" .*", "");
    String all = words.replace("HERE", folder.toString());
    if (!command.equals("generate") && !words.contains("--input")) {
      all += " --input=" + (command.equals("sort") ? lines : dump);
    }
    if (command.equals("sort")) {
      all += " --sortBy=a";
    }
    assertThat(run(out, all.split(" "))).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            "%s%nSee: sluice %s --help%n"
                .formatted(sentence.replace("HERE", folder.toString()), command));
  }

  @Test
  void refusesWhatItMayNotReadOrWrite() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.xml"), "<mediawiki/>");
    Path closed = Files.createDirectory(folder.resolve("closed"));
    assertThat(secret.toFile().setReadable(false, false)).isTrue();
    assertThat(closed.toFile().setWritable(false, false)).isTrue();
    assumeFalse(Files.isReadable(secret) || Files.isWritable(closed), "root may do everything");
    assertThat(run(out, "convert", "--input=" + secret, "--output=-")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(UTF_8))
        .startsWith("Cannot use --input=" + secret + ": permission denied\n");
    err.reset();
    Path file = closed.resolve("a/b.ndjson");
    assertThat(run(out, "convert", "--input=" + dump, "--output=" + file))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(UTF_8))
        .startsWith(
            "Cannot use --output=%s: no file can be made in %s (permission denied)\n"
                .formatted(file, closed));
  }

  @Test
  void refusesAFolderInWhichNobodyCanWrite() {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")));
    assertThat(sort("--output=/proc/no/such.ndjson")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(UTF_8))
        .startsWith("Cannot use --output=/proc/no/such.ndjson: no file can be made in /proc");
  }

  private int sort(String... more) {
    String[] arguments = {"sort", "--sortBy=a", "--input=" + lines};
    return run(out, Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new));
  }

  private int run(OutputStream data, String... arguments) {
    return Sluice.run(new LocalStorage(), data, new PrintStream(err, true, UTF_8), arguments);
  }
}
