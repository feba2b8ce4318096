package dev.sluice.tests.ecs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** An opaque token: the last of a page, good for the request that gave it alone. */
final class PageToken {
  private PageToken() {}

  static String after(String last, String request) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((Integer.toHexString(request.hashCode()) + " " + last).getBytes(UTF_8));
  }

  static String last(String token, String request) {
    try {
      String[] parts = new String(Base64.getUrlDecoder().decode(token), UTF_8).split(" ", 2);
      if (parts.length == 2 && parts[0].equals(Integer.toHexString(request.hashCode()))) {
        return parts[1];
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw AwsError.invalid("Invalid token.");
  }
}
