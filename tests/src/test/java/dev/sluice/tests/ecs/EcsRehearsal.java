package dev.sluice.tests.ecs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The program {@code EcsRehearsal [--jar=FILE] [--port=N] [--pace=brisk|fargate]
 * [--interruptSpot=SHARE]}: an account of AWS on this machine, in which a deployment is rehearsed.
 * It has a cluster, a task definition and a log group, and its tasks are workers out of the jar, as
 * processes. They have the variables {@code AWS_…} of this program, as their role. It ends on
 * SIGINT or SIGTERM, and its tasks with it.
 */
public final class EcsRehearsal {
  static final String CLUSTER = "sluice";
  static final String TASK_DEFINITION = "sluice-worker";
  static final String CONTAINER = "worker";
  static final String LOG_GROUP = "/sluice/workers";

  private static final String IMAGE = "sluice";
  private static final int USAGE = 2;
  private static final int PORT = 4566;
  private static final Duration INTERRUPTED_AFTER = Duration.ofSeconds(10);
  private static final List<String> OPTIONS = List.of("jar", "port", "pace", "interruptSpot");
  private static final Map<String, Pace> PACES =
      Map.of("brisk", Pace.brisk(), "fargate", Pace.ofFargate());

  private EcsRehearsal() {}

  /** See the class. */
  public static void main(String[] args) throws IOException, InterruptedException {
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    Path work = Files.createTempDirectory("ecs-rehearsal-");
    EcsServer server;
    try {
      server = start(options(args), work);
    } catch (IllegalArgumentException e) {
      delete(work);
      System.err.println(e.getMessage());
      System.exit(USAGE);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, work), "ecs-stop"));
    out.printf(
        """
        An account of AWS is at %1$s, with
          cluster %2$s, task definition %3$s, container %4$s, log group %5$s.
        In the shell that starts Sluice:
          export AWS_ENDPOINT_URL_ECS=%1$s AWS_ENDPOINT_URL_CLOUDWATCH_LOGS=%1$s AWS_REGION=%6$s
        Ctrl-C ends it, and its tasks.
        """,
        server.endpoint(),
        CLUSTER,
        TASK_DEFINITION,
        CONTAINER,
        LOG_GROUP,
        server.settings().region());
    new CountDownLatch(1).await();
  }

  private static void stop(EcsServer server, Path work) {
    server.close();
    try {
      delete(work);
    } catch (IOException e) {
      System.err.printf("Cannot delete %s: %s%n", work, e.getMessage());
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static Map<String, String> options(String[] args) {
    Map<String, String> options = new HashMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      String name = arg.startsWith("--") && equals > 0 ? arg.substring(2, equals) : arg;
      if (!OPTIONS.contains(name)) {
        throw new IllegalArgumentException(
            "Cannot use %s (expected --%s)".formatted(arg, String.join("=…, --", OPTIONS) + "=…"));
      }
      options.put(name, arg.substring(equals + 1));
    }
    return options;
  }

  private static EcsServer start(Map<String, String> options, Path work) throws IOException {
    Path jar = Path.of(options.getOrDefault("jar", "pipeline/target/sluice.jar")).toAbsolutePath();
    if (!Files.isRegularFile(jar)) {
      throw new IllegalArgumentException(
          "Cannot use --jar=%s: it is not there (expected what `mvn -q -DskipTests package` makes)"
              .formatted(jar));
    }
    Pace pace = PACES.get(options.getOrDefault("pace", "brisk"));
    if (pace == null) {
      throw new IllegalArgumentException(
          "Cannot use --pace=%s (expected brisk or fargate)".formatted(options.get("pace")));
    }
    double interrupted = number(options, "interruptSpot", 0, 1);
    EcsSettings settings =
        EcsSettings.in(RealTime.ofThisMachine())
            .withPort((int) number(options, "port", PORT, 65_535))
            .withPace(pace)
            .withTaskRole(role())
            .withImage(IMAGE, worker(work, jar));
    EcsServer server = EcsServer.start(settings);
    server.registerTaskDefinition(definition(settings.region()));
    server.script().interruptSpot(interrupted, INTERRUPTED_AFTER, 0);
    return server;
  }

  private static double number(
      Map<String, String> options, String name, double otherwise, double most) {
    String text = options.getOrDefault(name, String.valueOf(otherwise));
    try {
      double number = Double.parseDouble(text);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new IllegalArgumentException(
        "Cannot use --%s=%s (expected a number from 0 to %.0f)".formatted(name, text, most));
  }

  /** What its workers may do is what the variables of this program allow. */
  private static Map<String, String> role() {
    return System.getenv().entrySet().stream()
        .filter(variable -> variable.getKey().startsWith("AWS_"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Program worker(Path work, Path jar) {
    return Processes.in(
        work,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-cp",
        jar.toString(),
        "dev.sluice.worker.Worker");
  }

  private static String definition(String region) {
    return """
        {"family": "%s", "cpu": "1024", "memory": "2048", "networkMode": "awsvpc",
         "requiresCompatibilities": ["FARGATE"],
         "containerDefinitions": [{"name": "%s", "image": "%s", "essential": true,
           "stopTimeout": 120,
           "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "%s",
             "awslogs-region": "%s", "awslogs-stream-prefix": "sluice"}}}]}
        """
        .formatted(TASK_DEFINITION, CONTAINER, IMAGE, LOG_GROUP, region);
  }
}
