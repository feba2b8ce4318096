package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.demo.DemoDump;
import dev.sluice.demo.FtpMirror;
import dev.sluice.dump.Dump;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs on Flink that lose a TaskManager, are stopped, or cannot begin. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class FlinkFaultsIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final String[] SORTED = {
    "--sortBy=revision_dt,revision_id", "--partMiB=4", "--keepWork"
  };
  private static final int FILES = 8;
  private static final int SLOW = 5_000; // A file lasts longer than anything that is awaited.

  @TempDir private static Path folder;
  private DemoDump dump;
  private byte[] expected = {};

  @BeforeAll
  void publishInOneProcess() throws Exception {
    dump = DemoDump.write(folder.resolve("mirror"), DUMP, FILES, 3_000_000, 21);
    SluiceProcess run = start("here", dump.root().toString(), SORTED).await();
    assertThat(run.exitCode()).as(run.err()).isZero();
    expected = published("here").bytes();
  }

  @ParameterizedTest
  @CsvSource({
    "Download, default",
    "Convert to JSON, adaptive",
    "Sort runs, default",
    "Merge ranges, adaptive"
  })
  void goesOnWhenATaskManagerIsKilled(String step, String scheduler) throws Exception {
    String name = step.replace(' ', '-');
    try (FlinkCluster cluster =
            FlinkCluster.start(folder.resolve("flink-" + name), scheduler, 2, 6);
        FtpMirror server = FtpMirror.start(dump.root(), 3, 200_000)) {
      String mirrors =
          step.equals("Download")
              ? server.root() + "?connections=3"
              : dump.root() + "?connections=8";
      SluiceProcess run = start(name, mirrors, on(cluster, SORTED));
      String begins = step + " begins: ";
      run.awaitWhileAlive(
          begins, () -> cluster.log(1).contains(begins) || cluster.log(2).contains(begins));
      cluster.taskManager(cluster.log(1).contains(begins) ? 1 : 2).destroyForcibly();
      Map<Path, String> done = results(name);
      cluster.startTaskManager(List.of());
      run.await();
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(published(name).bytes()).isEqualTo(expected);
      assertThat(results(name))
          .as("what was done before is not done again")
          .containsAllEntriesOf(done);
      assertThat(server.highestOpen()).isLessThanOrEqualTo(3);
      assertThat(server.refused()).isZero();
      assertThat(cluster.jobStates()).containsExactly("FINISHED");
      assertThat(cluster.failures()).as("times that the job began again").isPositive();
      try (Stream<Path> left = Files.walk(folder.resolve(name).resolve("testwiki"))) {
        assertThat(left.filter(file -> file.toString().endsWith(".unfinished"))).isEmpty();
      }
    }
  }

  @Test
  void cancelsTheJobWithinFiveSecondsAndGoesOnLater() throws Exception {
    try (FlinkCluster cluster = FlinkCluster.start(folder.resolve("flink-stop"), "default", 2, 6)) {
      try (FtpMirror slow = FtpMirror.start(dump.root(), 3, SLOW)) {
        String mirrors = slow.root() + "?connections=3";
        SluiceProcess run = start("stop", mirrors, on(cluster, SORTED));
        awaitLogged(cluster, run, "Download begins: ");
        SluiceProcess second = start("stop", mirrors, on(cluster, SORTED)).await();
        assertThat(second.exitCode()).as(second.err()).isEqualTo(2);
        run.assertStopsPromptly("INT");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(130);
        assertThat(cluster.jobStates()).containsExactly("CANCELED");
        assertThat(run.err()).doesNotContain("\tat ", "internal error");
        Path slots = work("stop").resolve("slots");
        try (Stream<Path> leases = Files.walk(slots)) {
          assertThat(leases.filter(Files::isRegularFile)).as("slots not given back").isEmpty();
        }
      }
      SluiceProcess again = start("stop", dump.root().toString(), on(cluster, SORTED)).await();
      assertThat(again.exitCode()).as(again.err()).isZero();
      assertThat(published("stop").bytes()).isEqualTo(expected);
      assertThat(cluster.taskManager(1).isAlive()).isTrue();
      assertThat(cluster.taskManager(2).isAlive()).isTrue();
    }
  }

  @Test
  void refusesAJobThatIsAtWorkInTheFolderAndTellsWhenOneIsCancelledFromElsewhere()
      throws Exception {
    try (FlinkCluster cluster =
            FlinkCluster.start(folder.resolve("flink-orphan"), "default", 1, 8);
        FtpMirror slow = FtpMirror.start(dump.root(), 3, SLOW)) {
      String mirrors = slow.root() + "?connections=3";
      SluiceProcess run = start("orphan", mirrors, on(cluster));
      awaitLogged(cluster, run, "Download begins: ");
      run.kill();
      SluiceProcess second = start("orphan", mirrors, on(cluster)).await();
      assertThat(second.exitCode()).isEqualTo(2);
      assertThat(second.err())
          .containsPattern(
              "Cannot run into .*/orphan/.*: Flink job [0-9a-f]{32} is at work there"
                  + " \\(expected one at a time\\)");
      cluster.cancelJobs();
      SluiceProcess third = start("orphan", mirrors, on(cluster));
      cluster.awaitJob("RUNNING");
      cluster.cancelJobs();
      third.await();
      assertThat(third.exitCode()).as(third.err()).isEqualTo(1);
      assertThat(third.err())
          .containsPattern("Flink job [0-9a-f]{32} was cancelled; the same command goes on");
    }
  }

  @Test
  void refusesAFolderThatATaskManagerDoesNotSee() throws Exception {
    boolean root = "root".equals(System.getProperty("user.name"));
    if (!root) {
      System.err.println("SKIPPED FlinkFaultsIT: a mount namespace has to be made by root");
    }
    assumeTrue(root, "a mount namespace has to be made by root");
    Path output = Files.createDirectories(folder.resolve("unseen"));
    try (FlinkCluster cluster =
        FlinkCluster.start(folder.resolve("flink-unseen"), "default", 1, 6)) {
      cluster.startTaskManager(
          List.of(
              "unshare",
              "-m",
              "sh",
              "-c",
              "mount -t tmpfs tmpfs '" + output + "' && exec \"$@\"",
              "sh"));
      cluster.awaitTaskManagers(2);
      SluiceProcess run = start("unseen", dump.root().toString(), on(cluster)).await();
      assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
      assertThat(run.err())
          .contains(
              "Cannot use --output=%s: on ".formatted(output),
              "it is another folder (expected a folder that all TaskManagers share)")
          .doesNotContain("\tat ");
      assertThat(cluster.jobStates()).containsExactly("FAILED");
      try (Stream<Path> left = Files.walk(output)) {
        assertThat(left.filter(file -> file.toString().contains("_sluice-shared"))).isEmpty();
      }
    }
  }

  @Test
  void refusesWhatIsNoClusterOfItsFlink() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String address = "127.0.0.1:" + server.getAddress().getPort();
    server.createContext(
        "/config",
        exchange -> {
          byte[] answer = "{\"flink-version\":\"1.18.0\"}".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      assertRefused(address, "its Flink is 1.18.0 (expected 1.19)");
      server.removeContext("/config");
      assertRefused(
          address,
          "something else than Flink answers there (HTTP status 404; expected a Flink JobManager's"
              + " REST address)");
    } finally {
      server.stop(0);
    }
    assertRefused(
        address, "no answer (connection refused; expected a Flink JobManager's REST address)");
  }

  private void assertRefused(String address, String sentence) throws Exception {
    SluiceProcess run =
        start("refused", dump.root().toString(), "--runner=FlinkRunner", "--flinkMaster=" + address)
            .await();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("Cannot use --flinkMaster=%s: %s\n".formatted(address, sentence))
        .doesNotContain("\tat ");
    assertThat(folder.resolve("refused")).doesNotExist();
  }

  /** Waits until the first TaskManager has logged something. */
  private static void awaitLogged(FlinkCluster cluster, SluiceProcess run, String text) {
    run.awaitWhileAlive(text, () -> cluster.log(1).contains(text));
  }

  /** The results of steps that are in the work folder. */
  private static Map<Path, String> results(String name) throws IOException {
    Map<Path, String> results = new TreeMap<>();
    Path place = work(name).resolve("results");
    if (Files.isDirectory(place)) {
      for (Path step : list(place)) {
        for (Path file : list(step)) {
          if (file.toString().endsWith(".json")) {
            results.put(file, Files.readString(file));
          }
        }
      }
    }
    return results;
  }

  private static List<Path> list(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files.toList();
    }
  }

  private static Path work(String name) {
    return folder.resolve(name).resolve("_work/testwiki-20260101-stub-meta-history");
  }

  private static Published published(String name) {
    return new Published(folder.resolve(name).resolve(DUMP.toString()));
  }

  private static String[] on(FlinkCluster cluster, String... options) {
    return Stream.concat(
            Stream.of("--runner=FlinkRunner", "--flinkMaster=" + cluster.master()),
            Stream.of(options))
        .toArray(String[]::new);
  }

  private static SluiceProcess start(String name, String mirrors, String... options)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--dump=" + DUMP,
                "--mirrors=" + mirrors,
                "--output=" + folder.resolve(name)));
    arguments.addAll(List.of(options));
    return SluiceProcess.start(folder, arguments.toArray(String[]::new));
  }
}
