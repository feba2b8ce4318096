package dev.sluice.overlap.rows;

/** Where rows of CSV end that have quotes: as fastcsv sees it, a quote opens at a field's begin. */
final class QuotedRows {
  private QuotedRows() {}

  /** Where the last whole row ends that begins in the bytes; {@code from} if none is whole. */
  static int lastEnd(byte[] bytes, int from, int to) {
    return end(bytes, from, to, false);
  }

  /** Where the first row ends; {@code to} if it is not whole. */
  static int firstEnd(byte[] bytes, int from, int to) {
    int end = end(bytes, from, to, true);
    return end == from ? to : end;
  }

  private static int end(byte[] bytes, int from, int to, boolean first) {
    boolean quoted = false;
    boolean fieldBegins = true;
    boolean hasQuotes = false; // Whether the field began with one: then any further one counts.
    int end = from;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (quoted) {
        quoted = b != '"';
      } else if (b == '"' && (fieldBegins || hasQuotes)) {
        quoted = true;
        hasQuotes = true;
        fieldBegins = false;
      } else if (b == ',' || b == '\r' || b == '\n') {
        fieldBegins = true;
        hasQuotes = false;
        if (b == '\n') {
          end = i + 1;
          if (first) {
            return end;
          }
        }
      } else {
        fieldBegins = false;
      }
    }
    return end;
  }
}
