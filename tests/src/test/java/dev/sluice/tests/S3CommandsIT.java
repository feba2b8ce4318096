package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.generate.DumpKind;
import dev.sluice.generate.DumpSpec;
import dev.sluice.generate.GeneratedFile;
import dev.sluice.storage.S3Server;
import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code convert}, {@code sort}, {@code overlap} and {@code inspect} with everything on S3. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3CommandsIT {
  private static final String DUMP = "testwiki-20260101-stub-meta-history.xml.gz";

  @TempDir private static Path folder;
  private S3Bucket bucket;

  @BeforeAll
  void start() throws Exception {
    bucket = S3Bucket.start(folder.resolve("s3"));
    Path dump = Files.createDirectories(bucket.objects("in")).resolve(DUMP);
    GeneratedFile.write(DumpSpec.of(DumpKind.STUB_META_HISTORY, 8_000_000, 1), dump, false);
    assertDone("convert", "--input=" + dump, "--output=" + folder.resolve("a.ndjson"));
    Files.copy(folder.resolve("a.ndjson"), bucket.objects("in").resolve("a.ndjson"));
    Files.writeString(bucket.objects("in").resolve("b.ndjson"), record(2) + record(1));
  }

  @AfterAll
  void stop() throws Exception {
    bucket.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"one.ndjson", "one.ndjson.gz"})
  void convertsAnObjectToAnObject(String name) throws Exception {
    String input = "--input=s3://dumps/in/" + DUMP;
    assertDone("convert", input, "--output=" + folder.resolve(name));
    assertDone("convert", input, "--output=s3://dumps/convert/" + name);
    assertThat(bucket.objects("convert").resolve(name))
        .hasSameBinaryContentAs(folder.resolve(name));
    bucket.assertNoUnfinishedUploads("convert");
  }

  @Test
  void convertsAnObjectToParts() throws Exception {
    assertSameParts("convert", "--input=s3://dumps/in/" + DUMP, "--partMiB=3");
  }

  /** A compressed table, and more times than memory holds, so that spills are on S3 as well. */
  @Test
  void countsAndDrawsTheIntervalsOfAnObject() throws Exception {
    Path table = bucket.objects("in").resolve("intervals.csv.gz");
    try (Writer out =
        new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(table)), UTF_8)) {
      out.write("start_at,end_at\n");
      for (long i = 1; i <= 600_000; i++) {
        long start = i * 1_000_000_007 % 1_000_000_000_039L;
        out.write("%d,%d\n".formatted(start, start + i));
      }
    }
    assertDone(
        "overlap",
        "--input=" + table,
        "--output=" + folder.resolve("changes.ndjson.gz"),
        "--plot=" + folder.resolve("plot.svg"));
    assertDone(
        "overlap",
        "--input=s3://dumps/in/intervals.csv.gz",
        "--output=s3://dumps/overlap/changes.ndjson.gz",
        "--plot=s3://dumps/overlap/plot.svg",
        "--memoryMiB=1");
    assertThat(bucket.names("overlap")).containsExactly("changes.ndjson.gz", "plot.svg");
    for (String name : bucket.names("overlap")) {
      assertThat(bucket.objects("overlap").resolve(name))
          .hasSameBinaryContentAs(folder.resolve(name));
    }
    bucket.assertNoUnfinishedUploads("overlap");
  }

  /** More than memory holds, so that spills are on S3 as well. */
  @Test
  void sortsObjectsToParts() throws Exception {
    String inputs = "--input=s3://dumps/in/a.ndjson,s3://dumps/in/b.ndjson";
    assertSameParts(
        "sort", inputs, "--sortBy=revision_dt:desc", "--sortMemoryMiB=1", "--partMiB=3");
  }

  @Test
  void sortsObjectsToAnObjectAndTakesTheSpillsAway() throws Exception {
    String[] sort = {
      "sort",
      "--input=s3://dumps/in/a.ndjson,s3://dumps/in/b.ndjson",
      "--sortBy=revision_dt",
      "--sortMemoryMiB=1"
    };
    assertDone(and(sort, "--output=" + folder.resolve("sorted.ndjson")));
    assertDone(and(sort, "--output=s3://dumps/sorted/x.ndjson", "--work=s3://dumps/spills"));
    assertDone(and(sort, "--output=s3://dumps/sorted/y.ndjson"));
    for (String name : List.of("x.ndjson", "y.ndjson")) {
      assertThat(bucket.objects("sorted").resolve(name))
          .hasSameBinaryContentAs(folder.resolve("sorted.ndjson"));
    }
    assertThat(bucket.names("spills")).isEmpty();
    assertThat(bucket.names("sorted")).containsExactly("x.ndjson", "y.ndjson");
  }

  @Test
  void inspectsWhatIsOnS3() throws Exception {
    String input = "--input=s3://dumps/inspected";
    assertDone(
        "sort",
        "--input=s3://dumps/in/a.ndjson",
        "--sortBy=revision_dt",
        "--partMiB=3",
        "--compression=gzip",
        "--output=s3://dumps/inspected");
    assertDone("inspect", input);
    Path part = new Published(bucket.objects("inspected")).parts().get(1);
    byte[] bytes = Files.readAllBytes(part);
    bytes[bytes.length / 2] ^= 1;
    Files.write(part, bytes);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertThat(bucket.run(err, bucket.with("inspect", input))).isEqualTo(1);
    assertThat(err.toString(UTF_8))
        .contains("FAILED  Cannot confirm %s: its bytes are others".formatted(part.getFileName()))
        .contains("Not as published: s3://dumps/inspected (2 findings)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "convert | --input=s3://dumps/in/no.xml  | -                    | there is no such object",
        "convert | --input=s3://none/a.xml       | -                    | there is no bucket none",
        "convert | --output=s3://none/x          | s3://dumps/in/%s     | there is no bucket none",
        "convert | --output=s3://none/x.ndjson   | s3://dumps/in/%s     | there is no bucket none",
        "sort    | --input=s3://dumps/in/no.json | -                    | there is no such object",
        "sort    | --work=s3://none/x            | s3://dumps/in/%s     | there is no bucket none",
      })
  void refusesAPlaceThatCannotBeUsed(String command, String wrong, String input, String cause)
      throws Exception {
    String[] arguments = {
      command,
      input.equals("-") ? wrong : "--input=" + input.formatted(DUMP),
      input.equals("-") || !wrong.startsWith("--output") ? "--output=s3://dumps/refused" : wrong,
    };
    if (command.equals("sort")) {
      arguments = and(arguments, "--sortBy=a");
    }
    if (wrong.startsWith("--work")) {
      arguments = and(arguments, wrong);
    }
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertThat(bucket.run(err, bucket.with(arguments))).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .isEqualTo("Cannot use %s: %s\nSee: sluice %s --help\n".formatted(wrong, cause, command));
    assertThat(bucket.names("refused")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  @Timeout(300)
  void leavesNothingWhenItIsStopped(String signal, int exitCode) throws Exception {
    String name = "stopped-" + signal;
    SluiceProcess sort =
        SluiceProcess.start(
            folder,
            S3Server.credentials(),
            List.of(),
            bucket.with(
                "sort",
                "--input=-",
                "--output=s3://dumps/" + name,
                "--sortBy=revision_dt",
                "--sortMemoryMiB=1"));
    sort.feed(Files.readAllBytes(folder.resolve("a.ndjson"))); // And waits for more.
    sort.awaitWhileAlive(
        "a spill",
        () -> bucket.names(name).stream().anyMatch(object -> object.startsWith("_work/sort/")));
    sort.signal(signal);
    sort.await();
    assertThat(sort.exitCode()).as(sort.err()).isEqualTo(exitCode);
    assertThat(sort.err()).isEqualTo("Stopped.\n");
    assertThat(bucket.names(name)).isEmpty();
    bucket.assertNoUnfinishedUploads(name);
  }

  /** Both into a folder on disk and into one on S3. */
  private void assertSameParts(String command, String... options) throws Exception {
    String name = command + "-parts";
    assertDone(and(and(new String[] {command}, options), "--output=" + folder.resolve(name)));
    assertDone(and(and(new String[] {command}, options), "--output=s3://dumps/" + name));
    Published local = new Published(folder.resolve(name));
    Published remote = new Published(bucket.objects(name));
    assertThat(remote.isComplete()).isTrue();
    assertThat(remote.parts()).hasSizeGreaterThan(1).hasSameSizeAs(local.parts());
    assertThat(remote.bytes()).isEqualTo(local.bytes());
    assertThat(bucket.names(name))
        .allMatch(file -> file.matches("part-.*|_SUCCESS|_sluice/manifest.json"));
    bucket.assertNoUnfinishedUploads(name);
  }

  private void assertDone(String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = bucket.run(err, bucket.with(arguments));
    assertThat(exitCode).as(err.toString(UTF_8)).isZero();
  }

  private static String[] and(String[] arguments, String... more) {
    return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
  }

  private static String record(int day) {
    return "{\"revision_dt\":\"2001-01-0%dT00:00:00Z\"}\n".formatted(day);
  }
}
