package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.DemoDump;
import dev.sluice.demo.FtpMirror;
import dev.sluice.dump.Dump;
import dev.sluice.storage.FaultyS3;
import dev.sluice.storage.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code run} and {@code uploads} with output and work on S3. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3IT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final List<String> SMALL_HEAP = List.of("-Xmx256m");

  @TempDir private static Path folder;
  private S3Bucket bucket;
  private DemoDump dump;
  private DemoDump large;

  @BeforeAll
  void start() throws Exception {
    bucket = S3Bucket.start(folder.resolve("s3"));
    dump = DemoDump.write(folder.resolve("mirror"), DUMP, 6, 4_500_000, 3);
    large = DemoDump.write(folder.resolve("large"), DUMP, 1, 60_000_000, 3);
  }

  @AfterAll
  void stop() throws Exception {
    bucket.close();
  }

  /** Sorted by another key than the dump's order: runs are sorted and merged on S3 as well. */
  @ParameterizedTest
  @CsvSource({"same, false", "same-on-the-fly, true"})
  void publishesTheSameBytesAsOnDiskInASmallHeap(String name, boolean onTheFly) throws Exception {
    Path output = folder.resolve("local-" + name);
    assertDone(run(List.of(arguments("--output=" + output))));
    String place = "s3://dumps/" + name;
    String[] remotely = arguments("--output=" + place, "--onTheFly=" + onTheFly);
    assertDone(run(bucket.with(remotely)));
    Published local = new Published(output.resolve(DUMP.toString()));
    Published remote = new Published(bucket.objects(name).resolve(DUMP.toString()));
    assertThat(remote.isComplete()).isTrue();
    assertThat(digests(remote)).hasSizeGreaterThan(2).isEqualTo(digests(local));
    assertThat(remote.bytes()).isEqualTo(local.bytes());
    assertThat(bucket.names(name))
        .allMatch(
            object ->
                object.matches(DUMP + "/(part-.*|_SUCCESS|_sluice/(manifest.json|report.html))"));
    bucket.assertNoUnfinishedUploads(name);

    SluiceProcess again = run(bucket.with(remotely));
    assertThat(again.err())
        .startsWith("Nothing to do: %s is complete in %s/%s (".formatted(DUMP, place, DUMP));
    assertHoldsNoCredentials(
        folder.resolve("s3/dumps").resolve(name), again.err(), remote.manifest().toString());
  }

  @Test
  void keepsOutputAndWorkInDifferentPlaces() throws Exception {
    Path output = folder.resolve("mixed");
    assertDone(run(bucket.with(arguments("--output=" + output, "--work=s3://dumps/mixed"))));
    assertThat(new Published(output.resolve(DUMP.toString())).isComplete()).isTrue();
    assertThat(bucket.names("mixed")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3://none/x|test-secret|there is no bucket none",
        "s3://dumps/x|wrong-secret|S3 refuses the credentials (SignatureDoesNotMatch)",
        "s3://dumps/x|''|no AWS credentials were found (expected AWS_ACCESS_KEY_ID and"
            + " AWS_SECRET_ACCESS_KEY, a profile, or a role)"
      })
  void refusesAPlaceThatCannotBeUsed(String output, String secret, String cause) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString());
    if (!secret.isEmpty()) {
      environment.put("AWS_ACCESS_KEY_ID", "test-key-id");
      environment.put("AWS_SECRET_ACCESS_KEY", secret);
    }
    SluiceProcess run =
        SluiceProcess.start(
                folder, environment, SMALL_HEAP, bucket.with(arguments("--output=" + output)))
            .await();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo("Cannot use --output=%s: %s\nSee: sluice run --help\n".formatted(output, cause));
    assertThat(bucket.names("x")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  @Timeout(300)
  void abortsItsUploadsWhenItIsStopped(String signal, int exitCode) throws Exception {
    assertAbortsWhenStopped("stopped-" + signal, signal, exitCode, bucket);
  }

  /** The first upload of the process: it knows its id when it is ending already. */
  @Test
  @Timeout(300)
  void abortsAnUploadThatIsBeginningWhenItIsStopped() throws Exception {
    try (FaultyS3 late = FaultyS3.before(bucket.endpoint())) {
      late.answerLate(line -> line.startsWith("POST ") && line.contains("?uploads"));
      assertAbortsWhenStopped("beginning", "TERM", 143, bucket.through(late.endpoint()));
    }
  }

  private void assertAbortsWhenStopped(String name, String signal, int exitCode, S3Bucket way)
      throws Exception {
    try (FtpMirror slow = FtpMirror.start(large.root(), 2, 700_000)) {
      SluiceProcess run =
          SluiceProcess.start(
              folder,
              S3Server.credentials(),
              SMALL_HEAP,
              way.with(
                  "run",
                  "--dump=" + DUMP,
                  "--mirrors=" + slow.root(),
                  "--output=s3://dumps/" + name));
      run.awaitWhileAlive(
          "an unfinished upload", () -> bucket.uploads(name).startsWith("1 unfinished"));
      run.signal(signal);
      run.await();
      assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    }
    bucket.assertNoUnfinishedUploads(name);
    assertThat(bucket.names(name)).as("what is seen, its lock among it").isEmpty();
  }

  private SluiceProcess run(List<String> arguments) throws Exception {
    return SluiceProcess.start(folder, S3Server.credentials(), SMALL_HEAP, arguments).await();
  }

  private String[] arguments(String... places) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--dump=" + DUMP,
                "--mirrors=" + dump.root().toUri() + "?connections=6",
                "--sortBy=revision_dt",
                "--partMiB=13"));
    arguments.addAll(List.of(places));
    return arguments.toArray(String[]::new);
  }

  private static void assertDone(SluiceProcess run) throws IOException {
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private static List<String> digests(Published published) throws IOException {
    List<String> digests = new ArrayList<>();
    published.manifest().get("parts").findValuesAsText("sha256").forEach(digests::add);
    return digests;
  }

  private static void assertHoldsNoCredentials(Path objects, String... texts) throws IOException {
    for (String secret : S3Server.credentials().values()) {
      assertThat(texts).noneMatch(text -> text.contains(secret));
      try (Stream<Path> files = Files.walk(objects)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          if (!file.getFileName().toString().startsWith("part-")) {
            assertThat(Files.readString(file, UTF_8)).doesNotContain(secret);
          }
        }
      }
    }
  }
}
