package dev.sluice.fetch.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.dump.Mirror;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** The JDK's web server on loopback, serving a folder with ranges and lists as nginx does. */
public final class WebMirrorServer implements AutoCloseable {
  /** What is answered instead of a file. */
  public interface Answer {
    void give(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

  private WebMirrorServer(Path folder) throws IOException {
    this.folder = folder;
    server = HttpServer.create(new InetSocketAddress(FtpMirrorServer.loopback(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public static WebMirrorServer serving(Path folder) throws IOException {
    return new WebMirrorServer(folder);
  }

  /** Gives this answer to the next request that has none yet. */
  public WebMirrorServer with(Answer answer) {
    answers.add(answer);
    return this;
  }

  /** An answer without a body. */
  public static Answer status(int code, String... headers) {
    return exchange -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
      }
      exchange.sendResponseHeaders(code, -1);
    };
  }

  public Mirror mirror(int connections) {
    return new Mirror(URI.create("http://127.0.0.1:" + port() + "/"), connections);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Method, path, range, agent and connection of each request. */
  public List<String> requests() {
    return requests;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(
          String.join(
              " ",
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              String.valueOf(exchange.getRequestHeaders().getFirst("Range")),
              String.valueOf(exchange.getRequestHeaders().getFirst("Connection")),
              String.valueOf(exchange.getRequestHeaders().getFirst("User-Agent"))));
      Answer other = answers.poll();
      if (other == null) {
        serve(exchange);
      } else {
        other.give(exchange);
      }
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    Path path = folder.resolve(exchange.getRequestURI().getPath().substring(1));
    if (Files.isDirectory(path)) {
      send(exchange, 200, list(path).getBytes(UTF_8), 0);
    } else if (Files.isRegularFile(path)) {
      byte[] bytes = Files.readAllBytes(path);
      String range = exchange.getRequestHeaders().getFirst("Range");
      int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
      if (range != null && from >= bytes.length) {
        exchange.getResponseHeaders().set("Content-Range", "bytes */" + bytes.length);
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      if (range != null) {
        exchange
            .getResponseHeaders()
            .set("Content-Range", "bytes %d-%d/%d".formatted(from, bytes.length - 1, bytes.length));
      }
      send(exchange, range == null ? 200 : 206, bytes, from);
    } else {
      exchange.sendResponseHeaders(404, -1);
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] bytes, int from)
      throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, bytes.length - from);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes, from, bytes.length - from);
    }
  }

  private static String list(Path path) throws IOException {
    StringBuilder html =
        new StringBuilder("<html><body><h1>Index</h1><pre><a href=\"../\">../</a>\n");
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        boolean folder = Files.isDirectory(file);
        String name = file.getFileName() + (folder ? "/" : "");
        html.append(
            "<a href=\"%s\">%s</a>   01-Jan-2026 10:00   %s\n"
                .formatted(name, name, folder ? "-" : Files.size(file)));
      }
    }
    return html.append("</pre></body></html>").toString();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
