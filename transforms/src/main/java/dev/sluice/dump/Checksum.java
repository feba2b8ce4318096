package dev.sluice.dump;

import java.util.Locale;

/**
 * What a dump says its file's bytes hash to.
 *
 * @param algorithm how
 * @param hex the value, lower-case hexadecimal
 */
public record Checksum(Algorithm algorithm, String hex) {
  @Override
  public String toString() {
    return algorithm.name().toLowerCase(Locale.ROOT) + ":" + hex;
  }

  /** The algorithms that dumps use, from the weakest. */
  public enum Algorithm {
    MD5("MD5", 32),
    SHA1("SHA-1", 40),
    SHA256("SHA-256", 64);

    private final String javaName;
    private final int digits;

    Algorithm(String javaName, int digits) {
      this.javaName = javaName;
      this.digits = digits;
    }

    /** The name by which Java's {@code MessageDigest} knows it. */
    public String javaName() {
      return javaName;
    }
  }

  public Checksum {
    hex = hex.toLowerCase(Locale.ROOT);
    if (!hex.matches("[0-9a-f]{" + algorithm.digits + "}")) {
      throw new IllegalArgumentException(
          "Cannot use %s checksum %s (expected %d hexadecimal digits)"
              .formatted(algorithm, hex, algorithm.digits));
    }
  }
}
