package dev.sluice.tests.ecs;

import java.time.Duration;

/**
 * How long a task is in each state that it goes through by itself: Developer Guide, "Amazon ECS
 * task lifecycle". AWS promises no times.
 *
 * @param provisioning its network interface is made
 * @param pending its image is pulled
 * @param activating what comes before it counts as running
 * @param deactivating what comes before its containers are stopped
 * @param stopping after its last container has ended
 * @param deprovisioning its network interface is removed
 */
public record Pace(
    Duration provisioning,
    Duration pending,
    Duration activating,
    Duration deactivating,
    Duration stopping,
    Duration deprovisioning) {
  /** Much as Fargate's. */
  public static Pace ofFargate() {
    return new Pace(
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10));
  }

  /** For tests with real processes in real time. */
  public static Pace brisk() {
    Duration moment = Duration.ofMillis(10);
    return new Pace(moment, moment, moment, moment, moment, moment);
  }
}
