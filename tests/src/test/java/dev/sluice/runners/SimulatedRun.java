package dev.sluice.runners;

import dev.sluice.runners.ecs.OnEcs;
import dev.sluice.step.HeavyStep;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepOutcome;
import dev.sluice.step.StepRunner;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The tasks of a {@link SimulatedStep} on ECS, as a driver has them done, without a graph around
 * it.
 *
 * @param environment of the run
 * @param endpoint where ECS is
 * @param most how many tasks there are at once
 */
record SimulatedRun(StepEnvironment environment, URI endpoint, int most) {
  private static final Duration LOOK = Duration.ofMillis(200);

  /** What came of a request, and when its driver had it, in ms since 1970. */
  record Ended(StepOutcome<SimulatedStep.Numbered> outcome, long at) {}

  /** Has so many tasks done; what came of each, by its number from 0. */
  Map<Integer, Ended> run(int tasks) throws InterruptedException {
    TaskSettings settings =
        new TaskSettings(UUID.randomUUID().toString(), OnEcs.at(endpoint), most, most);
    RemoteTasks remote = RemoteTasks.of(settings);
    StepRunner<SimulatedStep.Numbered, SimulatedStep.Numbered> runner =
        HeavyStep.of(new SimulatedStep(), environment).runner();
    Map<Integer, SimulatedStep.Numbered> open = new LinkedHashMap<>();
    for (int number = 0; number < tasks; number++) {
      open.put(number, new SimulatedStep.Numbered(number));
    }
    Map<Integer, Ended> ended = new TreeMap<>();
    while (!open.isEmpty()) {
      for (SimulatedStep.Numbered request : List.copyOf(open.values())) {
        Optional<StepOutcome<SimulatedStep.Numbered>> outcome = remote.poll(runner, request);
        if (outcome.isPresent()) {
          ended.put(request.number(), new Ended(outcome.get(), System.currentTimeMillis()));
          open.remove(request.number());
          remote.forget(runner, request);
        }
      }
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    }
    RemoteTasks.stop(settings);
    return ended;
  }
}
