package dev.sluice.fetch.clients;

import dev.sluice.storage.ArrayInput;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/**
 * A file as it comes over a data connection. RFC 959 ends it by closing that connection, which a
 * broken one does too: only the reply on the control connection tells them apart.
 */
final class FtpInput extends ArrayInput {
  private final InputStream data;
  private final ControlConnection ftp;
  private final MirrorClients.Timeouts timeouts;
  private long keptAlive = System.nanoTime();
  private boolean ended;

  FtpInput(InputStream data, ControlConnection ftp, MirrorClients.Timeouts timeouts) {
    this.data = data;
    this.ftp = ftp;
    this.timeouts = timeouts;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (ended) {
      return -1;
    }
    try {
      int count = data.read(buffer, offset, length);
      if (count < 0) {
        ended = true;
        data.close();
        if (!ftp.completesTransfer()) {
          throw new IOException("broken off by the mirror (%s)".formatted(ftp.reply()));
        }
      } else if (System.nanoTime() - keptAlive >= timeouts.keepAlive().toNanos()) {
        ftp.keepAlive();
        keptAlive = System.nanoTime();
      }
      return count;
    } catch (SocketTimeoutException e) {
      throw new IOException("nothing came for %s s".formatted(timeouts.silence().toSeconds()), e);
    }
  }

  @Override
  public void close() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      data.close();
      if (!Thread.currentThread().isInterrupted()) {
        ftp.limitParting();
        ftp.completesTransfer();
      }
    } catch (IOException e) {
      // It was to be broken off anyway.
    }
  }
}
