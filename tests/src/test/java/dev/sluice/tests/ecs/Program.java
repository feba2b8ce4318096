package dev.sluice.tests.ecs;

import java.io.IOException;

/** What an image does when a container of it is started. */
@FunctionalInterface
public interface Program {
  /**
   * Starts it, and returns at once.
   *
   * @throws IOException if it cannot be started
   */
  Running start(Launch launch, Console console, Timeline time) throws IOException;

  /** Where a container tells what becomes of it, from any thread. */
  interface Console {
    /** A line of standard output or error. */
    void line(String text);

    /** The end; nothing comes after it. */
    void exited(int code);
  }

  /** A container's process, as signals see it. */
  interface Running {
    /** SIGTERM. */
    void terminate();

    /** SIGKILL. */
    void kill();
  }
}
