package dev.sluice.convert.scan;

/**
 * Why a scanner stopped before the end of what it was given. Not an error: more bytes follow, or
 * the reference converter goes on from there, which takes what is right and refuses what is wrong.
 */
@SuppressWarnings("StaticAssignmentOfThrowable") // They carry no stack, and are thrown often.
final class Stop extends Exception {
  private static final long serialVersionUID = 1;

  /** What was begun does not end within the bytes at hand. */
  static final Stop UNFINISHED = new Stop("unfinished");

  /** It is malformed, or no record, or nothing that the scanner knows how to take. */
  static final Stop DOUBT = new Stop("doubt");

  private Stop(String message) {
    super(message, null, false, false);
  }
}
