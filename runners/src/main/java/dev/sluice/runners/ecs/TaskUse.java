package dev.sluice.runners.ecs;

import java.util.ArrayList;
import java.util.List;

/**
 * What tasks have used by a moment.
 *
 * @param starting how many are not at work yet
 * @param running how many are
 * @param onSpot how many of these two are on Spot
 * @param ended how many have ended, whatever came of them
 * @param spotSeconds of tasks on Spot
 * @param onDemandSeconds of tasks on demand
 * @param cost about so much
 * @param currency of the cost, such as USD
 */
public record TaskUse(
    int starting,
    int running,
    int onSpot,
    int ended,
    long spotSeconds,
    long onDemandSeconds,
    double cost,
    String currency) {
  /** How many tasks there were and are. */
  public int tasks() {
    return starting + running + ended;
  }

  /** That of both, in the same currency. */
  public TaskUse plus(TaskUse other) {
    return new TaskUse(
        starting + other.starting,
        running + other.running,
        onSpot + other.onSpot,
        ended + other.ended,
        spotSeconds + other.spotSeconds,
        onDemandSeconds + other.onDemandSeconds,
        cost + other.cost,
        currency);
  }

  /** In words: what there is now first, if there is anything. */
  public String text() {
    List<String> words = new ArrayList<>();
    if (starting + running > 0) {
      words.add("%d running, %d starting, %d of them on Spot".formatted(running, starting, onSpot));
    }
    words.add("%,d ended".formatted(ended));
    words.add("%,d s on Spot, %,d s on demand".formatted(spotSeconds, onDemandSeconds));
    words.add("about %.2f %s".formatted(cost, currency));
    return String.join("; ", words);
  }
}
