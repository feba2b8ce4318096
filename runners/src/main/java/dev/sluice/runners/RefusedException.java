package dev.sluice.runners;

/** A run cannot begin where the user wants it to; the message is the sentence that says why. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  RefusedException(String sentence) {
    super(sentence);
  }
}
