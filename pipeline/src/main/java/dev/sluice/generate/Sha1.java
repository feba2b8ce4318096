package dev.sluice.generate;

import dev.sluice.storage.Digests;
import java.security.MessageDigest;

/** SHA-1 values as dumps have them: 31 digits of base 36, zeros in front. */
final class Sha1 {
  static final int DIGITS = 31;

  private static final byte[] BASE_36 = ByteText.utf8("0123456789abcdefghijklmnopqrstuvwxyz");
  private static final int HIGHEST_FIRST_DIGIT = 29;

  private final MessageDigest digest = Digests.of("SHA-1");

  /** The value of a text's bytes. */
  byte[] of(ByteText text) {
    text.updateDigest(digest);
    return base36(digest.digest());
  }

  /** The value of a revision with two slots, made of theirs in the order of the roles' names. */
  byte[] ofSlots(byte[] first, byte[] second) {
    digest.update(first);
    digest.update(second);
    return base36(digest.digest());
  }

  /** Something that could be such a value. */
  static byte[] any(SplitMix random) {
    byte[] digits = new byte[DIGITS];
    long bits = 0;
    for (int i = 0; i < DIGITS; i++) {
      if (i % 6 == 0) {
        bits = random.next() >>> 1;
      }
      digits[i] = BASE_36[(int) (bits % (i == 0 ? HIGHEST_FIRST_DIGIT : 36))];
      bits /= 36;
    }
    return digits;
  }

  static byte[] base36(byte[] hash) {
    return ByteText.utf8(Digests.base36(hash));
  }
}
