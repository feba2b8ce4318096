package dev.sluice.overlap.rows;

/** Where the columns of a row stand: from a byte to another; from -1 if the row lacks one. */
final class Fields {
  int startFrom;
  int startTo;
  int endFrom;
  int endTo;
  int idFrom;
  int idTo;
  IdKind idKind = IdKind.TEXT;

  /** What the bytes of an id are. */
  enum IdKind {
    /** A field of CSV: a number if it is a canonical one. */
    TEXT,
    /** A string's characters, which are not escaped. */
    STRING,
    /** JSON. */
    JSON,
    /** An array or an object, or no value at all. */
    NONE
  }

  /** No column has been seen. */
  void clear() {
    startFrom = -1;
    endFrom = -1;
    idFrom = -1;
    idKind = IdKind.TEXT;
  }
}
