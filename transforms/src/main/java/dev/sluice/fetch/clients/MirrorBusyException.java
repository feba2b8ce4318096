package dev.sluice.fetch.clients;

import java.io.IOException;

/** The mirror has as many connections as it wants: go away and come back later. */
public final class MirrorBusyException extends IOException {
  private static final long serialVersionUID = 1;

  MirrorBusyException(String message) {
    super(message);
  }
}
