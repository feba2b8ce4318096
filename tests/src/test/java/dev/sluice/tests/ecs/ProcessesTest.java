package dev.sluice.tests.ecs;

import static dev.sluice.tests.ecs.TestAccount.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/** Containers that are processes, in real time. */
final class ProcessesTest {
  @TempDir private Path folder;
  private final RealTime time = RealTime.ofThisMachine();
  private EcsServer server;
  private EcsClient ecs;
  private CloudWatchLogsClient logs;

  @BeforeEach
  void start() throws IOException {
    server =
        EcsServer.start(
            EcsSettings.in(time)
                .withImage(TestAccount.IMAGE, Processes.in(folder, "/bin/sh", "-c"))
                .withTaskRole(Map.of("AWS_ACCESS_KEY_ID", "role"))
                .withPace(Pace.brisk())
                .withUnseen(Duration.ZERO)
                .withQuotas(Quotas.none()));
    ecs = TestAccount.client(EcsClient.builder(), server).build();
    logs = TestAccount.client(CloudWatchLogsClient.builder(), server).build();
    ecs.registerTaskDefinition(
        r ->
            r.family(TestAccount.FAMILY)
                .cpu("256")
                .memory("512")
                .networkMode("awsvpc")
                .containerDefinitions(
                    TestAccount.container(TestAccount.CONTAINER).stopTimeout(1).build()));
  }

  @AfterEach
  void stop() {
    ecs.close();
    logs.close();
    server.close();
    time.close();
  }

  @Test
  void runsTheCommandInTheEnvironmentOfTheContainer() {
    String arn = launch("echo $NAME $AWS_ACCESS_KEY_ID $AWS_REGION $HOME; echo oops >&2; exit 3");
    Task task = awaitStatus(arn, "STOPPED");
    assertThat(task.stopCodeAsString()).isEqualTo("EssentialContainerExited");
    assertThat(task.containers().get(0).exitCode()).isEqualTo(3);
    assertThat(lines()).containsExactly("value role eu-west-1", "oops");
  }

  @Test
  void sendsSigtermOnStopTask() {
    String arn = launch("trap 'echo bye; exit 9' TERM; echo ready; while :; do sleep 0.05; done");
    Awaitility.await().until(() -> lines().contains("ready"));
    ecs.stopTask(r -> r.cluster(CLUSTER).task(arn));
    Task task = awaitStatus(arn, "STOPPED");
    assertThat(task.containers().get(0).exitCode()).isEqualTo(9);
    assertThat(lines()).endsWith("bye");
  }

  @Test
  void killsWhatIgnoresSpotsNotice() {
    String arn = launch("trap '' TERM; echo $$; while :; do sleep 0.05; done");
    Awaitility.await().until(() -> !lines().isEmpty());
    server.interrupt(arn, true);
    Task task = awaitStatus(arn, "STOPPED");
    assertThat(task.stopCodeAsString()).isEqualTo("SpotInterruption");
    assertThat(task.containers().get(0).exitCode()).isEqualTo(137);
    assertThat(Duration.between(task.stoppingAt(), task.stoppedAt()))
        .isGreaterThan(Duration.ofSeconds(1));
    assertThat(ProcessHandle.of(Long.parseLong(lines().get(0)))).isEmpty();
  }

  @Test
  void leavesNoProcessBehind() {
    launch("echo $$; exec sleep 1000");
    Awaitility.await().until(() -> !lines().isEmpty());
    long pid = Long.parseLong(lines().get(0));
    assertThat(ProcessHandle.of(pid)).isPresent();
    server.close();
    Awaitility.await().until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void cannotStartWhatIsNotThere() throws IOException {
    server.close();
    server =
        EcsServer.start(
            server.settings().withImage(TestAccount.IMAGE, Processes.in(folder, folder + "/none")));
    ecs = TestAccount.client(EcsClient.builder(), server).build();
    ecs.registerTaskDefinition(
        r ->
            r.family(TestAccount.FAMILY)
                .cpu("256")
                .memory("512")
                .networkMode("awsvpc")
                .containerDefinitions(TestAccount.container(TestAccount.CONTAINER).build()));
    Task task = awaitStatus(launch(""), "STOPPED");
    assertThat(task.stopCodeAsString()).isEqualTo("TaskFailedToStart");
    assertThat(task.stoppedReason()).startsWith("CannotStartContainerError: ");
    assertThat(task.containers().get(0).exitCode()).isNull();
  }

  private String launch(String script) {
    return ecs.runTask(
            TestAccount.request()
                .overrides(
                    TaskOverride.builder()
                        .containerOverrides(
                            ContainerOverride.builder()
                                .name(TestAccount.CONTAINER)
                                .command(script)
                                .environment(
                                    KeyValuePair.builder().name("NAME").value("value").build())
                                .build())
                        .build())
                .build())
        .tasks()
        .get(0)
        .taskArn();
  }

  private Task awaitStatus(String arn, String status) {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> describe(arn), task -> status.equals(task.lastStatus()));
  }

  private Task describe(String arn) {
    return ecs.describeTasks(r -> r.cluster(CLUSTER).tasks(arn)).tasks().get(0);
  }

  private List<String> lines() {
    return logs.filterLogEvents(r -> r.logGroupName(TestAccount.GROUP)).events().stream()
        .map(FilteredLogEvent::message)
        .toList();
  }
}
