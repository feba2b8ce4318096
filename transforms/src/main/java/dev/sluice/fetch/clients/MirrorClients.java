package dev.sluice.fetch.clients;

import dev.sluice.dump.Mirror;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;

/** Opens connections to mirrors. Whoever asks for one holds a {@code Slot} of that mirror. */
public interface MirrorClients extends Serializable {
  /**
   * Connects to a mirror, by the protocol that its URI names.
   *
   * @throws MirrorBusyException if the mirror has enough connections
   * @throws IOException if it cannot be reached
   */
  MirrorClient connect(Mirror mirror) throws IOException;

  /** Clients for {@code ftp:} and {@code file:}. */
  static MirrorClients standard() {
    return within(new Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(60)));
  }

  /** The same clients with other time-outs. */
  static MirrorClients within(Timeouts timeouts) {
    return mirror ->
        "file".equalsIgnoreCase(mirror.root().getScheme())
            ? new FolderClient(mirror)
            : FtpClient.connect(mirror, timeouts);
  }

  /**
   * How long a mirror may keep us waiting.
   *
   * @param connect for a connection
   * @param silence for a reply, or for the next byte
   */
  record Timeouts(Duration connect, Duration silence) implements Serializable {}
}
