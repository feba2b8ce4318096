package dev.sluice.convert;

import org.jspecify.annotations.Nullable;

/**
 * Who made a revision ({@code ContributorType}).
 *
 * @param id the account's id; 0 for one of another wiki, null for an IP address
 * @param name the account's name, or the IP address
 * @param visible whether the dump tells
 */
record Contributor(@Nullable Long id, @Nullable String name, boolean visible) {
  static final Contributor SUPPRESSED = new Contributor(null, null, false);
}
