package dev.sluice.fetch;

import dev.sluice.step.FailureSentence;
import java.io.IOException;

/** What came could not be stored: no mirror's fault, so no other mirror is asked. */
final class StoringException extends IOException {
  private static final long serialVersionUID = 1;

  StoringException(String name, IOException cause) {
    super("Cannot store %s: %s".formatted(name, FailureSentence.of(cause)), cause);
  }
}
