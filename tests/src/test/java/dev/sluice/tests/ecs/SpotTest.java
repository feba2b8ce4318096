package dev.sluice.tests.ecs;

import static dev.sluice.tests.ecs.TestAccount.CONTAINER;
import static dev.sluice.tests.ecs.TestAccount.UNTIL_RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Task;

final class SpotTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void isNoticedBeforeItIsKilled() throws IOException {
    try (TestAccount account =
        TestAccount.open(
            launch -> Simulation.lasting(HOUR).stoppingWithin(Duration.ofMinutes(5)), s -> s)) {
      account.register(
          d -> d.containerDefinitions(TestAccount.container(CONTAINER).stopTimeout(120).build()));
      String arn = account.launch();
      account.advance(UNTIL_RUNNING);
      assertThat(account.server.interrupt(arn, true)).isTrue();
      account.advance(Duration.ofSeconds(119));

      Task noticed = account.describe(arn);
      assertThat(noticed.lastStatus()).isEqualTo("RUNNING");
      assertThat(noticed.desiredStatus()).isEqualTo("STOPPED");
      assertThat(noticed.stopCodeAsString()).isEqualTo("TerminationNotice");
      assertThat(noticed.stoppedReason()).isEqualTo("Your Spot Task was interrupted.");

      account.advance(Duration.ofSeconds(20));
      Task task = account.describe(arn);
      assertThat(task.lastStatus()).isEqualTo("STOPPED");
      assertThat(task.stopCodeAsString()).isEqualTo("SpotInterruption");
      assertThat(task.containers().get(0).exitCode()).isEqualTo(137);
    }
  }

  @Test
  void mayEndWellOnSigterm() throws IOException {
    try (TestAccount account =
        TestAccount.open(
            launch -> Simulation.lasting(HOUR).stoppingWithin(Duration.ofSeconds(3), 0), s -> s)) {
      String arn = account.launch();
      account.advance(UNTIL_RUNNING);
      account.server.interrupt(arn, true);
      account.advance(Duration.ofMinutes(1));
      assertThat(account.describe(arn).containers().get(0).exitCode()).isZero();
      assertThat(account.describe(arn).stopCodeAsString()).isEqualTo("SpotInterruption");
    }
  }

  @Test
  void mayBeKilledWithoutNotice() throws IOException {
    try (TestAccount account = TestAccount.open()) {
      String arn = account.launch();
      account.advance(UNTIL_RUNNING);
      account.server.interrupt(arn, false);
      account.advance(Duration.ofSeconds(30));
      assertThat(account.describe(arn).containers().get(0).exitCode()).isEqualTo(137);
    }
  }

  @Test
  void isInterruptedBeforeItRuns() throws IOException {
    try (TestAccount account = TestAccount.open()) {
      String arn = account.launch();
      account.advance(Duration.ofSeconds(5));
      account.server.interrupt(arn, true);
      account.advance(Duration.ofMinutes(2));
      assertThat(account.describe(arn).stopCodeAsString()).isEqualTo("SpotInterruption");
      assertThat(account.describe(arn).containers().get(0).exitCode()).isNull();
    }
  }

  @Test
  void whatIsOnDemandIsNotInterrupted() throws IOException {
    try (TestAccount account = TestAccount.open()) {
      String arn =
          account
              .run(r -> r.launchType("FARGATE").capacityProviderStrategy(List.of()))
              .tasks()
              .get(0)
              .taskArn();
      account.advance(UNTIL_RUNNING);
      assertThat(account.server.interrupt(arn, true)).isFalse();
    }
  }

  @Test
  void aShareOfTheTasksIsInterrupted() throws IOException {
    try (TestAccount account =
        TestAccount.open(
            launch -> Simulation.lasting(Duration.ofMinutes(10)),
            settings -> settings.withQuotas(Quotas.none()))) {
      account.server.script().interruptSpot(0.3, Duration.ofMinutes(1), 7);
      for (int i = 0; i < 20; i++) {
        account.run(r -> r.count(10));
      }
      account.advance(Duration.ofMinutes(5));
      assertThat(account.server.tasksIn("STOPPED")).isBetween(45L, 75L);
      assertThat(account.server.tasksIn("STOPPED") + account.server.tasksIn("RUNNING"))
          .isEqualTo(200);
    }
  }

  @Test
  void hasLimitsOfItsOwn() throws IOException {
    try (TestAccount account =
        TestAccount.open(
            launch -> Simulation.lasting(HOUR),
            settings -> settings.withQuotas(Quotas.ofAws().withVcpus(1, 3)))) {
      var answer = account.run(r -> r.count(5));
      assertThat(answer.tasks()).hasSize(3);
      assertThat(answer.failures())
          .extracting("reason")
          .containsOnly("You’ve reached the limit on the number of vCPUs you can run concurrently")
          .hasSize(2);
      var onDemand =
          account.run(r -> r.launchType("FARGATE").capacityProviderStrategy(List.of()).count(2));
      assertThat(onDemand.tasks()).hasSize(1);
      assertThat(onDemand.failures()).hasSize(1);

      account.advance(HOUR.plusMinutes(1));
      assertThat(account.run(r -> r.count(5)).tasks()).hasSize(3);
    }
  }
}
