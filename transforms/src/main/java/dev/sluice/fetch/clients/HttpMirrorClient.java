package dev.sluice.fetch.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dump.Mirror;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * A mirror over HTTP/1.1 (RFC 9110, 9112), plain or with TLS. Folders are listed by the pages that
 * the server makes of them. A file that was begun is gone on with by {@code Range}, its length
 * compared first; a server that knows no ranges sends it again, and what is there is skipped.
 * Redirects are followed on the mirror's own host.
 *
 * <p>Each request has a connection of its own, which ends with it ({@code Connection: close}): one
 * that is kept for later would be counted by the mirror, and by no slot.
 */
final class HttpMirrorClient implements MirrorClient {
  private static final int PARTIAL = 206;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;
  private static final int MOST_REDIRECTS = 5;

  /** Pages and sums that are longer are none. */
  private static final int LONGEST_READ = 64 << 20;

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(?:(\\d{1,18})|\\*)");

  /** Servers count a connection for a moment longer than it is open. */
  private static final Duration SETTLING = Duration.ofMillis(20);

  private static final HttpClient CLIENT;

  static {
    // The JDK's client leaves this header to who sets this before it is loaded.
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "connection");
    CLIENT =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  private final Mirror mirror;
  private final MirrorClients.Timeouts timeouts;
  private final String agent;
  private @Nullable HttpInput body;

  HttpMirrorClient(Mirror mirror, MirrorClients.Timeouts timeouts) {
    this.mirror = mirror;
    this.timeouts = timeouts;
    this.agent = agent(mirror.contact());
  }

  /** As Wikimedia asks for it: {@code name/version (contact) library/version}. */
  static String agent(@Nullable String contact) {
    String version = HttpMirrorClient.class.getPackage().getImplementationVersion();
    return "Sluice/%s %sJava-http-client/%s"
        .formatted(
            version == null ? "dev" : version,
            contact == null ? "" : "(" + contact + ") ",
            System.getProperty("java.version"));
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    String path = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
    Answer answer = send("GET", path, 0);
    if (answer.status() == NOT_FOUND || answer.status() == FORBIDDEN) {
      return List.of();
    }
    require(answer, path);
    return IndexPage.entries(uri(path), new String(readAll(answer, path), UTF_8));
  }

  @Override
  public boolean listsAll() {
    return false;
  }

  @Override
  public long length(String path) throws IOException {
    Answer answer = send("HEAD", path, 0);
    if (answer.status() == NOT_FOUND || answer.status() == GONE) {
      return -1;
    }
    require(answer, path);
    return answer.length();
  }

  @Override
  public byte[] read(String path) throws IOException {
    Answer answer = send("GET", path, 0);
    require(answer, path);
    return readAll(answer, path);
  }

  private static byte[] readAll(Answer answer, String path) throws IOException {
    try (HttpInput in = answer.body()) {
      byte[] bytes = in.readNBytes(LONGEST_READ);
      if (in.read() >= 0) {
        throw new IOException("%s is longer than %d bytes".formatted(path, LONGEST_READ));
      }
      return bytes;
    }
  }

  @Override
  public InputStream open(String path, long offset, long bytes) throws IOException {
    Answer answer = send("GET", path, offset);
    if (answer.status() == RANGE_NOT_SATISFIABLE) {
      answer.body().close();
      FileLength.require(bytes, answer.total());
    }
    require(answer, path);
    boolean ranged = answer.status() == PARTIAL;
    try {
      FileLength.require(bytes, ranged ? answer.total() : answer.length());
      if (ranged && answer.first() != offset) {
        throw new IOException(
            "another range was sent (%s; expected from byte %d on)"
                .formatted(answer.header("Content-Range"), offset));
      }
      if (!ranged && offset > 0) {
        answer.body().skipNBytes(offset);
      }
    } catch (IOException e) {
      answer.body().close();
      throw e;
    }
    return answer.body();
  }

  /** What a server answers, its body still to come. */
  private record Answer(HttpResponse<?> response, HttpInput body) {
    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** The length that is told; -1 if none is. */
    long length() {
      String length = header("Content-Length");
      return length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
    }

    /** The whole file's length, of a range; -1 if it is not told. */
    long total() {
      return range(2);
    }

    /** A range's first byte; -1 if it is not told. */
    long first() {
      return range(1);
    }

    private long range(int group) {
      Matcher range = CONTENT_RANGE.matcher(header("Content-Range"));
      return range.matches() && range.group(group) != null
          ? Long.parseLong(range.group(group))
          : -1;
    }
  }

  /** Makes sure that what was asked for comes. */
  private static void require(Answer answer, String path) throws IOException {
    int status = answer.status();
    if (status == 200 || status == PARTIAL) {
      return;
    }
    answer.body().close();
    if (status == NOT_FOUND || status == GONE) {
      throw new NoSuchFileException(path, null, "HTTP " + status);
    }
    throw new IOException("%s refused (HTTP %d)".formatted(path, status));
  }

  private Answer send(String method, String path, long offset) throws IOException {
    URI target = uri(path);
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      Answer answer = ask(request(method, target, offset));
      int status = answer.status();
      if (status == TOO_MANY_REQUESTS || status == UNAVAILABLE) {
        answer.body().close();
        throw new MirrorBusyException(
            "turned away (HTTP %d)".formatted(status),
            RetryAfter.parse(answer.header("Retry-After"), Instant.now()));
      }
      if (status / 100 != 3 || answer.header("Location").isEmpty()) {
        return answer;
      }
      answer.body().close();
      settle(); // The next one may begin where this one has ended.
      target = redirected(target, answer.header("Location"));
    }
    throw new IOException("%s is redirected more than %d times".formatted(path, MOST_REDIRECTS));
  }

  private URI redirected(URI from, String location) throws IOException {
    URI to;
    try {
      to = from.resolve(new URI(location));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException("redirected to what is no URI (%s)".formatted(location), e);
    }
    boolean here =
        String.valueOf(mirror.root().getHost()).equalsIgnoreCase(to.getHost())
            && (to.getPort() == from.getPort() || (from.getPort() < 0 && port(to) == 443));
    boolean weaker = "https".equalsIgnoreCase(from.getScheme()) && !isSecure(to);
    if (!here || weaker) {
      // Its connections would be counted as those of a mirror that they do not go to.
      throw new IOException(
          "redirected to %s (expected %s; name that mirror if it is one)"
              .formatted(to, mirror.root().getAuthority()));
    }
    return to;
  }

  private static boolean isSecure(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : isSecure(uri) ? 443 : 80;
  }

  private HttpRequest request(String method, URI target, long offset) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(timeouts.connect().plus(timeouts.silence()))
            .setHeader("User-Agent", agent);
    if (offset > 0) {
      request.setHeader("Range", "bytes=" + offset + "-");
    }
    try {
      return request.setHeader("Connection", "close").build();
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "connections cannot be closed in time (expected Java to be started with"
              + " -Djdk.httpclient.allowRestrictedHeaders=connection)",
          e);
    }
  }

  private Answer ask(HttpRequest request) throws IOException {
    if (body != null) {
      body.close();
    }
    try {
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
          CLIENT.send(request, HttpResponse.BodyHandlers.ofPublisher());
      body = HttpInput.of(response.body(), timeouts.silence());
      return new Answer(response, body);
    } catch (HttpTimeoutException e) {
      throw new IOException(
          "no answer for %s s".formatted(timeouts.connect().plus(timeouts.silence()).toSeconds()),
          e);
    } catch (SSLHandshakeException e) {
      throw new IOException(
          hasCause(e, CertificateException.class)
              ? "its certificate is not trusted (expected one by an authority that this JDK trusts,"
                  + " or that is in java -Djavax.net.ssl.trustStore=FILE)"
              : "no TLS connection (%s)".formatted(e.getMessage()),
          e);
    } catch (ConnectException e) {
      boolean unknown = hasCause(e, UnresolvedAddressException.class);
      throw new IOException(unknown ? "the host is not known" : "connection refused", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  private static boolean hasCause(Throwable thrown, Class<? extends Throwable> type) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private URI uri(String path) throws IOException {
    URI root = mirror.root();
    try {
      return new URI(root.getScheme(), root.getAuthority(), root.getPath() + path, null, null);
    } catch (URISyntaxException e) {
      throw new IOException("%s is not a path on %s".formatted(path, root), e);
    }
  }

  @Override
  public void close() {
    if (body != null) {
      body.close();
      settle();
    }
  }

  private static void settle() {
    try {
      Thread.sleep(SETTLING.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
