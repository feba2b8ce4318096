package dev.sluice.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import org.slf4j.LoggerFactory;

/** Sets what is logged, before the first logger exists, and where. */
final class Logs {
  private Logs() {}

  static void configure(String[] args) {
    if (Arrays.asList(args).contains("--verbose=true")
        || Arrays.asList(args).contains("--verbose")) {
      System.setProperty("org.slf4j.simpleLogger.log.dev.sluice", "debug");
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
    }
  }

  /** Whether the user wants to see everything. */
  static boolean areVerbose() {
    return LoggerFactory.getLogger(Logs.class).isDebugEnabled();
  }

  /** Until it is closed, lines on standard error appear above the progress, and tear nothing. */
  static Routed through(ProgressDisplay display) {
    PrintStream before = System.err;
    System.setErr(new PrintStream(new Lines(display), true, UTF_8));
    return () -> System.setErr(before);
  }

  /** Standard error, somewhere else until this is closed. */
  interface Routed extends AutoCloseable {
    @Override
    void close();
  }

  private static final class Lines extends OutputStream {
    private final ProgressDisplay display;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(ProgressDisplay display) {
      this.display = display;
    }

    @Override
    public synchronized void write(int b) {
      if (b == '\n') {
        display.message(line.toString(UTF_8));
        line.reset();
      } else if (b != '\r') {
        line.write(b);
      }
    }
  }
}
