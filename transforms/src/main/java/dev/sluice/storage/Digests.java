package dev.sluice.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Message digests that every Java platform has. */
public final class Digests {
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
}
