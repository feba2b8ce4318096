package dev.sluice.pipeline;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/**
 * What every command has. One that is to stop has its thread interrupted, and closes all that it
 * has open.
 */
abstract class SluiceCommand implements Callable<Integer> {
  /** How many values an option has that is true when it is only named. */
  static final String BOOLEAN = "0..1";

  /** What the help calls such a value. */
  static final String TRUE_OR_FALSE = "true|false";

  /** What {@link #stopped()} says where that holds. */
  static final String STOPPED_HALFWAY = "Stopped; the same command goes on from here.";

  private final Host host;

  @SuppressWarnings("unused") // picocli sets it, shows the help and asks no further.
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this text.")
  private boolean help;

  @Option(
      names = "--verbose",
      arity = BOOLEAN,
      paramLabel = TRUE_OR_FALSE,
      fallbackValue = "true",
      description = "Logs what happens, and where a failure comes from.")
  private boolean verbose;

  SluiceCommand(Host host) {
    this.host = host;
  }

  final Host host() {
    return host;
  }

  final boolean verbose() {
    return verbose;
  }

  /** What is said when it was stopped. */
  String stopped() {
    return "Stopped.";
  }
}
