package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.storage.S3Server;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A real Flink cluster on loopback, out of Maven's jars: a JobManager and TaskManagers, each a
 * process. All of them end with it.
 */
final class FlinkCluster implements AutoCloseable {
  private static final Duration MOST = Duration.ofMinutes(3);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Flink's jars and what they need, as Maven's repository names them. */
  private static final List<String> JARS =
      List.of(
          "/org/apache/flink/",
          "/org/apache/commons/",
          "/commons-cli/",
          "/commons-collections/",
          "/commons-io/",
          "/com/esotericsoftware/",
          "/com/google/code/findbugs/",
          "/com/twitter/",
          "/org/javassist/",
          "/org/lz4/",
          "/org/objenesis/",
          "/org/slf4j/",
          "/org/snakeyaml/",
          "/org/xerial/");

  /** What Flink's scripts open. */
  private static final List<String> OPENS =
      Stream.concat(
              Stream.of(
                      "java.lang",
                      "java.lang.reflect",
                      "java.net",
                      "java.io",
                      "java.nio",
                      "sun.nio.ch",
                      "java.text",
                      "java.time",
                      "java.util",
                      "java.util.concurrent",
                      "java.util.concurrent.atomic",
                      "java.util.concurrent.locks")
                  .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED"),
              Stream.of("--add-exports=java.base/sun.net.util=ALL-UNNAMED"))
          .toList();

  private final Path folder;
  private final int restPort;
  private final int slots;
  private final Thread atExit;
  private final List<Process> processes = new ArrayList<>();
  private int taskManagers;

  private FlinkCluster(Path folder, int restPort, int slots) {
    this.folder = folder;
    this.restPort = restPort;
    this.slots = slots;
    this.atExit = new Thread(this::end);
    Runtime.getRuntime().addShutdownHook(atExit); // Also when the tests are stopped.
  }

  /**
   * Starts a JobManager and TaskManagers and waits until they know each other.
   *
   * @param folder for configuration and logs
   * @param scheduler {@code default} or {@code adaptive}
   * @param slots of each TaskManager
   */
  static FlinkCluster start(Path folder, String scheduler, int taskManagers, int slots)
      throws Exception {
    Files.createDirectories(folder.resolve("tmp"));
    FlinkCluster cluster = new FlinkCluster(folder, LoopbackPorts.free(), slots);
    try {
      cluster.configure(scheduler, LoopbackPorts.free());
      cluster.launch(
          "jobmanager",
          List.of(),
          List.of("-Xmx400m"),
          "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint");
      for (int i = 0; i < taskManagers; i++) {
        cluster.startTaskManager(List.of());
      }
      cluster.awaitTaskManagers(taskManagers);
      return cluster;
    } catch (Exception | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  /**
   * Starts another TaskManager; it registers later.
   *
   * @param wrapper a command to run it under; none for none
   * @return its process, which is the wrapper if there is one
   */
  Process startTaskManager(List<String> wrapper) throws IOException {
    String id = "tm" + ++taskManagers;
    return launch(
        id,
        wrapper,
        List.of("-Xmx640m", "-XX:MaxDirectMemorySize=320m", "-XX:TieredStopAtLevel=1"),
        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
        "-D",
        "taskmanager.resource-id=" + id);
  }

  /** Waits until so many TaskManagers are there, and all of their slots. */
  void awaitTaskManagers(int count) {
    awaiting(count + " TaskManagers, by the logs in " + folder)
        .until(
            () -> get("/overview"),
            overview ->
                overview.path("taskmanagers").asInt() == count
                    && overview.path("slots-total").asInt() == count * slots);
  }

  /** The JobManager's REST address. */
  String master() {
    return "127.0.0.1:" + restPort;
  }

  /** What the JobManager answers. */
  JsonNode get(String path) throws IOException {
    return JSON.readTree(URI.create("http://" + master() + path).toURL());
  }

  /** The states of all jobs that were ever submitted. */
  List<String> jobStates() throws IOException {
    return get("/jobs/overview").path("jobs").findValuesAsText("state");
  }

  /** How often the jobs failed, to begin again or not. */
  int failures() throws IOException {
    int failures = 0;
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      JsonNode history = get("/jobs/" + job.path("jid").asText() + "/exceptions");
      failures += history.path("exceptionHistory").path("entries").size();
    }
    return failures;
  }

  /** Waits until a job is in this state. */
  void awaitJob(String state) {
    awaiting("a job that is " + state).until(() -> jobStates().contains(state));
  }

  private ConditionFactory awaiting(String what) {
    return Awaitility.await(what)
        .atMost(MOST)
        .ignoreExceptionsInstanceOf(IOException.class) // It does not listen, or is not ready yet.
        .failFast(this::assertJobManagerRuns);
  }

  private void assertJobManagerRuns() throws IOException {
    if (!processes.get(0).isAlive()) {
      List<String> log = Files.readAllLines(folder.resolve("jobmanager.log"), UTF_8);
      throw new AssertionError(
          "the JobManager has ended with exit code %d:%n%s"
              .formatted(
                  processes.get(0).exitValue(),
                  String.join("\n", log.subList(Math.max(0, log.size() - 40), log.size()))));
    }
  }

  /** Cancels all jobs that run, as somebody else might, and waits for their ends. */
  void cancelJobs() throws Exception {
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      if (job.path("state").asText().equals("RUNNING")) {
        URI uri = URI.create("http://" + master() + "/jobs/" + job.path("jid").asText());
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(uri).method("PATCH", BodyPublishers.noBody()).build(),
                BodyHandlers.discarding());
      }
    }
    awaiting("the jobs' ends")
        .until(() -> jobStates().stream().allMatch(state -> state.equals("CANCELED")));
  }

  /** A TaskManager's process: 1 is the first. */
  Process taskManager(int number) {
    return processes.get(number);
  }

  /** What a TaskManager logged. */
  String log(int number) throws IOException {
    return Files.readString(folder.resolve("tm" + number + ".log"), UTF_8);
  }

  private Process launch(
      String name, List<String> wrapper, List<String> jvm, String main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
    command.addAll(OPENS);
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=info");
    command.add("-Dorg.slf4j.simpleLogger.showDateTime=true");
    command.addAll(List.of("-cp", classPath(), main, "--configDir", folder.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile());
    builder.environment().putAll(S3Server.credentials()); // For what is on S3.
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private void configure(String scheduler, int rpcPort) throws IOException {
    Files.write(
        folder.resolve("config.yaml"),
        List.of(
            "jobmanager.rpc.address: 127.0.0.1",
            "jobmanager.rpc.port: " + rpcPort,
            "jobmanager.bind-host: 127.0.0.1",
            "jobmanager.scheduler: " + scheduler,
            "rest.address: 127.0.0.1",
            "rest.bind-address: 127.0.0.1",
            "rest.port: " + restPort,
            "taskmanager.host: 127.0.0.1",
            "taskmanager.bind-host: 127.0.0.1",
            "taskmanager.numberOfTaskSlots: " + slots,
            "taskmanager.cpu.cores: 1.0",
            "taskmanager.memory.task.heap.size: 512m",
            "taskmanager.memory.task.off-heap.size: 0m",
            "taskmanager.memory.managed.size: 32m",
            "taskmanager.memory.network.min: 192m",
            "taskmanager.memory.network.max: 192m",
            "taskmanager.memory.framework.heap.size: 128m",
            "taskmanager.memory.framework.off-heap.size: 128m",
            "taskmanager.memory.jvm-metaspace.size: 256m",
            "taskmanager.memory.jvm-overhead.min: 192m",
            "taskmanager.memory.jvm-overhead.max: 192m",
            "heartbeat.interval: 2000",
            "heartbeat.timeout: 10000",
            "io.tmp.dirs: " + folder.resolve("tmp")));
  }

  private static String classPath() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return String.join(
        File.pathSeparator,
        Stream.of(all.split(File.pathSeparator))
            .filter(entry -> JARS.stream().anyMatch(entry::contains))
            .toList());
  }

  private void end() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    end();
    for (Process process : processes) {
      process.onExit().join();
    }
  }
}
