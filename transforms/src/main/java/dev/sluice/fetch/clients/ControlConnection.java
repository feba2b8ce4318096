package dev.sluice.fetch.clients;

import java.io.IOException;
import java.time.Duration;
import org.apache.commons.net.ftp.FTPClient;

/** Commons Net's client, set up as we use it, with an orderly end. */
final class ControlConnection extends FTPClient {
  /** Larger ones were slower: the data then passes a buffer more. */
  private static final int BUFFER_BYTES = 64 * 1024;

  private static final Duration PARTING = Duration.ofSeconds(2);

  /** Servers count a connection for a moment longer than its socket is open. */
  private static final Duration SETTLING = Duration.ofMillis(20);

  ControlConnection(MirrorClients.Timeouts timeouts) {
    int silence = Math.toIntExact(timeouts.silence().toMillis());
    setSocketFactory(new ChannelSockets());
    setConnectTimeout(Math.toIntExact(timeouts.connect().toMillis()));
    setDefaultTimeout(silence);
    setDataTimeout(timeouts.silence());
    setBufferSize(BUFFER_BYTES);
    setUseEPSVwithIPv4(true);
  }

  /** The server's last reply on one line. */
  String reply() {
    String reply = getReplyString();
    return reply == null ? "no reply" : reply.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }

  /** Lets the server speak its last reply only for so long. */
  void limitParting() throws IOException {
    setSoTimeout(Math.toIntExact(PARTING.toMillis()));
  }

  /**
   * Takes leave and waits for the server to close, so that it no longer counts the connection when
   * the slot goes to the next. Interrupted, or with a broken connection, just closes.
   */
  void end() {
    try {
      if (isConnected() && !Thread.currentThread().isInterrupted()) {
        limitParting();
        quit();
        while (_input_.read() >= 0) {
          // What is still said concerns nobody.
        }
      }
    } catch (IOException e) {
      // The connection was broken: closed below, which is all that is left to do.
    } finally {
      cut();
    }
    try {
      Thread.sleep(SETTLING.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cut() {
    try {
      disconnect();
    } catch (IOException e) {
      // Closed all the same.
    }
  }
}
