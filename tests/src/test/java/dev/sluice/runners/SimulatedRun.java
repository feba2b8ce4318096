package dev.sluice.runners;

import dev.sluice.runners.ecs.EcsSettings;
import dev.sluice.runners.ecs.FargateSize;
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
  private static final String TASK_DEFINITION = "sluice";

  /** What a server is to have for its tasks. */
  static final String DEFINITION =
      """
      {"family": "sluice", "cpu": "1024", "memory": "2048", "networkMode": "awsvpc",
       "requiresCompatibilities": ["FARGATE"],
       "containerDefinitions": [{"name": "worker", "image": "sluice",
         "logConfiguration": {"logDriver": "awslogs", "options": {
           "awslogs-group": "/sluice/workers", "awslogs-region": "eu-west-1",
           "awslogs-stream-prefix": "sluice"}}}]}
      """;

  /** What came of a request, and when its driver had it, in ms since 1970. */
  record Ended(StepOutcome<SimulatedStep.Numbered> outcome, long at) {}

  /** Has so many tasks done; what came of each, by its number from 0. */
  Map<Integer, Ended> run(int tasks) throws InterruptedException {
    TaskSettings settings = new TaskSettings(UUID.randomUUID().toString(), ecs(), most, most);
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

  private EcsSettings ecs() {
    return new EcsSettings(
        "sluice",
        TASK_DEFINITION,
        "worker",
        List.of("subnet-1", "subnet-2"),
        List.of(),
        true,
        List.of(new EcsSettings.Provider("FARGATE_SPOT", 1)),
        "FARGATE",
        new FargateSize(512, 1024),
        new FargateSize(2048, 4096),
        2,
        Duration.ofMinutes(5),
        "eu-west-1",
        endpoint);
  }
}
