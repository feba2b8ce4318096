package dev.sluice.runners;

import dev.sluice.runners.ecs.FargatePrices;
import dev.sluice.runners.ecs.FargateSize;
import dev.sluice.step.Load;
import java.time.Duration;

/**
 * How heavy steps would be placed on ECS.
 *
 * @param mostDownloads how many tasks that wait for mirrors there are at once
 * @param mostBusy how many that compute
 * @param waiting the size of those that wait
 * @param busy the size of those that compute
 * @param prices what they cost
 */
public record TaskPlan(
    int mostDownloads, int mostBusy, FargateSize waiting, FargateSize busy, FargatePrices prices) {
  /** What tasks cost, none of which is interrupted. */
  public double cost(Load load, boolean spot, long tasks, Duration each) {
    return tasks * prices.cost(load == Load.WAITS ? waiting : busy, spot, each);
  }
}
