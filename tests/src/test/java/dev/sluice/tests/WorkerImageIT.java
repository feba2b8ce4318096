package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.demo.DemoDump;
import dev.sluice.demo.FtpMirror;
import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.Replica;
import dev.sluice.fetch.DownloadFile;
import dev.sluice.fetch.DownloadRequest;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepTask;
import dev.sluice.storage.S3Server;
import dev.sluice.storage.StorageByScheme;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The worker's image as a container, with what the task definition allows it. */
@Tag("long")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkerImageIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final int USER = 10_001;

  @TempDir private static Path folder;
  private WorkerImage image;

  @BeforeAll
  void build() throws Exception {
    Optional<String> absence = WorkerImage.absence();
    absence.ifPresent(reason -> System.err.println("SKIPPED WorkerImageIT: " + reason));
    assumeTrue(absence.isEmpty(), absence.orElse(""));
    image = WorkerImage.build(Files.createDirectory(folder.resolve("image")));
  }

  @AfterAll
  void close() throws IOException {
    if (image != null) {
      image.close();
    }
  }

  /** The conversion that a worker on this machine did before. */
  @Test
  void convertsAsAUserOfItsOwnInLittleMemoryAndWithoutNetwork() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 1, 2_000_000, 3);
    WorkerRuns runs = new WorkerRuns(folder, DUMP);
    runs.withWorkers("out", dump.root().toString(), "--keepWork=true");
    Path work = runs.staging("out");
    Path staged = only(work, "runs/[^/]+/.*|runs/[^/]+");
    byte[] expected = Files.readAllBytes(staged);
    Files.delete(staged);
    Files.delete(only(work, "results/Convert.*"));
    Path task = only(work, "tasks/.*/Convert-to-JSON/.*/task.json");
    giveAway(folder.resolve("out"));

    WorkerImage.Container container =
        image.start(
            "converts",
            List.of("--network=none", "--memory=512m", mount(folder.resolve("out"))),
            List.of(task.toUri().toString()));
    assertThat(container.exitCode()).as(container.said()).isZero();
    assertThat(container.said()).contains("\"kind\":\"END\"", "Done after ");
    assertThat(staged).hasBinaryContent(expected);
    assertThat(Files.getAttribute(staged, "unix:uid")).isEqualTo(USER);
    image.remove(container);
  }

  /** The flags are the image's own; what they come to is told instead of work. */
  @Test
  void leavesAQuarterOfTheContainersMemoryAndWritesNowhereButInTmp() throws Exception {
    String entry = image.inspect("{{join .Config.Entrypoint \" \"}}");
    List<String> flags = List.of(entry.substring(0, entry.indexOf(" -cp ")).split(" ", -1));
    assertThat(flags.get(0)).isEqualTo("java");
    assertThat(image.inspect("{{.Config.User}}")).isEqualTo(USER + ":" + USER);
    String heap = java("heap", flags, List.of("--memory=512m"), "-XX:+PrintFlagsFinal").said();
    assertThat(heap).containsPattern("MaxHeapSize += 402653184 ");
    String log = "-Xlog:gc:file=%s/gc.log";
    assertThat(java("tmp", flags, List.of(), log.formatted("/tmp")).exitCode()).isZero();
    // Root could, if it were not read-only.
    List<String> root = List.of("--user=0");
    assertThat(java("opt", flags, root, log.formatted("/opt/sluice")).said())
        .contains("Read-only file system");
  }

  private WorkerImage.Container java(
      String name, List<String> flags, List<String> options, String flag) throws Exception {
    List<String> all = new ArrayList<>(options);
    all.add("--entrypoint=java");
    List<String> arguments = new ArrayList<>(flags.subList(1, flags.size()));
    arguments.add(flag);
    arguments.add("-version");
    WorkerImage.Container container = image.start(name, all, arguments);
    container.exitCode();
    image.remove(container);
    return container;
  }

  /** In the middle of an upload: nothing of it is left, the slot is free, and it can go on. */
  @Test
  void stopsOnTerminationAndLeavesTheStepResumable() throws Exception {
    byte[] bytes = new byte[24_000_000];
    new Random(5).nextBytes(bytes);
    Path served = Files.createDirectory(folder.resolve("served"));
    Files.write(served.resolve("file"), bytes);
    try (S3Bucket s3 = S3Bucket.start(folder.resolve("s3"));
        FtpMirror mirror = FtpMirror.start(served, 1, 4_000_000)) {
      List<String> arguments = s3.with();
      StepTask task = download(StorageByScheme.of(arguments), mirror.root(), bytes.length);
      arguments.add(0, task.place().toString());
      List<String> options = new ArrayList<>(List.of("--network=host", "--env=AWS_REGION=a"));
      S3Server.credentials().forEach((key, value) -> options.add("--env=" + key + "=" + value));

      WorkerImage.Container first = image.start("first", options, arguments);
      await("an upload")
          .atMost(Duration.ofMinutes(1))
          .failFast(() -> assertThat(first.process().isAlive()).as(first.said()).isTrue())
          .until(() -> s3.uploads("work").startsWith("1 unfinished upload "));
      image.stop(first, 20);
      assertThat(first.exitCode()).as("SIGTERM's, and not SIGKILL's").isEqualTo(143);
      assertThat(first.said()).contains("Stopped").doesNotContain("Done after");
      s3.assertNoUnfinishedUploads("work");
      assertThat(s3.names("work")).noneMatch(name -> name.matches("(raw|results)/.*"));
      s3.assertSlotsGivenBack("work");
      image.remove(first);

      WorkerImage.Container second = image.start("second", options, arguments);
      assertThat(second.exitCode()).as(second.said()).isZero();
      assertThat(s3.objects("work/raw/file")).hasBinaryContent(bytes);
      image.remove(second);
    }
  }

  private static StepTask download(StorageByScheme storage, URI root, long length)
      throws IOException {
    StepEnvironment environment =
        new StepEnvironment("run-1", storage, URI.create("s3://dumps/work/"));
    URI slots = environment.work().slots();
    Mirror mirror = new Mirror(root, 1);
    DumpFile file =
        new DumpFile(DUMP, 0, "file", length, null, List.of(new Replica(mirror, "file")));
    StepTask task =
        StepTask.of(
            environment,
            new DownloadFile("run-1", MirrorSlots.leased(storage.versioned(), slots)),
            new DownloadRequest(file, URI.create("s3://dumps/work/raw/")),
            "f".repeat(64),
            1);
    task.put(storage);
    return task;
  }

  /** The same path in the container. */
  private static String mount(Path path) {
    return "--volume=%1$s:%1$s".formatted(path);
  }

  private static Path only(Path root, String pattern) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> found =
          files
              .filter(Files::isRegularFile)
              .filter(file -> root.relativize(file).toString().matches(pattern))
              .toList();
      assertThat(found).as(pattern).hasSize(1);
      return found.get(0);
    }
  }

  /** To the image's user. */
  private static void giveAway(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Files.setAttribute(file, "unix:uid", USER);
      }
    }
  }
}
