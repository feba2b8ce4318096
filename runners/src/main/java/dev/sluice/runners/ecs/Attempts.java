package dev.sluice.runners.ecs;

import java.time.Duration;
import java.util.Optional;

/**
 * What the attempts at one task have come to so far, and so when and where the next one is made:
 * the retry table. Only {@link EndCause#LOST} costs one of the user's retries.
 *
 * <table>
 * <caption>After what is which done?</caption>
 * <tr><th>cause</th><th>next</th></tr>
 * <tr><td>lost</td><td>again at once, {@code retries} times</td></tr>
 * <tr><td>interrupted</td><td>again at once, on demand after 2</td></tr>
 * <tr><td>no capacity</td><td>after a back-off of up to 60 s, in another subnet, on demand after 3;
 * {@value #MOST_WITHOUT_CAPACITY} times</td></tr>
 * <tr><td>account full</td><td>after 60 s, as often as needed</td></tr>
 * <tr><td>out of memory</td><td>with the next size of memory, once</td></tr>
 * <tr><td>unusable</td><td>never</td></tr>
 * </table>
 */
public record Attempts(int lost, int interrupted, int withoutCapacity, boolean grown) {
  private static final int SPOT_INTERRUPTIONS = 2;
  private static final int SPOT_WITHOUT_CAPACITY = 3;
  private static final int MOST_WITHOUT_CAPACITY = 12;
  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** None yet. */
  public static final Attempts NONE = new Attempts(0, 0, 0, false);

  /**
   * The next attempt.
   *
   * @param attempts with what ended
   * @param delay until then, before it is spread by chance
   */
  public record Next(Attempts attempts, Duration delay) {}

  /**
   * What follows the end of an attempt; empty: nothing.
   *
   * @param retries how often a task that was lost is tried again
   */
  public Optional<Next> after(EndCause cause, int retries) {
    return switch (cause) {
      case LOST ->
          next(
              lost < retries, new Attempts(lost + 1, interrupted, withoutCapacity, grown), AT_ONCE);
      case INTERRUPTED ->
          next(true, new Attempts(lost, interrupted + 1, withoutCapacity, grown), AT_ONCE);
      case NO_CAPACITY ->
          next(
              withoutCapacity < MOST_WITHOUT_CAPACITY,
              new Attempts(lost, interrupted, withoutCapacity + 1, grown),
              backOff(withoutCapacity));
      case ACCOUNT_FULL -> next(true, this, LONGEST);
      case OUT_OF_MEMORY ->
          next(!grown, new Attempts(lost, interrupted, withoutCapacity, true), AT_ONCE);
      case UNUSABLE -> Optional.empty();
    };
  }

  /** Whether the next one is to run where nobody takes the capacity back. */
  public boolean onDemand() {
    return interrupted >= SPOT_INTERRUPTIONS || withoutCapacity >= SPOT_WITHOUT_CAPACITY;
  }

  private static Optional<Next> next(boolean more, Attempts attempts, Duration delay) {
    return more ? Optional.of(new Next(attempts, delay)) : Optional.empty();
  }

  /** 5, 10, 20, 40 and then 60 s. */
  private static Duration backOff(int times) {
    Duration delay = Duration.ofSeconds(5).multipliedBy(1L << Math.min(times, 4));
    return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
  }
}
