package dev.sluice.pipeline;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * While open, the first SIGINT does something else than to stop the process; the next one stops it,
 * as SIGTERM does at any time.
 */
final class FirstInterrupt implements AutoCloseable {
  private static final String INT = "INT";

  /** As a shell tells of SIGINT. */
  private static final int EXIT_CODE = 130;

  private final BooleanSupplier action;
  private final AtomicInteger signals = new AtomicInteger();
  private final @Nullable Object before;

  private FirstInterrupt(BooleanSupplier action) {
    this.action = action;
    this.before = Signals.register(INT, this::handle);
  }

  /**
   * From now on the first SIGINT does this, on a thread of its own.
   *
   * @param action returns whether there was anything to do; if not, the process is stopped at once
   */
  static FirstInterrupt does(BooleanSupplier action) {
    return new FirstInterrupt(action);
  }

  private void handle() {
    if (signals.getAndIncrement() > 0 || !action.getAsBoolean()) {
      stop();
    }
  }

  /**
   * Begins to stop the process, as a SIGINT does; its thread has to end before the process does.
   */
  void stop() {
    Thread thread = new Thread(() -> System.exit(EXIT_CODE), "sluice-interrupt");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    Signals.unregister(INT, before);
  }
}
