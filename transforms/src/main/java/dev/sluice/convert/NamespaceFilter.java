package dev.sluice.convert;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pages and log items are taken. Where the XML does not name the namespace (pages before
 * version 0.6, log items), the title's prefix tells it, by the names in the site information: a
 * prefix that is none of them belongs to the title, which is then in the main namespace. What has
 * no title either, such as a suppressed log item, is in no namespace, and is not taken.
 */
final class NamespaceFilter {
  private static final Long MAIN = 0L;

  private final Set<Long> wanted;

  /**
   * @param wanted none stands for all
   */
  NamespaceFilter(Set<Long> wanted) {
    this.wanted = wanted;
  }

  boolean takesAll() {
    return wanted.isEmpty();
  }

  boolean takes(@Nullable Long namespace, @Nullable String title, Site site)
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
