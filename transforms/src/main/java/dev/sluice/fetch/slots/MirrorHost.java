package dev.sluice.fetch.slots;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dump.Mirror;
import dev.sluice.storage.Digests;
import java.net.URI;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/**
 * What mirrors have in common that count as one: their host, over whatever protocol, or their
 * folder. A port that is not a protocol's own is another server. Other names of one host are found
 * by {@link MirrorAliases}.
 */
public final class MirrorHost {
  private static final Set<Integer> OWN_PORTS = Set.of(-1, 21, 80, 443);
  private static final int LONGEST_READABLE = 60;
  private static final int DIGEST_DIGITS = 8;

  private MirrorHost() {}

  /** The same for mirrors that count as one. */
  public static String of(Mirror mirror) {
    if (mirror.host() != null) {
      return mirror.host();
    }
    URI root = mirror.root();
    String host = root.getHost();
    if (host == null) {
      return root.normalize().getPath();
    }
    String name = host.toLowerCase(Locale.ROOT);
    int port = port(mirror);
    return port < 0 ? name : name + ":" + port;
  }

  /** Its port; -1 if that is a protocol's own. */
  static int port(Mirror mirror) {
    int port = mirror.root().getPort();
    return OWN_PORTS.contains(port) ? -1 : port;
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
