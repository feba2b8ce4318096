package dev.sluice.fetch.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.dump.Mirror;
import dev.sluice.dump.MirrorFiles.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpMirrorClientTest {
  private static final MirrorClients CLIENTS =
      MirrorClients.within(
          new MirrorClients.Timeouts(Duration.ofMinutes(1), Duration.ofMinutes(1)));
  private static final String FILE = "xwiki/20260101/a.gz";

  @TempDir Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("xwiki/20260101/sub"));
    Files.writeString(folder.resolve(FILE), "0123456789");
  }

  @Test
  void listsReadsAndResumesWithAConnectionForEachRequest() throws Exception {
    try (WebMirrorServer server = WebMirrorServer.serving(folder);
        MirrorClient client =
            CLIENTS.connect(
                server.mirror(1).withContact("https://example.org/me; me@example.org"))) {
      assertThat(client.list("xwiki/20260101"))
          .containsExactlyInAnyOrder(new Entry("a.gz", false, 10), new Entry("sub", true, -1));
      assertThat(client.list("nowiki")).isEmpty();
      assertThat(client.length(FILE)).isEqualTo(10);
      assertThat(client.length("none")).isEqualTo(-1);
      assertThat(client.read(FILE)).isEqualTo("0123456789".getBytes(UTF_8));
      try (InputStream in = client.open(FILE, 7, 10)) {
        assertThat(in.readAllBytes()).isEqualTo("789".getBytes(UTF_8));
      }
      assertThatThrownBy(() -> client.open("none", 0)).isInstanceOf(NoSuchFileException.class);
      assertThat(server.requests())
          .allMatch(
              request ->
                  request.endsWith(
                      " close Sluice/dev (https://example.org/me; me@example.org) Java-http-client/"
                          + System.getProperty("java.version")))
          .anyMatch(request -> request.startsWith("GET /" + FILE + " bytes=7- "));
    }
  }

  @Test
  void refusesAFileOfAnotherLengthBeforeAnythingComes() throws Exception {
    try (WebMirrorServer server = WebMirrorServer.serving(folder);
        MirrorClient client = CLIENTS.connect(server.mirror(1))) {
      for (long offset : new long[] {0, 5, 10, 11}) {
        assertThatThrownBy(() -> client.open(FILE, offset, 12))
            .hasMessage("the mirror's file is another one (10 bytes; expected 12)");
      }
    }
  }

  @Test
  void skipsWhatIsThereWhenTheServerKnowsNoRanges() throws Exception {
    try (WebMirrorServer server =
            WebMirrorServer.serving(folder)
                .with(
                    exchange -> {
                      exchange.sendResponseHeaders(200, 10);
                      exchange.getResponseBody().write("0123456789".getBytes(UTF_8));
                    });
        MirrorClient client = CLIENTS.connect(server.mirror(1));
        InputStream in = client.open(FILE, 7, 10)) {
      assertThat(in.readAllBytes()).isEqualTo("789".getBytes(UTF_8));
    }
  }

  @Test
  void refusesAnotherRange() throws Exception {
    try (WebMirrorServer server =
            WebMirrorServer.serving(folder)
                .with(WebMirrorServer.status(206, "Content-Range", "bytes 0-9/10"));
        MirrorClient client = CLIENTS.connect(server.mirror(1))) {
      assertThatThrownBy(() -> client.open(FILE, 7, 10))
          .hasMessage("another range was sent (bytes 0-9/10; expected from byte 7 on)");
    }
  }

  @Test
  void failsWhenABodyEndsBeforeItsLength() throws Exception {
    try (WebMirrorServer server =
            WebMirrorServer.serving(folder)
                .with(
                    exchange -> {
                      exchange.sendResponseHeaders(200, 10);
                      exchange.getResponseBody().write(new byte[4]);
                    });
        MirrorClient client = CLIENTS.connect(server.mirror(1));
        InputStream in = client.open(FILE, 0, 10)) {
      assertThat(in.readNBytes(4)).hasSize(4);
      assertThatThrownBy(in::read)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("broken off (");
    }
  }

  @ParameterizedTest
  @CsvSource({"429, 7, 7", "503, '', ", "503, soon, ", "429, 'Sat, 01 Jan 2000 00:00:00 GMT', 0"})
  void tellsWhenToComeBack(int status, String header, Long seconds) throws Exception {
    try (WebMirrorServer server =
            WebMirrorServer.serving(folder)
                .with(WebMirrorServer.status(status, "Retry-After", header));
        MirrorClient client = CLIENTS.connect(server.mirror(1))) {
      assertThatThrownBy(() -> client.open(FILE, 0))
          .hasMessage("turned away (HTTP %d)".formatted(status))
          .isInstanceOfSatisfying(
              MirrorBusyException.class,
              busy ->
                  assertThat(busy.retryAfter())
                      .isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds)));
    }
  }

  @Test
  void readsDatesOfRetryAfter() {
    assertThat(
            RetryAfter.parse(
                "Wed, 21 Oct 2015 07:28:00 GMT", Instant.parse("2015-10-21T07:27:30Z")))
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void followsRedirectsOnTheSameHostAlone() throws Exception {
    try (WebMirrorServer server = WebMirrorServer.serving(folder);
        WebMirrorServer other = WebMirrorServer.serving(folder);
        MirrorClient client = CLIENTS.connect(server.mirror(1))) {
      server.with(WebMirrorServer.status(302, "Location", "/" + FILE));
      assertThat(client.read("moved")).hasSize(10);
      String elsewhere = other.mirror(1).root() + FILE;
      server.with(WebMirrorServer.status(301, "Location", elsewhere));
      assertThatThrownBy(() -> client.read("moved"))
          .hasMessage(
              "redirected to %s (expected 127.0.0.1:%d; name that mirror if it is one)"
                  .formatted(elsewhere, server.port()));
      for (int i = 0; i < 6; i++) {
        server.with(WebMirrorServer.status(302, "Location", "/again"));
      }
      assertThatThrownBy(() -> client.read("again"))
          .hasMessage("again is redirected more than 5 times");
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void saysWhyItCannotConnectAndWhatIsRefused() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, FtpMirrorServer.loopback())) {
      port = socket.getLocalPort();
    }
    try (MirrorClient client =
        CLIENTS.connect(new Mirror(URI.create("http://127.0.0.1:" + port + "/"), 1))) {
      assertThatThrownBy(() -> client.read(FILE)).hasMessage("connection refused");
    }
    try (MirrorClient client =
        CLIENTS.connect(new Mirror(URI.create("http://no-such-host.invalid/"), 1))) {
      assertThatThrownBy(() -> client.read(FILE)).hasMessage("the host is not known");
    }
    try (WebMirrorServer server =
            WebMirrorServer.serving(folder).with(WebMirrorServer.status(500));
        MirrorClient client = CLIENTS.connect(server.mirror(1))) {
      assertThatThrownBy(() -> client.read(FILE)).hasMessage(FILE + " refused (HTTP 500)");
    }
  }

  @Test
  void aBodyThatStallsEndsWithASentenceOrAnInterrupt() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    WebMirrorServer.Answer stall =
        exchange -> {
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    try (WebMirrorServer server = WebMirrorServer.serving(folder).with(stall).with(stall)) {
      MirrorClients impatient =
          MirrorClients.within(
              new MirrorClients.Timeouts(Duration.ofMinutes(1), Duration.ofSeconds(1)));
      try (MirrorClient client = impatient.connect(server.mirror(1));
          InputStream in = client.open(FILE, 0)) {
        assertThat(in.read()).isEqualTo(1);
        assertThatThrownBy(in::read).hasMessage("nothing came for 1 s");
      }
      CountDownLatch begun = new CountDownLatch(1);
      FutureTask<Boolean> reading =
          new FutureTask<>(
              () -> {
                try (MirrorClient client = CLIENTS.connect(server.mirror(1));
                    InputStream in = client.open(FILE, 0)) {
                  assertThat(in.read()).isEqualTo(1);
                  begun.countDown();
                  in.read();
                  return false;
                } catch (IOException e) {
                  return Thread.currentThread().isInterrupted();
                }
              });
      Thread thread = new Thread(reading);
      thread.start();
      begun.await();
      thread.interrupt();
      assertThat(reading.get(1, TimeUnit.MINUTES)).isTrue();
      end.countDown();
    }
  }

  /** As dumps.wikimedia.org writes pages of dumps, nginx and Apache those of folders. */
  @Test
  void findsFilesOnPagesOfManyKinds() {
    URI page = URI.create("https://dumps.example/elwiki/20260101/");
    assertThat(
            IndexPage.entries(
                page,
                """
                <a href="../">../</a>
                <A class="x" HREF='a%20b.gz'>a b.gz</A>            02-Jan-2026 10:11       12345
                <a href="sub/">sub/</a>              02-Jan-2026 10:11       -
                <a href="big.gz">big.gz</a>          02-Jan-2026 10:11       12M
                <li class='file'><a href="/elwiki/20260101/c.gz">c.gz</a> 1.2 MB</li>
                <a href="/elwiki/20260101/c.gz">again</a>
                <a href="https://dumps.example/elwiki/20260101/d&amp;e.gz">d&amp;e.gz</a>
                <a href="?C=N;O=D">Name</a> <a href="/elwiki/">up</a> <a href="#top">top</a>
                <a href="https://other.example/elwiki/20260101/f.gz">f</a> <a href="a b:c">?</a>
                <a href="deep/er.gz">er.gz</a>
                <tr><td><a href="g.gz">g.gz</a></td><td align="right">2026-01-02 10:11</td><td>5</td>
                """))
        .containsExactly(
            new Entry("a b.gz", false, 12345),
            new Entry("sub", true, -1),
            new Entry("big.gz", false, -1),
            new Entry("c.gz", false, -1),
            new Entry("d&e.gz", false, -1),
            new Entry("g.gz", false, -1));
  }
}
