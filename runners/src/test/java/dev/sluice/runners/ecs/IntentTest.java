package dev.sluice.runners.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.sluice.step.Load;
import dev.sluice.step.StepTask;
import dev.sluice.step.TaskLease;
import dev.sluice.step.WorkFolder;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.Storage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;

class IntentTest {
  private static final Storage STORAGE = new LocalStorage();
  private static final EcsSettings SETTINGS =
      new EcsSettings(
          "cluster",
          "sluice:3",
          "worker",
          List.of("subnet-1", "subnet-2"),
          List.of("sg-1"),
          false,
          List.of(new EcsSettings.Provider("FARGATE_SPOT", 2)),
          "FARGATE",
          new FargateSize(512, 1024),
          new FargateSize(2048, 4096),
          2,
          Duration.ofMinutes(5),
          null,
          URI.create("http://127.0.0.1:1"));

  @TempDir Path folder;

  @Test
  void makesTheSameRequestAgainFromWhatStandsInStorage() throws Exception {
    StepTask task = task(2);
    Attempts attempts = new Attempts(0, 1, 1, true);
    Intent intent = Intent.now(task, STORAGE, Load.COMPUTES, attempts, SETTINGS);
    RunTaskRequest request = RunTaskRequests.of(task, intent);
    intent.put(task, STORAGE);
    Intent read = Intent.of(task, STORAGE).orElseThrow();
    assertThat(read).isEqualTo(intent);
    assertThat(RunTaskRequests.of(task, read)).isEqualTo(request);
    assertThat(request.launchType()).isNull();
    assertThat(request.startedBy()).isEqualTo("run-1");
    assertThat(request.clientToken()).hasSizeLessThanOrEqualTo(64);
    assertThat(request.networkConfiguration().awsvpcConfiguration().subnets())
        .containsExactly("subnet-2");
    assertThat(request.overrides().memory()).isEqualTo("5120");
  }

  /** Who converts what it downloads needs the memory for that. */
  @Test
  void givesLittleOnlyToTasksThatOnlyWait() {
    for (Load load : Load.values()) {
      Intent intent = Intent.now(task(1), STORAGE, load, Attempts.NONE, SETTINGS);
      assertThat(RunTaskRequests.of(task(1), intent).overrides().memory())
          .isEqualTo(load == Load.WAITS ? "1024" : "4096");
    }
  }

  @Test
  void givesEachAttemptATokenOfItsOwn() {
    Intent intent = Intent.now(task(1), STORAGE, Load.WAITS, Attempts.NONE, SETTINGS);
    assertThat(RunTaskRequests.of(task(2), intent).clientToken())
        .isNotEqualTo(RunTaskRequests.of(task(1), intent).clientToken());
  }

  @Test
  void findsTheLastAttemptByItsNumber() throws Exception {
    assertThat(Intent.last(task(1), STORAGE)).isEmpty();
    for (int attempt : new int[] {1, 2, 9, 10}) {
      Intent.now(task(attempt), STORAGE, Load.WAITS, Attempts.NONE, SETTINGS)
          .put(task(attempt), STORAGE);
    }
    task(11).put(STORAGE); // Killed before it was about to be launched.
    assertThat(Intent.last(task(1), STORAGE).orElseThrow().attempt()).isEqualTo(10);
    assertThat(Intent.of(task(11), STORAGE)).isEmpty();
  }

  private StepTask task(int attempt) {
    WorkFolder work = new WorkFolder(folder.toUri());
    return new StepTask(
        StepTask.SCHEMA,
        "run-1",
        "Count",
        attempt,
        IntNode.valueOf(7),
        work.uri(),
        work.tasks("run-1").resolve("Count/f/%d/".formatted(attempt)),
        new TaskLease(Duration.ofMinutes(5), Duration.ofHours(1)),
        null,
        null);
  }
}
