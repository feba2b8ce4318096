package dev.sluice.tests.ecs;

import static dev.sluice.tests.ecs.TestAccount.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Task;

final class ManyTasksTest {
  /** Under AWS's quotas: 20 launches a second after the first 100. */
  @Test
  void thousandTasksRunAtOnce() throws IOException {
    AtomicInteger done = new AtomicInteger();
    try (TestAccount account =
        TestAccount.open(
            launch ->
                Simulation.lasting(Duration.ofMinutes(10))
                    .saying(Duration.ofMinutes(1), "hello")
                    .doing(done::incrementAndGet),
            settings -> settings.withQuotas(Quotas.ofAws().withLogRates(25, 25)))) {
      List<String> arns = new ArrayList<>();
      while (arns.size() < 1000) {
        account.run(r -> r.count(10)).tasks().forEach(task -> arns.add(task.taskArn()));
        account.advance(Duration.ofMillis(500));
      }
      account.advance(Duration.ofMinutes(2));
      assertThat(account.server.tasksIn("RUNNING")).isEqualTo(1000);
      List<Task> described = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        List<String> batch = arns.subList(100 * i, 100 * i + 100);
        described.addAll(account.ecs.describeTasks(r -> r.cluster(CLUSTER).tasks(batch)).tasks());
      }
      assertThat(described).hasSize(1000).allMatch(task -> task.lastStatus().equals("RUNNING"));
      account.advance(Duration.ofMinutes(10));
      assertThat(account.server.tasksIn("STOPPED")).isEqualTo(1000);
      assertThat(done).hasValue(1000);
      assertThat(
              account
                  .logs
                  .filterLogEventsPaginator(r -> r.logGroupName(TestAccount.GROUP).limit(500))
                  .events())
          .hasSize(1000);
      assertThat(account.server.calls().answered("ThrottlingException")).isZero();
    }
  }
}
