package dev.sluice.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Stands before an S3 server, and does to requests what networks and services do. */
public final class FaultyS3 implements AutoCloseable {
  /** What happens to a request. */
  enum Fault {
    NONE,
    /** It is answered by 503 and not passed on. */
    BUSY,
    /** It is answered by 500 and not passed on. */
    BROKEN,
    /** It is answered by 409 and not passed on. */
    CONFLICT,
    /** It is answered by 200 with an error in it, and not passed on. */
    ERROR_IN_200,
    /** The connection is reset in the middle of its body. */
    RESET_REQUEST,
    /** It is passed on, and the connection reset before the answer. */
    LOST_ANSWER,
    /** It is passed on, and the connection reset in the middle of the answer. */
    RESET_ANSWER,
    /** It is passed on, and the answer comes in small pieces. */
    SLOW,
    /** It is passed on, and the answer comes a second later. */
    LATE
  }

  private static final long LATE_NANOS = 1_000_000_000;

  private final ServerSocket front;
  private final URI server;
  private final List<Head> requests = new CopyOnWriteArrayList<>();
  private volatile Function<String, Fault> faults = request -> Fault.NONE;

  private FaultyS3(ServerSocket front, URI server) {
    this.front = front;
    this.server = server;
  }

  public static FaultyS3 before(URI server) throws IOException {
    FaultyS3 faulty =
        new FaultyS3(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server);
    start(faulty::accept);
    return faulty;
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "faulty-s3");
    thread.setDaemon(true);
    thread.start();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + front.getLocalPort());
  }

  /** What happens to each request from now on, told by its first line; forgets the requests. */
  void when(Function<String, Fault> decision) {
    faults = decision;
    requests.clear();
  }

  /** From now on the answers to these requests, told by their first lines, come a second late. */
  public void answerLate(Predicate<String> late) {
    when(line -> late.test(line) ? Fault.LATE : Fault.NONE);
  }

  /** The first lines of the requests so far. */
  List<String> requests() {
    return requests.stream().map(Head::line).toList();
  }

  /** The heads of the requests so far, as they came. */
  public List<String> heads() {
    return requests.stream().map(Head::text).toList();
  }

  private void accept() {
    while (true) {
      try {
        Socket client = front.accept();
        start(() -> serve(client));
      } catch (IOException e) {
        return; // Closed.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      Head head = Head.read(in);
      if (head == null) {
        return;
      }
      requests.add(head);
      Fault fault = faults.apply(head.line);
      if (head.text.contains("100-continue")) {
        client.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
      }
      if (fault == Fault.RESET_REQUEST) {
        in.readNBytes((int) (head.length / 2));
        client.setSoLinger(true, 0);
        return;
      }
      byte[] body = in.readNBytes((int) head.length);
      String error = error(fault);
      if (error != null) {
        client.getOutputStream().write(error.getBytes(ISO_8859_1));
        return;
      }
      byte[] answer = pass(head, body);
      if (fault == Fault.LOST_ANSWER) {
        client.setSoLinger(true, 0);
        return;
      }
      if (fault == Fault.LATE) {
        LockSupport.parkNanos(LATE_NANOS);
      }
      send(client, fault, answer);
    } catch (IOException e) {
      // The client went away, or the server: both see it for themselves.
    }
  }

  private byte[] pass(Head head, byte[] body) throws IOException {
    try (Socket up = new Socket(server.getHost(), server.getPort())) {
      OutputStream to = up.getOutputStream();
      to.write(head.forOneRequest().getBytes(ISO_8859_1));
      to.write(body);
      to.flush();
      return up.getInputStream().readAllBytes();
    }
  }

  private static void send(Socket client, Fault fault, byte[] answer) throws IOException {
    OutputStream out = client.getOutputStream();
    if (fault == Fault.RESET_ANSWER) {
      out.write(answer, 0, answer.length / 2);
      out.flush();
      client.setSoLinger(true, 0);
    } else if (fault == Fault.SLOW) {
      int piece = Math.max(1, answer.length / 20);
      for (int at = 0; at < answer.length; at += piece) {
        out.write(answer, at, Math.min(piece, answer.length - at));
        out.flush();
        try {
          Thread.sleep(5); // It is the fault.
        } catch (InterruptedException e) {
          return;
        }
      }
    } else {
      out.write(answer);
    }
  }

  private static @Nullable String error(Fault fault) {
    return switch (fault) {
      case BUSY -> error("503 Slow Down", "SlowDown");
      case BROKEN -> error("500 Internal Server Error", "InternalError");
      case CONFLICT -> error("409 Conflict", "ConditionalRequestConflict");
      case ERROR_IN_200 -> error("200 OK", "InternalError");
      default -> null;
    };
  }

  private static String error(String status, String code) {
    String body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\n<Error><Code>%s</Code><Message>not now</Message></Error>"
            .formatted(code);
    return "HTTP/1.1 %s\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(status, body.length(), body);
  }

  @Override
  public void close() throws IOException {
    front.close();
  }

  /** A request's head. */
  private record Head(String line, String text, long length) {
    static @Nullable Head read(InputStream in) throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          return null;
        }
        head.write(next);
      }
      String text = head.toString(ISO_8859_1);
      long length =
          text.lines()
              .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
              .mapToLong(line -> Long.parseLong(line.substring(15).trim()))
              .findFirst()
              .orElse(0);
      return new Head(text.substring(0, text.indexOf("\r\n")), text, length);
    }

    /** The same, for a connection that ends after it. */
    String forOneRequest() {
      return text.replaceAll("(?i)\r\n(connection|expect):[^\r]*", "")
          .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
    }
  }
}
