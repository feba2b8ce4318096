package dev.sluice.fetch;

import dev.sluice.dump.Mirror;
import java.net.URI;
import java.util.Locale;

/** What mirrors have in common that count as one: their host and port, or their folder. */
final class MirrorHost {
  private static final int FTP_PORT = 21;

  private MirrorHost() {}

  static String of(Mirror mirror) {
    URI root = mirror.root();
    String host = root.getHost();
    if (host == null) {
      return root.normalize().getPath();
    }
    int port = root.getPort() < 0 ? FTP_PORT : root.getPort();
    return host.toLowerCase(Locale.ROOT) + ":" + port;
  }
}
