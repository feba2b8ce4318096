package dev.sluice.storage;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Message digests that every Java platform has, and how MediaWiki writes them. */
public final class Digests {
  private static final int BASE_36_DIGITS = 31;

  private Digests() {}

  /** A new SHA-256 digest. */
  public static MessageDigest sha256() {
    return of("SHA-256");
  }

  /**
   * A new digest by its Java name.
   *
   * @param algorithm {@code MD5}, {@code SHA-1} or {@code SHA-256}
   */
  public static MessageDigest of(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("No " + algorithm + " in this Java runtime", e);
    }
  }

  /** A SHA-1 as MediaWiki writes it: 31 digits of base 36, zeros in front. */
  public static String base36(byte[] sha1) {
    String digits = new BigInteger(1, sha1).toString(36);
    return "0".repeat(BASE_36_DIGITS - digits.length()) + digits;
  }
}
