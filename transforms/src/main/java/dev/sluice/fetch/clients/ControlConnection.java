package dev.sluice.fetch.clients;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPReply;

/** Commons Net's client, set up as we use it, with an orderly end. */
final class ControlConnection extends FTPClient {
  /** Larger ones were slower: the data then passes a buffer more. */
  private static final int BUFFER_BYTES = 64 * 1024;

  private static final Duration PARTING = Duration.ofSeconds(2);

  /** Servers count a connection for a moment longer than its socket is open. */
  private static final Duration SETTLING = Duration.ofMillis(20);

  /** What servers say to a NOOP during a transfer; RFC 959 lets none of it be the end of one. */
  private static final Set<Integer> TO_NOOPS = Set.of(200, 202, 450, 500, 501, 502, 503, 504, 530);

  private int unanswered;
  private boolean broken;

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

  /**
   * Says something during a transfer, so that nobody on the way forgets the connection. The answer
   * may come at once, or after the transfer. If it cannot be said, the transfer may end well all
   * the same.
   */
  void keepAlive() {
    if (broken) {
      return;
    }
    try {
      _controlOutput_.write("NOOP\r\n");
      _controlOutput_.flush();
      unanswered++;
    } catch (IOException e) {
      broken = true;
    }
  }

  /** Waits for the server to tell how the transfer ended: whether it sent all. */
  boolean completesTransfer() throws IOException {
    int reply = getReply();
    while (unanswered > 0 && TO_NOOPS.contains(reply)) {
      unanswered--;
      reply = getReply();
    }
    boolean complete = FTPReply.isPositiveCompletion(reply);
    if (complete && unanswered > 0) {
      hearOut();
    }
    return complete;
  }

  /** Takes the answers that are due before the next command's. */
  private void hearOut() {
    try {
      int patience = getSoTimeout();
      limitParting();
      for (; unanswered > 0; unanswered--) {
        getReply();
      }
      setSoTimeout(patience);
    } catch (IOException e) {
      cut(); // Out of step: nothing can be asked over it any more.
    }
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
