package dev.sluice.tests.ecs;

import static dev.sluice.tests.ecs.TestAccount.CLUSTER;
import static dev.sluice.tests.ecs.TestAccount.CONTAINER;
import static dev.sluice.tests.ecs.TestAccount.START;
import static dev.sluice.tests.ecs.TestAccount.UNTIL_RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.Task;

final class TaskLifeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private TestAccount account;

  @BeforeEach
  void open() throws IOException {
    account = TestAccount.open();
  }

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void goesThroughAllStates() {
    String arn = account.launch();
    List<String> states = new ArrayList<>();
    for (account.advance(Duration.ofSeconds(2)); states.size() < 8; account.advance(SECOND)) {
      String state = account.describe(arn).lastStatus();
      if (!states.contains(state)) {
        states.add(state);
      }
    }
    assertThat(states)
        .containsExactly(
            "PROVISIONING",
            "PENDING",
            "ACTIVATING",
            "RUNNING",
            "DEACTIVATING",
            "STOPPING",
            "DEPROVISIONING",
            "STOPPED");
    Task task = account.describe(arn);
    assertThat(task.createdAt()).isEqualTo(START);
    assertThat(task.pullStartedAt()).isEqualTo(START.plusSeconds(10));
    assertThat(task.pullStoppedAt()).isEqualTo(START.plusSeconds(25));
    assertThat(task.startedAt()).isEqualTo(START.plusSeconds(26));
    assertThat(task.stoppingAt()).isEqualTo(START.plusSeconds(86));
    assertThat(task.executionStoppedAt()).isEqualTo(START.plusSeconds(86));
    assertThat(task.stoppedAt()).isEqualTo(START.plusSeconds(98));
    assertThat(task.stopCodeAsString()).isEqualTo("EssentialContainerExited");
    assertThat(task.stoppedReason()).isEqualTo("Essential container in task exited");
    assertThat(task.containers().get(0).exitCode()).isZero();
    assertThat(task.containers().get(0).lastStatus()).isEqualTo("STOPPED");
  }

  @Test
  void isNotSeenAtOnce() {
    String arn = account.launch();
    DescribeTasksResponse early = account.ecs.describeTasks(r -> r.cluster(CLUSTER).tasks(arn));
    assertThat(early.tasks()).isEmpty();
    assertThat(early.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.arn()).isEqualTo(arn);
              assertThat(failure.reason()).isEqualTo("MISSING");
            });
    assertThat(account.list("RUNNING")).isEmpty();
    account.advance(Duration.ofSeconds(2));
    assertThat(account.describe(arn).lastStatus()).isEqualTo("PROVISIONING");
    assertThat(account.list("RUNNING")).containsExactly(arn);

    account.server.script().hide(1, Duration.ofSeconds(50));
    String hidden = account.launch();
    account.advance(Duration.ofSeconds(49));
    assertThat(account.list("RUNNING")).containsExactly(arn);
    account.advance(SECOND);
    assertThat(account.describe(hidden).lastStatus()).isEqualTo("RUNNING");
  }

  @Test
  void isForgottenAnHourAfterItStopped() {
    String arn = account.launch();
    account.advance(Duration.ofSeconds(98).plus(Duration.ofMinutes(59)));
    assertThat(account.describe(arn).lastStatus()).isEqualTo("STOPPED");
    assertThat(account.list("STOPPED")).containsExactly(arn);
    account.advance(Duration.ofMinutes(1));
    assertThat(account.ecs.describeTasks(r -> r.cluster(CLUSTER).tasks(arn)).failures()).hasSize(1);
    assertThat(account.list("STOPPED")).isEmpty();
  }

  @Test
  void isStoppedByAUser() {
    String arn = account.launch();
    account.advance(UNTIL_RUNNING);
    Task stopping =
        account.ecs.stopTask(r -> r.cluster(CLUSTER).task(arn).reason("Cancelled")).task();
    assertThat(stopping.desiredStatus()).isEqualTo("STOPPED");
    assertThat(stopping.lastStatus()).isEqualTo("DEACTIVATING");
    account.advance(Duration.ofSeconds(20));

    Task task = account.describe(arn);
    assertThat(task.lastStatus()).isEqualTo("STOPPED");
    assertThat(task.stopCodeAsString()).isEqualTo("UserInitiated");
    assertThat(task.stoppedReason()).isEqualTo("Cancelled");
    assertThat(task.containers().get(0).exitCode()).isEqualTo(143);
  }

  @Test
  void isKilledWhenItDoesNotStopWithin30Seconds() throws IOException {
    try (TestAccount stubborn =
        TestAccount.open(
            launch -> Simulation.lasting(Duration.ofHours(1)).stoppingWithin(Duration.ofMinutes(5)),
            settings -> settings)) {
      String arn = stubborn.launch();
      stubborn.advance(UNTIL_RUNNING);
      stubborn.ecs.stopTask(r -> r.cluster(CLUSTER).task(arn));
      stubborn.advance(Duration.ofSeconds(30));
      assertThat(stubborn.describe(arn).lastStatus()).isEqualTo("STOPPING");
      stubborn.advance(SECOND);
      assertThat(stubborn.describe(arn).containers().get(0).exitCode()).isEqualTo(137);
      assertThat(stubborn.describe(arn).stoppedReason()).isEqualTo("Task stopped by user");
    }
  }

  @Test
  void hasNoExitCodeWhenItIsStoppedBeforeItRuns() {
    String arn = account.launch();
    account.advance(Duration.ofSeconds(12));
    account.ecs.stopTask(r -> r.cluster(CLUSTER).task(arn));
    account.advance(Duration.ofSeconds(10));

    Task task = account.describe(arn);
    assertThat(task.lastStatus()).isEqualTo("STOPPED");
    assertThat(task.startedAt()).isNull();
    assertThat(task.containers().get(0).exitCode()).isNull();
    account.advance(Duration.ofMinutes(2));
    assertThat(account.describe(arn).startedAt()).isNull();
  }

  @Test
  void onlyKnownTasksCanBeStopped() {
    assertThatThrownBy(() -> account.ecs.stopTask(r -> r.cluster(CLUSTER).task("0".repeat(32))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("The referenced task was not found.");
  }

  @Test
  void failsWhenItsImageCannotBePulled() {
    account.register(
        d -> d.containerDefinitions(TestAccount.container(CONTAINER).image("gone:1").build()));
    String arn = account.launch();
    account.advance(Duration.ofMinutes(1));

    Task task = account.describe(arn);
    assertThat(task.stopCodeAsString()).isEqualTo("TaskFailedToStart");
    assertThat(task.stoppedReason())
        .startsWith("CannotPullContainerError: ")
        .contains("gone:1: not found");
    assertThat(task.containers())
        .singleElement()
        .satisfies(
            container -> {
              assertThat(container.exitCode()).isNull();
              assertThat(container.reason()).startsWith("CannotPullContainerError");
            });
  }

  @Test
  void failsToStartWithoutContainers() {
    account.server.script().failToStart(1, Script.NO_CAPACITY);
    String arn = account.launch();
    account.advance(Duration.ofMinutes(1));

    Task task = account.describe(arn);
    assertThat(task.stopCodeAsString()).isEqualTo("TaskFailedToStart");
    assertThat(task.stoppedReason()).startsWith("Capacity is unavailable at this time.");
    assertThat(task.containers()).isEmpty();
  }

  @Test
  void failsWithoutItsLogGroup() throws IOException {
    try (TestAccount other =
        TestAccount.open(
            launch -> Simulation.lasting(SECOND),
            s ->
                new EcsSettings(
                    s.time(),
                    s.region(),
                    s.account(),
                    s.clusters(),
                    s.images(),
                    List.of(),
                    s.taskRole(),
                    s.pace(),
                    s.unseen(),
                    s.quotas(),
                    s.port()))) {
      String arn = other.launch();
      other.advance(Duration.ofMinutes(1));
      assertThat(other.describe(arn).stoppedReason())
          .contains("ResourceInitializationError", "The specified log group does not exist.");
    }
  }

  @Test
  void runsOutOfMemory() {
    account.server.script().runOutOfMemory(1, Duration.ofSeconds(5));
    String arn = account.launch();
    account.advance(Duration.ofMinutes(1));

    Task task = account.describe(arn);
    assertThat(task.stopCodeAsString()).isEqualTo("EssentialContainerExited");
    Container container = task.containers().get(0);
    assertThat(container.exitCode()).isEqualTo(137);
    assertThat(container.reason()).startsWith("OutOfMemoryError");
  }

  @Test
  void sticksUntilItIsStopped() {
    account.server.script().stickIn("PENDING", 1);
    String arn = account.launch();
    account.advance(Duration.ofHours(5));
    assertThat(account.describe(arn).lastStatus()).isEqualTo("PENDING");
    account.ecs.stopTask(r -> r.cluster(CLUSTER).task(arn));
    account.advance(Duration.ofMinutes(1));
    assertThat(account.describe(arn).lastStatus()).isEqualTo("STOPPED");
  }

  @Test
  void losesItsExitCode() {
    account.server.script().loseExitCodes(1);
    String arn = account.launch();
    account.advance(Duration.ofMinutes(2));
    assertThat(account.describe(arn).lastStatus()).isEqualTo("STOPPED");
    assertThat(account.describe(arn).containers().get(0).exitCode()).isNull();
  }

  @Test
  void endsWithItsEssentialContainer() throws IOException {
    try (TestAccount two =
        TestAccount.open(
            launch ->
                launch.container().equals(CONTAINER)
                    ? Simulation.lasting(Duration.ofMinutes(1)).exiting(7)
                    : Simulation.lasting(Duration.ofHours(1)),
            settings -> settings)) {
      two.register(
          d ->
              d.containerDefinitions(
                  TestAccount.container("sidecar").essential(false).build(),
                  TestAccount.container(CONTAINER).build()));
      String arn = two.launch();
      two.advance(Duration.ofMinutes(2));
      assertThat(two.describe(arn).lastStatus()).isEqualTo("STOPPED");
      assertThat(two.describe(arn).containers())
          .extracting(Container::name, Container::exitCode)
          .containsExactly(tuple("sidecar", 143), tuple(CONTAINER, 7));
    }
  }
}
