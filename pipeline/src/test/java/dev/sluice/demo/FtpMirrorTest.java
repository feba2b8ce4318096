package dev.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPConnectionClosedException;
import org.apache.commons.net.ftp.FTPFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class FtpMirrorTest {
  private static final byte[] CONTENT =
      "0123456789".repeat(3000).getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path folder;

  @BeforeEach
  void writeAFile() throws IOException {
    Files.createDirectories(folder.resolve("aawiki/20260101"));
    Files.write(folder.resolve("aawiki/20260101/dump.gz"), CONTENT);
  }

  @Test
  void listsAndServesFilesFromAnyOffset() throws IOException {
    try (FtpMirror mirror = FtpMirror.start(folder, 2, 0)) {
      assertThat(mirror.root().toString()).matches("ftp://127\\.0\\.0\\.1:\\d+/");
      FTPClient client = loggedIn(mirror);
      FTPFile[] listed = client.mlistDir("aawiki/20260101");
      assertThat(Arrays.stream(listed).filter(FTPFile::isFile))
          .singleElement()
          .satisfies(
              file -> {
                assertThat(file.getName()).isEqualTo("dump.gz");
                assertThat(file.getSize()).isEqualTo(CONTENT.length);
              });
      client.setRestartOffset(29_990);
      ByteArrayOutputStream tail = new ByteArrayOutputStream();
      assertThat(client.retrieveFile("aawiki/20260101/dump.gz", tail)).isTrue();
      assertThat(tail).asString().isEqualTo("0123456789");
      quit(client);
    }
  }

  @Test
  void letsNobodyWrite() throws IOException {
    try (FtpMirror mirror = FtpMirror.start(folder, 2, 0)) {
      FTPClient client = loggedIn(mirror);
      assertThat(client.deleteFile("aawiki/20260101/dump.gz")).isFalse();
      assertThat(client.storeFile("new", InputStream.nullInputStream())).isFalse();
      quit(client);
    }
    assertThat(folder.resolve("aawiki/20260101/dump.gz")).hasBinaryContent(CONTENT);
  }

  @Test
  void refusesALoginPastTheCapAndTakesItOnceAnotherLeft() throws IOException {
    try (FtpMirror mirror = FtpMirror.start(folder, 2, 0)) {
      FTPClient first = loggedIn(mirror);
      FTPClient second = loggedIn(mirror);
      assertThat(mirror.highestOpen()).isEqualTo(2);
      assertThat(mirror.refused()).isZero();

      FTPClient third = connected(mirror);
      assertThatThrownBy(() -> third.login("anonymous", "sluice@example.org"))
          .isInstanceOf(FTPConnectionClosedException.class)
          .hasMessageContaining("421");
      third.disconnect();
      assertThat(mirror.refused()).isEqualTo(1);
      assertThat(mirror.highestOpen()).isEqualTo(3);

      quit(first);
      FTPClient fourth = loggedIn(mirror);
      quit(second);
      quit(fourth);
      assertThat(mirror.refused()).isEqualTo(1);
    }
  }

  @Test
  void neverCountsWhoQuitAndCameBackTwice() throws IOException {
    try (FtpMirror mirror = FtpMirror.start(folder, 1, 0)) {
      for (int i = 0; i < 50; i++) {
        quit(loggedIn(mirror));
      }
      assertThat(mirror.highestOpen()).isEqualTo(1);
      assertThat(mirror.refused()).isZero();
      assertThat(mirror.open()).isZero();
    }
  }

  /** Two blocks of 4 KiB may go at once; more than that has to wait for its second. */
  @Test
  void holdsBackATransferToItsRate() throws IOException {
    try (FtpMirror mirror = FtpMirror.start(folder, 1, 20_000)) {
      FTPClient client = loggedIn(mirror);
      long start = System.nanoTime();
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      assertThat(client.retrieveFile("aawiki/20260101/dump.gz", whole)).isTrue();
      assertThat(System.nanoTime() - start).isGreaterThan(800_000_000L);
      assertThat(whole.toByteArray()).isEqualTo(CONTENT);
      quit(client);
    }
  }

  @Test
  void endsItsThreadsWhenClosedDuringATransfer() throws Exception {
    Files.write(folder.resolve("large"), new byte[10_000_000]);
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    FtpMirror mirror = FtpMirror.start(folder, 1, 20_000);
    FTPClient client = loggedIn(mirror);
    InputStream in = client.retrieveFileStream("large");
    assertThat(in.read()).isZero();
    List<Thread> started = new ArrayList<>(Thread.getAllStackTraces().keySet());
    started.removeAll(before);
    mirror.close();
    for (Thread thread : started) {
      thread.join(); // Ends by the timeout.
    }
    assertThat(started).isNotEmpty();
    client.disconnect();
  }

  @Test
  void refusesWhatItCannotServe() {
    assertThatThrownBy(() -> FtpMirror.start(folder.resolve("none"), 1, 0))
        .hasMessage(
            "Cannot serve " + folder.resolve("none") + ": not a folder (expected a folder)");
    assertThatThrownBy(() -> FtpMirror.start(folder, 0, -1))
        .hasMessage(
            "Cannot start a mirror: 0 connections, -1 bytes/s (expected 1 or more, 0 or more)");
  }

  private static FTPClient connected(FtpMirror mirror) throws IOException {
    FTPClient client = new FTPClient();
    client.connect(mirror.root().getHost(), mirror.root().getPort());
    return client;
  }

  private static FTPClient loggedIn(FtpMirror mirror) throws IOException {
    FTPClient client = connected(mirror);
    assertThat(client.login("anonymous", "sluice@example.org")).isTrue();
    client.enterLocalPassiveMode();
    client.setFileType(FTP.BINARY_FILE_TYPE);
    return client;
  }

  private static void quit(FTPClient client) throws IOException {
    client.logout();
    client.disconnect();
  }
}
