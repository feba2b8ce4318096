package dev.sluice.fetch.clients;

import dev.sluice.dump.Mirror;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;

/** Opens connections to mirrors. Whoever asks for one holds a {@code Slot} of that mirror. */
public interface MirrorClients extends Serializable {
  /**
   * Connects to a mirror, by the protocol that its URI names.
   *
   * @throws MirrorBusyException if the mirror has enough connections
   * @throws LoginRefusedException if it does not want who asks, whenever asked
   * @throws IOException if it cannot be reached
   */
  MirrorClient connect(Mirror mirror) throws IOException;

  /** Clients for {@code ftp:}, {@code http:}, {@code https:} and {@code file:}. */
  static MirrorClients standard() {
    return within(new Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(60)));
  }

  /** The same clients with other time-outs. */
  static MirrorClients within(Timeouts timeouts) {
    return mirror ->
        switch (mirror.root().getScheme().toLowerCase(Locale.ROOT)) {
          case "file" -> new FolderClient(mirror);
          case "http", "https" -> new HttpMirrorClient(mirror, timeouts);
          default -> FtpClient.connect(mirror, timeouts);
        };
  }

  /**
   * How long a mirror may keep us waiting.
   *
   * @param connect for a connection
   * @param silence for a reply, or for the next byte
   * @param keepAlive no longer than this is a connection for commands left at rest during a
   *     transfer over another
   */
  record Timeouts(Duration connect, Duration silence, Duration keepAlive) implements Serializable {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

    public Timeouts(Duration connect, Duration silence) {
      this(connect, silence, KEEP_ALIVE);
    }
  }
}
