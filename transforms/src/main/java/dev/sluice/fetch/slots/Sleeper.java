package dev.sluice.fetch.slots;

import java.io.Serializable;
import java.time.Duration;

/** How pauses before another attempt are spent; a test does not wait. */
public interface Sleeper extends Serializable {
  /** Waits, unless the thread is interrupted. */
  void sleep(Duration pause) throws InterruptedException;

  /** Lets the calling thread sleep. */
  static Sleeper ofThreads() {
    return pause -> Thread.sleep(pause.toMillis());
  }
}
