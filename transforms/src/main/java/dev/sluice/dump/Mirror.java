package dev.sluice.dump;

import java.io.Serializable;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * A server, or a folder, that holds dumps in Wikimedia's layout.
 *
 * @param root where the layout begins, ending in a slash: {@code ftp://ftp.acc.umu.se/mirror/
 *     wikimedia.org/dumps/}
 * @param connections how many connections to it a run may have at any moment, from 1
 */
public record Mirror(URI root, int connections) implements Serializable {
  /** Connections to a mirror whose operator's wishes are not known. */
  public static final int DEFAULT_CONNECTIONS = 2;

  private static final Set<String> SCHEMES = Set.of("ftp", "file");

  public Mirror {
    if (root.getScheme() == null || !SCHEMES.contains(root.getScheme().toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "Cannot use mirror %s: its scheme is not known (expected ftp: or file:)".formatted(root));
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

  /** What the mirror is called in messages: its host and port, or its folder. */
  public String name() {
    String authority = root.getAuthority();
    return authority == null || authority.isEmpty() ? root.getPath() : authority;
  }
}
