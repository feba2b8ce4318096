package dev.sluice.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A real nginx on loopback, which says 429 to a connection too many. */
final class Nginx implements AutoCloseable {
  private final LoopbackServer server;
  private final String scheme;

  private Nginx(LoopbackServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
  }

  static Optional<String> absence() {
    return LoopbackServer.absence("nginx");
  }

  /** Serves a folder; a client address may have so many connections at a time. */
  static Nginx serve(Path root, int connections) throws IOException {
    return serve(root, connections, 0);
  }

  /** The same, with each connection as slow as this; 0 for as fast as it goes. */
  static Nginx serve(Path root, int connections, int bytesPerSecond) throws IOException {
    return serve(
        root, connections, "http", List.of("    limit_rate %d;".formatted(bytesPerSecond)));
  }

  /** The same, resetting a connection that takes nothing for a second. */
  static Nginx impatient(Path root, int connections) throws IOException {
    return serve(
        root,
        connections,
        "http",
        List.of("    send_timeout 1s;", "    reset_timedout_connection on;"));
  }

  /** The same over HTTPS. */
  static Nginx serve(Path root, int connections, TlsKey key) throws IOException {
    return serve(
        root,
        connections,
        "https",
        List.of(
            "    ssl_certificate " + key.certificatePem() + ";",
            "    ssl_certificate_key " + key.keyPem() + ";"));
  }

  private static Nginx serve(Path root, int connections, String scheme, List<String> settings)
      throws IOException {
    Path folder = Files.createTempDirectory("nginx");
    int port = LoopbackPorts.free();
    Path configuration = folder.resolve("nginx.conf");
    Files.write(
        configuration,
        List.of(
            "user root;",
            "daemon off;",
            "pid " + folder.resolve("pid") + ";",
            "error_log " + folder.resolve("error.log") + ";",
            "events { worker_connections 200; }",
            "http {",
            "  log_format short '$status $request_method $uri $connection_requests';",
            "  access_log " + folder.resolve("server.log") + " short;",
            "  client_body_temp_path " + folder.resolve("body") + ";",
            "  proxy_temp_path " + folder.resolve("proxy") + ";",
            "  fastcgi_temp_path " + folder.resolve("fastcgi") + ";",
            "  uwsgi_temp_path " + folder.resolve("uwsgi") + ";",
            "  scgi_temp_path " + folder.resolve("scgi") + ";",
            "  limit_conn_zone $binary_remote_addr zone=perip:1m;",
            "  server {",
            "    listen 127.0.0.1:" + port + (scheme.equals("https") ? " ssl;" : ";"),
            String.join("\n", settings),
            "    root " + root.toAbsolutePath() + ";",
            "    autoindex on;",
            "    limit_conn perip " + connections + ";",
            "    limit_conn_status 429;",
            "  }",
            "}"));
    return new Nginx(
        LoopbackServer.start(
            "nginx",
            port,
            folder,
            List.of("-c", configuration.toString(), "-e", folder.resolve("error.log").toString())),
        scheme);
  }

  String root() {
    return scheme + "://127.0.0.1:" + server.port() + "/";
  }

  int port() {
    return server.port();
  }

  /** How many requests the server refused, by its own log. */
  long refused() throws IOException {
    return server.log().stream().filter(line -> line.startsWith("429 ")).count();
  }

  /** How many requests for a file came to an end, by its own log. */
  long ended(String file) throws IOException {
    return server.log().stream().filter(line -> line.contains(" GET /" + file + " ")).count();
  }

  /** How many files of a dump were sent, by its own log. */
  long downloads() throws IOException {
    return server.log().stream()
        .filter(line -> line.matches("20[06] GET .*\\.xml\\.gz .*"))
        .count();
  }

  /** The most requests that came over one connection, by its own log. */
  int mostRequestsOfAConnection() throws IOException {
    return server.log().stream()
        .filter(line -> line.startsWith("2"))
        .mapToInt(line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)))
        .max()
        .orElse(0);
  }

  @Override
  public void close() {
    server.close();
  }
}
