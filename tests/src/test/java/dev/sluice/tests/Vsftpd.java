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
 * A real vsftpd on loopback: anonymous, read-only, with a cap on connections per address. It must
 * be started by root, as vsftpd demands; {@link #absence()} says what is missing on this machine.
 */
final class Vsftpd implements AutoCloseable {
  private final Process process;
  private final Path log;
  private final int port;

  private Vsftpd(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** Why no vsftpd can be started here, if none can. */
  static Optional<String> absence() {
    boolean installed =
        Stream.of("/usr/sbin/vsftpd", "/usr/bin/vsftpd").anyMatch(p -> Files.exists(Path.of(p)));
    if (!installed) {
      return Optional.of("vsftpd is not installed (apt-get install vsftpd)");
    }
    return "root".equals(System.getProperty("user.name"))
        ? Optional.empty()
        : Optional.of("vsftpd has to be started by root");
  }

  /** Serves a folder; a client address may have so many connections at a time. */
  static Vsftpd serve(Path root, int connections) throws IOException {
    return serve(root, connections, 0);
  }

  /** The same, with each connection as slow as this; 0 for as fast as it goes. */
  static Vsftpd serve(Path root, int connections, int bytesPerSecond) throws IOException {
    Path folder = Files.createTempDirectory("vsftpd");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path log = folder.resolve("vsftpd.log");
    int port = LoopbackPorts.free();
    Path configuration = folder.resolve("vsftpd.conf");
    Files.write(
        configuration,
        List.of(
            "listen=YES",
            "listen_address=127.0.0.1",
            "listen_port=" + port,
            "background=NO",
            "anonymous_enable=YES",
            "no_anon_password=YES",
            "local_enable=NO",
            "write_enable=NO",
            "anon_root=" + root.toAbsolutePath(),
            "secure_chroot_dir=" + empty,
            "max_per_ip=" + connections,
            "anon_max_rate=" + bytesPerSecond,
            "pasv_address=127.0.0.1",
            "xferlog_enable=YES",
            "log_ftp_protocol=YES",
            "vsftpd_log_file=" + log,
            "seccomp_sandbox=NO"));
    Process process =
        new ProcessBuilder("vsftpd", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("console.log").toFile())
            .start();
    Vsftpd server = new Vsftpd(process, log, port);
    try {
      server.awaitListening();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  String root() {
    return "ftp://127.0.0.1:" + port + "/";
  }

  /** The server's own protocol log. */
  List<String> log() throws IOException {
    return Files.exists(log) ? Files.readAllLines(log, UTF_8) : List.of();
  }

  /** How many connections the server refused, by its own log. */
  long refused() throws IOException {
    return log().stream()
        .filter(line -> line.contains("\"421 ") || line.contains("\"530 "))
        .count();
  }

  /** How many files were sent, by its own log. */
  long downloads() throws IOException {
    return log().stream().filter(line -> line.contains("OK DOWNLOAD")).count();
  }

  /** The most connections open at once, by its own log. */
  int mostConnections() throws IOException {
    int open = 0;
    int most = 0;
    for (String line : log()) {
      if (line.contains("] CONNECT: ")) {
        most = Math.max(most, ++open);
      } else if (line.contains("\"221 ")) {
        open--;
      }
    }
    return most;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }

  private void awaitListening() {
    Awaitility.await("vsftpd on port " + port)
        .atMost(Duration.ofMinutes(1))
        .failFast("vsftpd has ended", () -> !process.isAlive())
        .ignoreExceptions()
        .until(
            () -> {
              try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write("QUIT\r\n".getBytes(UTF_8));
                socket.getInputStream().readAllBytes();
                return true;
              }
            });
  }
}
