package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * An installed server's process on loopback, with its log. Debian's FTP servers exclude each other:
 * {@code .ci/run} unpacks some into a folder of their own.
 */
final class LoopbackServer implements AutoCloseable {
  private static final Path UNPACKED = Path.of("/opt/sluice-servers");

  private final Process process;
  private final Path log;
  private final int port;

  private LoopbackServer(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** Why a server cannot be started here, if it cannot. */
  static Optional<String> absence(String name) {
    if (program(name).isEmpty()) {
      return Optional.of("%s is not installed (.ci/run does it)".formatted(name));
    }
    return "root".equals(System.getProperty("user.name"))
        ? Optional.empty()
        : Optional.of(name + " has to be started by root");
  }

  private static Optional<Path> program(String name) {
    return Stream.of(Path.of("/usr/sbin"), UNPACKED.resolve("usr/sbin"))
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts one, and waits until it accepts connections. */
  static LoopbackServer start(String name, int port, Path folder, List<String> options)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(program(name).orElseThrow().toString());
    builder.command().addAll(options);
    builder.environment().put("LD_LIBRARY_PATH", UNPACKED + "/usr/lib/x86_64-linux-gnu");
    Path console = folder.resolve("console.log");
    Process process = builder.redirectErrorStream(true).redirectOutput(console.toFile()).start();
    LoopbackServer server = new LoopbackServer(process, folder.resolve("server.log"), port);
    try {
      Awaitility.await(name + " on port " + port)
          .atMost(Duration.ofMinutes(1))
          .failFast(name + " has ended, see " + console, () -> !process.isAlive())
          .ignoreExceptionsMatching(e -> e instanceof java.net.ConnectException)
          .until(
              () -> {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                  socket.getOutputStream().write("QUIT\r\n\r\n".getBytes(UTF_8));
                  socket.getInputStream().readAllBytes();
                  return true;
                }
              });
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  int port() {
    return port;
  }

  /** The server's own log. */
  List<String> log() throws IOException {
    return Files.exists(log) ? Files.readAllLines(log, UTF_8) : List.of();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
