package dev.sluice.runners.ecs;

import java.time.Duration;

/**
 * What a coordinator waits for, and how long.
 *
 * @param look between two looks for outcomes in storage
 * @param poll between two rounds of asking ECS about all tasks
 * @param unseen after its launch a task may be unknown to reads, which are eventually consistent
 * @param settled after which what was launched is seen by reads, most likely
 * @param start for a task that was launched to run
 */
record Waits(Duration look, Duration poll, Duration unseen, Duration settled, Duration start) {
  static final Waits STANDARD =
      new Waits(
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(5),
          Duration.ofMinutes(10));
}
