package dev.sluice.pipeline;

import dev.sluice.runners.GraphRun;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While open, SIGINT and SIGTERM cancel a run: its steps are interrupted, and the process ends when
 * they have given back their connections and slots, or after {@link #PATIENCE}. What they had
 * finished stays for the next run. The exit code is the signal's, 130 or 143.
 */
final class StopSignal implements AutoCloseable {
  /** How long the steps may take to stop. */
  static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

  private final Thread hook;

  private StopSignal(GraphRun run) {
    this.hook = new Thread(() -> run.stop(PATIENCE), "stop");
  }

  static StopSignal cancels(GraphRun run) {
    StopSignal signal = new StopSignal(run);
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("Stopping already");
    }
  }
}
