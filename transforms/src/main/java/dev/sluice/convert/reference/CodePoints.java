package dev.sluice.convert.reference;

import java.util.Arrays;
import java.util.Comparator;

/** The order of UTF-8 bytes, which that of Java's strings is not past the BMP. */
final class CodePoints {
  static final Comparator<String> ORDER = CodePoints::compare;

  private CodePoints() {}

  private static int compare(String left, String right) {
    return Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());
  }
}
