package dev.sluice.convert.records;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pages and log items are taken. Where the XML does not name the namespace (pages before
 * version 0.6, log items), the title's prefix tells it, by the names in the site information: a
 * prefix that is none of them belongs to the title, which is then in the main namespace. What has
 * no title either, such as a suppressed log item, is in no namespace, and is not taken.
 */
public final class NamespaceFilter {
  private static final Long MAIN = 0L;

  private final Set<Long> wanted;

  /**
   * @param wanted none stands for all
   */
  public NamespaceFilter(Set<Long> wanted) {
    this.wanted = wanted;
  }

  /** Whether there is nothing to choose. */
  public boolean takesAll() {
    return wanted.isEmpty();
  }

  /**
   * Whether a page or log item is taken.
   *
   * @param namespace as the XML names it; null if it does not
   * @param title with its prefix; null if there is none
   * @throws BadRecordException if its namespace cannot be told
   */
  public boolean takes(@Nullable Long namespace, @Nullable String title, Site site)
      throws BadRecordException {
    if (wanted.isEmpty()) {
      return true;
    }
    Long known = namespace == null ? byPrefix(title, site) : namespace;
    return known != null && wanted.contains(known);
  }

  private static @Nullable Long byPrefix(@Nullable String title, Site site)
      throws BadRecordException {
    if (title == null) {
      return null;
    }
    int colon = title.indexOf(':');
    if (colon < 0) {
      return MAIN;
    }
    if (site.namespaces().isEmpty()) {
      throw new BadRecordException(
          "the namespace of \"%s\" cannot be told (no ns, and no namespaces in the siteinfo; expected one)"
              .formatted(title));
    }
    return site.namespaces().getOrDefault(title.substring(0, colon), MAIN);
  }
}
