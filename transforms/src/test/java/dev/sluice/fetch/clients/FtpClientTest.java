package dev.sluice.fetch.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.dump.Mirror;
import dev.sluice.dump.MirrorFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FtpClientTest {
  private static final MirrorClients CLIENTS =
      MirrorClients.within(
          new MirrorClients.Timeouts(Duration.ofMinutes(1), Duration.ofMinutes(1)));

  @TempDir Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("xwiki/20260101"));
    Files.writeString(folder.resolve("xwiki/20260101/a.gz"), "0123456789");
    Files.createDirectory(folder.resolve("xwiki/20260101/sub"));
    Files.createSymbolicLink(folder.resolve("xwiki/20260101/link.gz"), Path.of("a.gz"));
  }

  @Test
  void listsByMlsdWhereThereIsOne() throws Exception {
    try (FtpMirrorServer server = FtpMirrorServer.serving(folder, 5)) {
      listsAndReads(server);
      assertThat(server.commands("MLSD")).isEqualTo(2);
      assertThat(server.commands("EPSV")).isGreaterThan(0);
    }
  }

  @Test
  void listsByListWhereThereIsNoMlsd() throws Exception {
    try (FtpMirrorServer server = FtpMirrorServer.withoutMlsd(folder)) {
      listsAndReads(server);
      assertThat(server.commands("MLSD")).isZero();
      assertThat(server.commands("LIST")).isEqualTo(2);
    }
  }

  private static void listsAndReads(FtpMirrorServer server) throws IOException {
    try (MirrorClient client = CLIENTS.connect(server.mirror(1))) {
      assertThat(client.list("xwiki/20260101"))
          .containsExactlyInAnyOrder(
              new MirrorFiles.Entry("a.gz", false, 10),
              new MirrorFiles.Entry("link.gz", false, 10),
              new MirrorFiles.Entry("sub", true, -1));
      assertThat(client.list("nowiki/20260101")).isEmpty();
      assertThat(client.read("xwiki/20260101/a.gz")).isEqualTo("0123456789".getBytes(UTF_8));
      try (InputStream in = client.open("xwiki/20260101/a.gz", 7)) {
        assertThat(in.readAllBytes()).isEqualTo("789".getBytes(UTF_8));
      }
      assertThatThrownBy(() -> client.open("xwiki/20260101/b.gz", 0))
          .isInstanceOf(NoSuchFileException.class);
    }
  }

  @Test
  void readingFailsWhenTheDataConnectionIsCut() throws Exception {
    try (FtpMirrorServer server = FtpMirrorServer.serving(folder, 5);
        CuttingProxy proxy =
            new CuttingProxy(server.port()).with(new CuttingProxy.Fault(200_000, false))) {
      Files.write(folder.resolve("big"), new byte[20_000_000]);
      try (MirrorClient client = CLIENTS.connect(proxy.mirror(1))) {
        assertThatThrownBy(() -> client.read("big")).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void saysThatAMirrorIsBusyWhenItRefusesALogin() throws Exception {
    try (FtpMirrorServer server = FtpMirrorServer.serving(folder, 1);
        MirrorClient first = CLIENTS.connect(server.mirror(1))) {
      assertThat(first.list("xwiki")).hasSize(1);
      assertThatThrownBy(() -> CLIENTS.connect(server.mirror(1)))
          .isInstanceOf(MirrorBusyException.class)
          .hasMessageContaining("421");
    }
  }

  @Test
  void saysWhyItCannotConnect() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, FtpMirrorServer.loopback())) {
      port = socket.getLocalPort();
    }
    Mirror mirror = new Mirror(URI.create("ftp://127.0.0.1:" + port + "/"), 1);
    assertThatThrownBy(() -> CLIENTS.connect(mirror))
        .isInstanceOf(IOException.class)
        .hasMessage("connection refused");
  }

  @Test
  void anInterruptEndsATransferThatStalls() throws Exception {
    Files.write(folder.resolve("big"), new byte[1_000_000]);
    CountDownLatch begun = new CountDownLatch(1);
    try (FtpMirrorServer server = FtpMirrorServer.serving(folder, 5);
        CuttingProxy proxy =
            new CuttingProxy(server.port()).with(new CuttingProxy.Fault(100, true))) {
      MirrorClients patient =
          MirrorClients.within(
              new MirrorClients.Timeouts(Duration.ofSeconds(5), Duration.ofMinutes(5)));
      FutureTask<Boolean> reading =
          new FutureTask<>(
              () -> {
                try (MirrorClient client = patient.connect(proxy.mirror(1));
                    InputStream in = client.open("big", 0)) {
                  assertThat(in.read()).isZero();
                  begun.countDown();
                  in.readAllBytes();
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
    }
  }

  @Test
  void aFolderIsAMirrorTooAndItsLinksAreFollowed() throws Exception {
    Files.createSymbolicLink(folder.resolve("xwiki/20260101/nowhere"), Path.of("gone"));
    Files.createSymbolicLink(folder.resolve("xwiki/latest"), Path.of("20260101"));
    Mirror mirror = new Mirror(folder.toUri(), 1);
    try (MirrorClient client = CLIENTS.connect(mirror)) {
      assertThat(client.list("xwiki/20260101"))
          .containsExactlyInAnyOrder(
              new MirrorFiles.Entry("a.gz", false, 10),
              new MirrorFiles.Entry("link.gz", false, 10),
              new MirrorFiles.Entry("sub", true, -1));
      assertThat(client.list("xwiki")).contains(new MirrorFiles.Entry("latest", true, -1));
      assertThat(client.list("nowiki")).isEmpty();
      try (InputStream in = client.open("xwiki/20260101/a.gz", 7)) {
        assertThat(in.readAllBytes()).isEqualTo("789".getBytes(UTF_8));
      }
      assertThatThrownBy(() -> client.open("xwiki/b.gz", 0))
          .isInstanceOf(NoSuchFileException.class);
    }
    List<String> missing = List.of(folder.resolve("gone").toUri() + "/");
    assertThatThrownBy(() -> CLIENTS.connect(new Mirror(URI.create(missing.get(0)), 1)))
        .hasMessage("there is no such folder");
  }
}
