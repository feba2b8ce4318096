package dev.sluice.dump;

import java.io.IOException;

/** No mirror holds the dump that was asked for; the message is a sentence for the user. */
public final class DumpNotFoundException extends IOException {
  private static final long serialVersionUID = 1;

  DumpNotFoundException(String message) {
    super(message);
  }
}
