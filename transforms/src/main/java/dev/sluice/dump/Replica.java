package dev.sluice.dump;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * A mirror's copy of a dump file.
 *
 * @param mirror who holds it
 * @param path where, relative to the mirror's root
 */
public record Replica(Mirror mirror, String path) {
  /** Where it is. */
  public URI uri() {
    URI root = mirror.root();
    try {
      return new URI(root.getScheme(), root.getAuthority(), root.getPath() + path, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(path + " is not a path on " + root, e);
    }
  }
}
