package dev.sluice.dump;

import java.io.Serializable;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server, or a folder, that holds dumps in Wikimedia's layout.
 *
 * @param root where the layout begins, ending in a slash: {@code ftp://ftp.acc.umu.se/mirror/
 *     wikimedia.org/dumps/}
 * @param connections how many connections to it a run may have at any moment, from 1
 * @param contact whom its operator may write to about this run, named to it by clients whose
 *     protocol has a place for that; null if the user does not say
 * @param host what it counts as, for mirrors that are one host under several names; null if that is
 *     told by its root
 */
public record Mirror(URI root, int connections, @Nullable String contact, @Nullable String host)
    implements Serializable {
  /** Connections to a mirror whose operator's wishes are not known. */
  public static final int DEFAULT_CONNECTIONS = 2;

  private static final Set<String> SCHEMES = Set.of("ftp", "http", "https", "file");

  /** One that is not told whom to write to. */
  public Mirror(URI root, int connections) {
    this(root, connections, null, null);
  }

  public Mirror {
    if (root.getScheme() == null || !SCHEMES.contains(root.getScheme().toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "Cannot use mirror %s: its scheme is not known (expected ftp:, http:, https: or file:)"
              .formatted(root));
    }
    if (root.getUserInfo() != null && root.getUserInfo().contains(":")) {
      throw new IllegalArgumentException(
          "Cannot use mirror %s: a password is in it (expected a public mirror)"
              .formatted(root.getHost()));
    }
    if (connections < 1) {
      throw new IllegalArgumentException(
          "Cannot use mirror %s: connections=%d (expected 1 or more)".formatted(root, connections));
    }
    if (root.getQuery() != null || !root.getPath().endsWith("/")) {
      throw new IllegalArgumentException(
          "Cannot use mirror %s: not a root (expected no query, and a slash at its end)"
              .formatted(root));
    }
  }

  /** The same mirror, told whom to write to. */
  public Mirror withContact(@Nullable String address) {
    return new Mirror(root, connections, address, host);
  }

  /** The same mirror, counting as a part of this host, which may have so many connections. */
  public Mirror countedAs(String one, int most) {
    return new Mirror(root, most, contact, one);
  }

  /** What the mirror is called in messages: its host and port, or its folder. */
  public String name() {
    String authority = root.getAuthority();
    return authority == null || authority.isEmpty() ? root.getPath() : authority;
  }
}
