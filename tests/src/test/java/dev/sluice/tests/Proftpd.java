package dev.sluice.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A real proftpd on loopback, which says 530 to a connection too many and knows MLSD. */
final class Proftpd implements AutoCloseable {
  private static final int KIBIBYTE = 1024;

  private final LoopbackServer server;

  private Proftpd(LoopbackServer server) {
    this.server = server;
  }

  static Optional<String> absence() {
    return LoopbackServer.absence("proftpd");
  }

  /** Serves a folder; a client address may have so many connections at a time. */
  static Proftpd serve(Path root, int connections) throws IOException {
    return serve(root, connections, 0);
  }

  /** The same, with each connection as slow as this; 0 for as fast as it goes. */
  static Proftpd serve(Path root, int connections, int bytesPerSecond) throws IOException {
    Path folder = Files.createTempDirectory("proftpd");
    int port = LoopbackPorts.free();
    Path configuration = folder.resolve("proftpd.conf");
    Files.write(
        configuration,
        List.of(
            "ServerName mirror",
            "ServerType standalone",
            "DefaultAddress 127.0.0.1",
            "SocketBindTight on",
            "UseIPv6 off",
            "Port " + port,
            "ModulePath /opt/sluice-servers/usr/lib/proftpd",
            "MaxInstances 200",
            "User nobody",
            "Group nogroup",
            "PidFile " + folder.resolve("pid"),
            "ScoreboardFile " + folder.resolve("scoreboard"),
            "SystemLog " + folder.resolve("system.log"),
            "WtmpLog off",
            "TransferLog none",
            "UseReverseDNS off",
            "DelayEngine off",
            "MaxClientsPerHost " + connections,
            "LogFormat replies \"%P %m %s\"",
            "ExtendedLog " + folder.resolve("server.log") + " ALL replies",
            "<Anonymous " + root.toAbsolutePath() + ">",
            "  User nobody",
            "  Group nogroup",
            "  UserAlias anonymous nobody",
            "  RequireValidShell off",
            "  UseFtpUsers off",
            bytesPerSecond == 0 ? "" : "  TransferRate RETR " + bytesPerSecond / KIBIBYTE,
            "</Anonymous>"));
    return new Proftpd(
        LoopbackServer.start(
            "proftpd", port, folder, List.of("-n", "-q", "-c", configuration.toString())));
  }

  String root() {
    return "ftp://127.0.0.1:" + server.port() + "/";
  }

  int port() {
    return server.port();
  }

  /** How many logins the server refused, by its own log. */
  long refused() throws IOException {
    return server.log().stream()
        .filter(line -> line.endsWith(" 530") || line.endsWith(" 421"))
        .count();
  }

  /** How many files were sent, by its own log. */
  long downloads() throws IOException {
    return server.log().stream().filter(line -> line.endsWith(" RETR 226")).count();
  }

  @Override
  public void close() {
    server.close();
  }
}
