package dev.sluice.runners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.runners.ecs.OnEcs;
import dev.sluice.step.StepEnvironment;
import dev.sluice.storage.S3Server;
import dev.sluice.storage.Storage;
import dev.sluice.storage.StorageByScheme;
import dev.sluice.tests.ecs.EcsServer;
import dev.sluice.tests.ecs.EcsSettings;
import dev.sluice.tests.ecs.Pace;
import dev.sluice.tests.ecs.RealTime;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A third of the tasks on Spot are interrupted. How long that takes: {@code coordinator.sh}. */
@Tag("long")
@Timeout(300)
class EcsSpotIT {
  private static final int TASKS = 40;

  @TempDir private static Path folder;

  @Test
  void doesAllAndRunsOnDemandWhatWasInterruptedTwiceAlone() throws Exception {
    try (S3Server s3 = S3Server.start(folder.resolve("s3"))) {
      Storage storage =
          StorageByScheme.of(List.of("--s3Endpoint=" + s3.endpoint(), "--s3PathStyle=true"));
      SimulatedWorkers workers =
          SimulatedWorkers.of(
              Duration.ofSeconds(3), Duration.ofSeconds(4), storage, (number, at) -> {});
      try (EcsServer ecs =
          EcsServer.start(
              EcsSettings.in(RealTime.ofThisMachine())
                  .withPace(Pace.brisk())
                  .withImage("sluice", workers))) {
        ecs.registerTaskDefinition(OnEcs.DEFINITION);
        ecs.script().interruptSpot(0.3, Duration.ofSeconds(1), 1);
        URI work = URI.create("s3://dumps/work/");
        Map<Integer, SimulatedRun.Ended> ended =
            new SimulatedRun(new StepEnvironment("run-1", storage, work), ecs.endpoint(), 10)
                .run(TASKS);
        assertThat(ended).hasSize(TASKS);
        ended.forEach(
            (number, end) ->
                assertThat(end.outcome().report().failure()).as("%d", number).isNull());
        assertProviders(ecs);
      }
    }
  }

  /** Each task's attempts were on Spot until two of them were interrupted, and no longer. */
  private static void assertProviders(EcsServer ecs) {
    Map<String, List<JsonNode>> attempts = new TreeMap<>();
    for (JsonNode task : ecs.tasks()) {
      String place = place(task);
      String request = place.substring(0, place.lastIndexOf('/', place.lastIndexOf('/') - 1));
      attempts.computeIfAbsent(request, key -> new ArrayList<>()).add(task);
    }
    assertThat(attempts).hasSize(TASKS);
    int interrupted = 0;
    for (List<JsonNode> tasks : attempts.values()) {
      tasks.sort(Comparator.comparing(task -> task.path("createdAt").asDouble()));
      int before = 0;
      for (JsonNode task : tasks) {
        assertThat(task.path("capacityProviderName").asText())
            .as("after %d interruptions: %s", before, place(task))
            .isEqualTo(before < 2 ? "FARGATE_SPOT" : "FARGATE");
        before += task.path("stopCode").asText().equals("SpotInterruption") ? 1 : 0;
      }
      assertThat(tasks).hasSize(before + 1);
      interrupted += before;
    }
    assertThat(interrupted).isGreaterThan(TASKS / 10);
  }

  private static String place(JsonNode task) {
    return task.at("/overrides/containerOverrides/0/command/0").asText();
  }
}
