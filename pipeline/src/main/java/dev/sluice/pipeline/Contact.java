package dev.sluice.pipeline;

import dev.sluice.dump.Mirror;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom mirrors' operators may write to. <a
 * href="https://foundation.wikimedia.org/wiki/Policy:Wikimedia_Foundation_User-Agent_Policy">Wikimedia
 * asks for it</a>; its mirrors are told if the user says.
 */
final class Contact {
  private static final String ORIGIN = "wikimedia.org";

  /** What can stand in a comment of the header {@code User-Agent}, and be written to. */
  private static final Pattern ADDRESS =
      Pattern.compile("(?=.*(?:.@.|://.))[\\x20-\\x7e&&[^()\\\\]]{3,200}");

  private Contact() {}

  /**
   * The mirrors, told the contact.
   *
   * @throws UsageException if it cannot be one, or is not given although the origin is asked
   */
  static List<Mirror> in(List<Mirror> mirrors, @Nullable String contact) {
    if (contact != null && !ADDRESS.matcher(contact).matches()) {
      throw new UsageException(
          "Cannot use --contact=%s: nobody can be reached there (expected an e-mail address or a URL,"
                  .formatted(contact)
              + " in ASCII and without parentheses)");
    }
    for (Mirror mirror : mirrors) {
      if (contact == null && isOrigin(mirror.root())) {
        throw new UsageException(
            "Cannot use mirror %s: Wikimedia asks whom it may write to (expected --contact=ADDRESS,"
                    .formatted(mirror.root())
                + " your e-mail address or web page)");
      }
    }
    return mirrors.stream().map(mirror -> mirror.withContact(contact)).toList();
  }

  private static boolean isOrigin(URI root) {
    String host = root.getHost() == null ? "" : root.getHost().toLowerCase(Locale.ROOT);
    return host.equals(ORIGIN) || host.endsWith("." + ORIGIN);
  }
}
