package dev.sluice.tests.ecs;

import static dev.sluice.tests.ecs.TestAccount.CLUSTER;
import static dev.sluice.tests.ecs.TestAccount.CONTAINER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

final class RunTaskTest {
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
  void describesWhatItStarts() {
    Task task =
        account
            .run(request -> request.startedBy("run-1").overrides(o -> o.cpu("2048").memory("4 GB")))
            .tasks()
            .get(0);

    assertThat(task.taskArn())
        .matches("arn:aws:ecs:eu-west-1:123456789012:task/sluice/[0-9a-f]{32}");
    assertThat(task.clusterArn()).isEqualTo("arn:aws:ecs:eu-west-1:123456789012:cluster/sluice");
    assertThat(task.taskDefinitionArn())
        .isEqualTo("arn:aws:ecs:eu-west-1:123456789012:task-definition/sluice-worker:1");
    assertThat(task.lastStatus()).isEqualTo("PROVISIONING");
    assertThat(task.desiredStatus()).isEqualTo("RUNNING");
    assertThat(task.capacityProviderName()).isEqualTo("FARGATE_SPOT");
    assertThat(task.cpu()).isEqualTo("2048");
    assertThat(task.memory()).isEqualTo("4096");
    assertThat(task.startedBy()).isEqualTo("run-1");
    assertThat(task.group()).isEqualTo("family:sluice-worker");
    assertThat(task.createdAt()).isEqualTo(TestAccount.START);
    assertThat(task.stopCode()).isNull();
    assertThat(task.containers())
        .singleElement()
        .satisfies(
            container -> {
              assertThat(container.name()).isEqualTo(CONTAINER);
              assertThat(container.exitCode()).isNull();
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 11})
  void takesOneToTenTasks(int count) {
    assertRefused(request -> request.count(count)).hasMessageContaining("between 1 and 10");
    assertThat(account.run(request -> request.count(10)).tasks()).hasSize(10);
  }

  @Test
  void takes8192CharactersOfOverrides() {
    String frame = "{\"containerOverrides\":[{\"name\":\"worker\",\"command\":[\"\"]}]}";
    String longest = "x".repeat(8192 - frame.length());

    account.run(request -> request.overrides(overriding(c -> c.name(CONTAINER).command(longest))));
    assertRefused(
            request -> request.overrides(overriding(c -> c.name(CONTAINER).command(longest + "x"))))
        .hasMessageContaining("Container Overrides length must be at most 8192");
  }

  @Test
  void overridesContainersOfTheDefinition() {
    assertRefused(request -> request.overrides(overriding(c -> c.name("other").command("a"))))
        .hasMessageContaining(
            "Override for container named other is not a container in the TaskDefinition.");
    assertRefused(request -> request.overrides(overriding(c -> c.command("a"))))
        .hasMessageContaining("must specify a container name");
  }

  @ParameterizedTest
  @CsvSource({
    "256,512",
    "256,2048",
    "512,4096",
    "1024,8192",
    "2048,16384",
    "4096,30720",
    "8192,61440",
    "16384,122880",
    "8192,20480",
    "16384,40960",
    ".25 vCPU,1GB"
  })
  void hasFargatesSizes(String cpu, String memory) {
    assertThat(account.run(request -> request.overrides(o -> o.cpu(cpu).memory(memory))).tasks())
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "256,4096",
    "256,1536",
    "512,512",
    "1024,1024",
    "1024,9216",
    "1024,2500",
    "2048,3072",
    "4096,31744",
    "8192,18432",
    "16384,36864",
    "768,2048",
    "1 core,2048"
  })
  void hasNoOtherSizes(String cpu, String memory) {
    assertThatThrownBy(
            () -> account.run(request -> request.overrides(o -> o.cpu(cpu).memory(memory))))
        .isInstanceOf(ClientException.class);
  }

  @Test
  void refusesALaunchTypeBesideAStrategy() {
    assertRefused(request -> request.launchType("FARGATE"))
        .hasMessageContaining(
            "Specifying both a launch type and capacity provider strategy is not supported");
  }

  @Test
  void aLaunchTypeIsOnDemand() {
    Task task =
        account
            .run(request -> request.launchType("FARGATE").capacityProviderStrategy(List.of()))
            .tasks()
            .get(0);
    assertThat(task.capacityProviderName()).isNull();
    assertThat(task.launchTypeAsString()).isEqualTo("FARGATE");
  }

  @Test
  void hasNoInstances() {
    assertRefused(request -> request.capacityProviderStrategy(List.of()))
        .hasMessageContaining("No Container Instances were found in your cluster.");
  }

  @Test
  void placesByBaseAndWeight() {
    RunTaskResponse answer =
        account.run(
            request ->
                request
                    .count(10)
                    .capacityProviderStrategy(item("FARGATE", 1, 2), item("FARGATE_SPOT", 3, 0)));
    assertThat(answer.tasks().stream().filter(t -> t.capacityProviderName().equals("FARGATE_SPOT")))
        .hasSize(6);
    assertThat(answer.tasks().stream().filter(t -> t.capacityProviderName().equals("FARGATE")))
        .hasSize(4);
  }

  @Test
  void checksStrategies() {
    assertRefused(
            request ->
                request.capacityProviderStrategy(item("FARGATE", 0, 0), item("FARGATE_SPOT", 0, 0)))
        .hasMessageContaining("weight greater than 0");
    assertRefused(
            request ->
                request.capacityProviderStrategy(item("FARGATE", 1, 1), item("FARGATE_SPOT", 1, 1)))
        .hasMessageContaining("Only one capacity provider");
    assertRefused(request -> request.capacityProviderStrategy(item("FARGATE", 1001, 0)))
        .hasMessageContaining("weight must be between 0 and 1000");
    assertRefused(request -> request.capacityProviderStrategy(item("MINE", 1, 0)))
        .hasMessageContaining("'MINE' was not found");
  }

  private static CapacityProviderStrategyItem item(String provider, int weight, int base) {
    return CapacityProviderStrategyItem.builder()
        .capacityProvider(provider)
        .weight(weight)
        .base(base)
        .build();
  }

  @Test
  void knowsItsClustersAndDefinitions() {
    assertThatThrownBy(() -> account.run(request -> request.cluster("other")))
        .isInstanceOf(ClusterNotFoundException.class)
        .hasMessageContaining("Cluster not found.");
    assertThatThrownBy(() -> account.run(request -> request.cluster(null)))
        .isInstanceOf(ClusterNotFoundException.class);
    assertThatThrownBy(() -> account.run(request -> request.taskDefinition("other")))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("TaskDefinition not found.");
    assertThatThrownBy(() -> account.run(request -> request.taskDefinition("sluice-worker:2")))
        .isInstanceOf(ClientException.class);
    assertThat(
            account
                .run(
                    request ->
                        request.cluster("arn:aws:ecs:eu-west-1:123456789012:cluster/" + CLUSTER))
                .tasks())
        .hasSize(1);
  }

  @Test
  void needsATaskDefinition() {
    assertRefused(request -> request.taskDefinition(null)).hasMessageContaining("taskDefinition");
  }

  @Test
  void needsANetwork() {
    assertRefused(request -> request.networkConfiguration(n -> {}))
        .hasMessageContaining("Network Configuration must be provided");
    assertRefused(
            request ->
                request.networkConfiguration(
                    n -> n.awsvpcConfiguration(vpc -> vpc.subnets(List.of()))))
        .hasMessageContaining("subnets can not be empty");
    assertRefused(
            request ->
                request.networkConfiguration(
                    n -> n.awsvpcConfiguration(vpc -> vpc.subnets("vpc-1"))))
        .hasMessageContaining("InvalidSubnetID.NotFound");
    assertRefused(
            request ->
                request.networkConfiguration(
                    n ->
                        n.awsvpcConfiguration(
                            vpc ->
                                vpc.subnets("subnet-1")
                                    .securityGroups("a", "b", "c", "d", "e", "f"))))
        .hasMessageContaining("at most 5");
  }

  @Test
  void keepsUpTo50Tags() {
    Tag tag = Tag.builder().key("run").value("1").build();
    Task task = account.run(request -> request.tags(tag)).tasks().get(0);
    assertThat(task.tags()).containsExactly(tag);
    account.advance(Duration.ofMinutes(1));
    assertThat(account.describe(task.taskArn()).tags()).isEmpty();
    assertThat(
            account
                .ecs
                .describeTasks(
                    r -> r.cluster(CLUSTER).tasks(task.taskArn()).includeWithStrings("TAGS"))
                .tasks()
                .get(0)
                .tags())
        .containsExactly(tag);
    assertRefused(request -> request.tags(Collections.nCopies(51, tag)))
        .hasMessageContaining("at most 50 tags");
  }

  @Test
  void checksStartedBy() {
    account.run(request -> request.startedBy("a".repeat(36)));
    assertRefused(request -> request.startedBy("a".repeat(37))).hasMessageContaining("startedBy");
    assertRefused(request -> request.startedBy("run:1")).hasMessageContaining("startedBy");
  }

  private static TaskOverride overriding(Consumer<ContainerOverride.Builder> changes) {
    return TaskOverride.builder()
        .containerOverrides(ContainerOverride.builder().applyMutation(changes).build())
        .build();
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      Consumer<RunTaskRequest.Builder> changes) {
    return assertThatThrownBy(() -> account.run(changes))
        .isInstanceOf(InvalidParameterException.class);
  }
}
