package dev.sluice.step;

import java.time.Duration;

/**
 * Where the time of an execution went. The sum may be less than the time that passed (other waits)
 * or more (work beside the main thread).
 *
 * @param waitingForCore until a core was free
 * @param waitingForSlot until a mirror had a free slot
 * @param waitingForInput in reads, from mirrors and from storage
 * @param waitingForOutput in writes to storage
 * @param cpu on a core, on the thread that ran it
 * @param bytesIn bytes read
 * @param bytesOut bytes written
 */
public record StepTimes(
    Duration waitingForCore,
    Duration waitingForSlot,
    Duration waitingForInput,
    Duration waitingForOutput,
    Duration cpu,
    long bytesIn,
    long bytesOut) {
  /** No time at all. */
  public static final StepTimes ZERO =
      new StepTimes(
          Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 0);

  /** Both together. */
  public StepTimes plus(StepTimes other) {
    return new StepTimes(
        waitingForCore.plus(other.waitingForCore),
        waitingForSlot.plus(other.waitingForSlot),
        waitingForInput.plus(other.waitingForInput),
        waitingForOutput.plus(other.waitingForOutput),
        cpu.plus(other.cpu),
        bytesIn + other.bytesIn,
        bytesOut + other.bytesOut);
  }
}
