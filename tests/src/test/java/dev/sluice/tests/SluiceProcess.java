package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pipeline.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The program as users start it: {@code java -jar sluice.jar …} in a process of its own. */
final class SluiceProcess {
  private static final long TIMEOUT_MINUTES = 10;

  /** Within which a run that is told to stop has ended, on a machine that has time for it. */
  private static final Duration PROMPTLY = Duration.ofSeconds(5);

  /** What no such machine takes to start a JVM. */
  private static final Duration JVM_START = Duration.ofMillis(300);

  /** SIGINT in a mask of signals. */
  private static final long INTERRUPT = 1 << 1;

  private static final Queue<Process> STARTED = new ConcurrentLinkedQueue<>();

  static {
    // Some would go on for hours when the tests are stopped.
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> STARTED.forEach(Process::destroyForcibly)));
  }

  private final Process process;
  private final Path out;
  private final Path err;

  private SluiceProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Runs a command to its end. */
  static SluiceProcess run(Path folder, String... arguments)
      throws IOException, InterruptedException {
    return start(folder, arguments).await();
  }

  /** Starts a command. */
  static SluiceProcess start(Path folder, String... arguments) throws IOException {
    return start(folder, List.of(), List.of(arguments));
  }

  /** Starts a command in a JVM with these options. */
  static SluiceProcess start(Path folder, List<String> jvmOptions, List<String> arguments)
      throws IOException {
    return start(folder, Map.of(), jvmOptions, arguments);
  }

  /** Starts a command with this environment beside the test's own. */
  static SluiceProcess start(
      Path folder, Map<String, String> environment, List<String> jvmOptions, List<String> arguments)
      throws IOException {
    return start(folder, environment, jvmOptions, List.of("-jar", jar().toString()), arguments);
  }

  /** Starts a command with the test's classes beside its own, and this JVM option. */
  static SluiceProcess startToFailPoint(
      Path folder, Map<String, String> environment, String jvmOption, List<String> arguments)
      throws IOException {
    List<String> main = List.of("-cp", classPath(), "dev.sluice.pipeline.Sluice");
    return start(folder, environment, List.of(jvmOption), main, arguments);
  }

  /** Starts a command over a storage that kills it after its n-th side effect; 0 for never. */
  static SluiceProcess startToFailPoint(Path folder, int n, List<String> arguments)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(String.valueOf(n)));
    all.addAll(arguments);
    return start(folder, Map.of(), FailPointStorage.Main.class, all);
  }

  /** Starts a program of the test's own, with the jar beside it. */
  static SluiceProcess start(
      Path folder, Map<String, String> environment, Class<?> program, List<String> arguments)
      throws IOException {
    List<String> main = List.of("-cp", classPath(), program.getName());
    return start(folder, environment, List.of(), main, arguments);
  }

  private static String classPath() {
    return jar()
        + System.getProperty("path.separator")
        + Path.of("target/test-classes").toAbsolutePath();
  }

  /** Runs a command whose classes are sought in a folder before the jar. */
  static SluiceProcess runBehind(Path folder, Path classes, String... arguments)
      throws IOException, InterruptedException {
    String classPath = classes + System.getProperty("path.separator") + jar();
    return start(
            folder,
            Map.of(),
            List.of(),
            List.of("-cp", classPath, Sluice.class.getName()),
            List.of(arguments))
        .await();
  }

  private static SluiceProcess start(
      Path folder,
      Map<String, String> environment,
      List<String> jvmOptions,
      List<String> main,
      List<String> arguments)
      throws IOException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    List<String> command = new ArrayList<>();
    if (ignoresInterrupts()) {
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.add(java());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
    command.addAll(jvmOptions);
    command.addAll(main);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    STARTED.add(process);
    return new SluiceProcess(process, out, err);
  }

  /**
   * Whether SIGINT is ignored here, as in a script's background, and would be by what is started.
   */
  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    String ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElse("SigIgn: 0");
    return (Long.parseUnsignedLong(ignored.substring(7).strip(), 16) & INTERRUPT) != 0;
  }

  /** Waits for its end. */
  SluiceProcess await() throws IOException, InterruptedException {
    if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException("sluice did not end in time: " + err());
    }
    return this;
  }

  /** Waits for something that comes about while it runs. */
  void awaitWhileAlive(String what, Callable<Boolean> state) {
    Awaitility.await(what)
        .atMost(Duration.ofMinutes(TIMEOUT_MINUTES))
        .pollInterval(Duration.ofMillis(20))
        .pollInSameThread()
        .failFast(() -> assertThat(isAlive()).as("%s is awaited: %s", what, err()).isTrue())
        .until(state);
  }

  /** Ends it as {@code kill -9} does, and waits for its end. */
  SluiceProcess kill() throws IOException, InterruptedException {
    process.destroyForcibly();
    return await();
  }

  /** Sends it a signal, such as {@code INT}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  /** Writes to its standard input, which stays open. */
  void feed(byte[] bytes) throws IOException {
    process.getOutputStream().write(bytes);
    process.getOutputStream().flush();
  }

  /**
   * Sends it a signal, such as {@code INT}, upon which it has to end within 5 s: in proportion on a
   * machine that is slow at the moment, by what the start of a JVM takes right after.
   */
  void assertStopsPromptly(String signal) throws IOException, InterruptedException {
    long signalled = System.nanoTime();
    signal(signal);
    await();
    Duration took = Duration.ofNanos(System.nanoTime() - signalled);
    assertThat(took).isLessThan(PROMPTLY.multipliedBy(slowness()));
  }

  private static long slowness() throws IOException, InterruptedException {
    long started = System.nanoTime();
    new ProcessBuilder(java(), "-version")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    return 1 + Duration.ofNanos(System.nanoTime() - started).dividedBy(JVM_START);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The worker processes that it has now. */
  List<WorkerHandle> workers() {
    return process.descendants().flatMap(WorkerHandle::of).toList();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int exitCode() {
    return process.exitValue();
  }

  /** What it printed to standard output. */
  String out() throws IOException {
    return Files.readString(out, UTF_8);
  }

  /** What it printed to standard error. */
  String err() throws IOException {
    return Files.readString(err, UTF_8);
  }

  /** The packaged program. */
  static Path jar() {
    Path jar = Path.of(System.getProperty("sluice.jar", "../pipeline/target/sluice.jar"));
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(
          "No %s: run `mvn -q -DskipTests package` first".formatted(jar.toAbsolutePath()));
    }
    return jar.toAbsolutePath().normalize();
  }
}
