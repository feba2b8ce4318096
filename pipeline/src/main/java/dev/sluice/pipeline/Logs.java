package dev.sluice.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.slf4j.LoggerFactory;

/** Sets what is logged, before the first logger exists, and where. */
final class Logs {
  private static final String LOGGER = "org.slf4j.simpleLogger.";

  /** What may take hours; elsewhere the format of times would be a tenth of a command's start. */
  private static final Set<String> LONG_COMMANDS = Set.of("run", "demo");

  private Logs() {}

  static void configure(String[] args) {
    List<String> words = Arrays.asList(args);
    boolean verbose = words.contains("--verbose=true") || words.contains("--verbose");
    if (verbose) {
      System.setProperty(LOGGER + "log.dev.sluice", "debug");
      System.setProperty(LOGGER + "defaultLogLevel", "info");
    }
    if (verbose || words.isEmpty() || LONG_COMMANDS.contains(words.get(0))) {
      System.setProperty(LOGGER + "showDateTime", "true");
      System.setProperty(LOGGER + "dateTimeFormat", "HH:mm:ss");
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
