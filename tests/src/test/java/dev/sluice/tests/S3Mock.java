package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * An s3mock, which knows lifecycle rules but no signatures. It opens a port on all addresses, so it
 * has a network of its own, and so has whoever speaks to it.
 */
final class S3Mock implements AutoCloseable {
  static final String ENDPOINT = "http://127.0.0.1:9090";
  private static final List<String> NEEDED = List.of("unshare", "nsenter", "ip", "curl");
  private static final long TIMEOUT_SECONDS = 120;

  private final Process server;

  private S3Mock(Process server) {
    this.server = server;
  }

  /** Why there is none here; empty if there is. */
  static Optional<String> absence() throws IOException, InterruptedException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("a network of its own has to be made by root");
    }
    Optional<String> missing =
        NEEDED.stream()
            .filter(
                program ->
                    Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
                        .noneMatch(folder -> Files.exists(Path.of(folder, program))))
            .map(program -> program + " is not installed")
            .findFirst();
    if (missing.isEmpty()
        && new ProcessBuilder("unshare", "--net", "true").start().waitFor() != 0) {
      return Optional.of("no network of its own can be made");
    }
    return missing;
  }

  static S3Mock start(Path folder) throws IOException {
    Path log = folder.resolve("s3mock.log");
    String script =
        "ip link set lo up && exec '%s' -XX:TieredStopAtLevel=1 -Djava.io.tmpdir='%s' -jar '%s' --server.address=127.0.0.1"
            .formatted(java(), folder, jar());
    S3Mock mock =
        new S3Mock(
            new ProcessBuilder("unshare", "--net", "sh", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
    boolean answers = false;
    try {
      mock.awaitAnswer(log);
      answers = true;
      return mock;
    } finally {
      if (!answers) {
        mock.close();
      }
    }
  }

  private void awaitAnswer(Path log) {
    Awaitility.await("s3mock")
        .atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
        .pollInSameThread()
        .failFast(() -> assertThat(server.isAlive()).as(Files.readString(log)).isTrue())
        .until(() -> process("curl", "-sf", ENDPOINT + "/").waitFor() == 0);
  }

  /** Runs Sluice in the server's network; all that it says, once it ended well. */
  String sluice(String... arguments) throws IOException, InterruptedException {
    String[] java = {java(), "-XX:TieredStopAtLevel=1", "-jar", SluiceProcess.jar().toString()};
    return run(Stream.concat(Stream.of(java), Stream.of(arguments)).toArray(String[]::new));
  }

  /** Asks the server; its answer. */
  String curl(String... arguments) throws IOException, InterruptedException {
    return run(
        Stream.concat(Stream.of("curl", "-sSf"), Stream.of(arguments)).toArray(String[]::new));
  }

  private String run(String... command) throws IOException, InterruptedException {
    Process process = process(command);
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("%s failed: %s".formatted(String.join(" ", command), said));
    }
    return said;
  }

  private Process process(String... command) throws IOException {
    Stream<String> inside = Stream.of("nsenter", "--net=/proc/%d/ns/net".formatted(server.pid()));
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(inside, Stream.of(command)).toList())
            .redirectErrorStream(true);
    builder.environment().putAll(S3Server.credentials());
    return builder.start();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String jar() {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(classPath.split(System.getProperty("path.separator")))
        .filter(entry -> entry.matches(".*/s3mock-[^/]*-exec\\.jar"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no s3mock on the class path"));
  }

  @Override
  public void close() {
    server.destroyForcibly().onExit().join();
  }
}
