package dev.sluice.fetch.slots;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dump.Mirror;
import dev.sluice.storage.Digests;
import java.net.URI;
import java.util.HexFormat;
import java.util.Locale;

/** What mirrors have in common that count as one: their host and port, or their folder. */
public final class MirrorHost {
  private static final int FTP_PORT = 21;
  private static final int LONGEST_READABLE = 60;
  private static final int DIGEST_DIGITS = 8;

  private MirrorHost() {}

  /** The same for mirrors that count as one. */
  public static String of(Mirror mirror) {
    URI root = mirror.root();
    String host = root.getHost();
    if (host == null) {
      return root.normalize().getPath();
    }
    int port = root.getPort() < 0 ? FTP_PORT : root.getPort();
    return host.toLowerCase(Locale.ROOT) + ":" + port;
  }

  /** A name for a folder of this host's own: what can be read of it, and a digest of it all. */
  static String folderName(String host) {
    String readable = host.replaceAll("[^A-Za-z0-9.]+", "-").replaceAll("^[.-]+|[.-]+$", "");
    String digest = HexFormat.of().formatHex(Digests.sha256().digest(host.getBytes(UTF_8)));
    return readable.substring(0, Math.min(readable.length(), LONGEST_READABLE))
        + "-"
        + digest.substring(0, DIGEST_DIGITS);
  }
}
