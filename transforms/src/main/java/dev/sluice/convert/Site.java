package dev.sluice.convert;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a document says about its wiki.
 *
 * @param wiki the database name, else what the file's name begins with; null if unknown
 * @param namespaces ids by the names that titles begin with; empty if unknown
 */
record Site(@Nullable String wiki, Map<String, Long> namespaces) {
  Site {
    namespaces = Map.copyOf(namespaces);
  }
}
