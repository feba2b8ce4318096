package dev.sluice.fetch.clients;

import java.io.IOException;

/** The mirror does not want this name, or this password: asking again gets the same answer. */
public final class LoginRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  LoginRefusedException(String message) {
    super(message);
  }
}
