package dev.sluice.tests.ecs;

import static dev.sluice.tests.ecs.TestAccount.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

final class ListAndDescribeTest {
  private TestAccount account;

  @BeforeEach
  void open() throws IOException {
    account =
        TestAccount.open(
            launch -> Simulation.lasting(Duration.ofHours(1)),
            settings -> settings.withQuotas(Quotas.none()));
  }

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void listsPagesOf100() {
    for (int i = 0; i < 25; i++) {
      account.run(r -> r.count(10));
    }
    account.advance(Duration.ofMinutes(1));
    ListTasksResponse first = account.ecs.listTasks(r -> r.cluster(CLUSTER));
    assertThat(first.taskArns()).hasSize(100);
    assertThat(first.nextToken()).isNotNull();

    List<String> all = new ArrayList<>();
    account
        .ecs
        .listTasksPaginator(r -> r.cluster(CLUSTER).maxResults(99))
        .taskArns()
        .forEach(all::add);
    assertThat(all).hasSize(250).doesNotHaveDuplicates().containsAll(account.server.taskArns());
  }

  @Test
  void aTokenIsGoodForItsRequestAlone() {
    account.run(r -> r.count(3));
    account.advance(Duration.ofMinutes(1));
    String token = account.ecs.listTasks(r -> r.cluster(CLUSTER).maxResults(1)).nextToken();
    assertThat(
            account
                .ecs
                .listTasks(r -> r.cluster(CLUSTER).maxResults(1).nextToken(token))
                .taskArns())
        .hasSize(1);
    assertInvalid(
        () -> account.ecs.listTasks(r -> r.cluster(CLUSTER).maxResults(2).nextToken(token)),
        "Invalid token");
    assertInvalid(
        () -> account.ecs.listTasks(r -> r.cluster(CLUSTER).nextToken("what")), "Invalid token");
    assertInvalid(
        () -> account.ecs.listTasks(r -> r.cluster(CLUSTER).maxResults(101)), "between 1 and 100");
  }

  @Test
  void startedByIsTheOnlyFilter() {
    String mine = account.run(r -> r.startedBy("mine")).tasks().get(0).taskArn();
    account.run(r -> r.startedBy("other"));
    account.advance(Duration.ofMinutes(1));

    assertThat(account.ecs.listTasks(r -> r.cluster(CLUSTER).startedBy("mine")).taskArns())
        .containsExactly(mine);
    assertInvalid(
        () ->
            account.ecs.listTasks(
                r -> r.cluster(CLUSTER).startedBy("mine").family("sluice-worker")),
        "the only one");
    assertInvalid(
        () ->
            account.ecs.listTasks(
                r -> r.cluster(CLUSTER).startedBy("mine").desiredStatus("STOPPED")),
        "the only one");
  }

  @Test
  void listsStoppedTasksApart() {
    String arn = account.launch();
    account.launch();
    account.advance(Duration.ofMinutes(1));
    account.ecs.stopTask(r -> r.cluster(CLUSTER).task(arn));

    assertThat(account.list("STOPPED")).containsExactly(arn);
    assertThat(account.list("RUNNING")).hasSize(1).doesNotContain(arn);
    assertThat(account.list("PENDING")).isEmpty();
    assertThat(account.ecs.listTasks(r -> r.cluster(CLUSTER).family("other")).taskArns()).isEmpty();
  }

  @Test
  void describes100Tasks() {
    String arn = account.launch();
    account.advance(Duration.ofMinutes(1));
    assertThat(
            account
                .ecs
                .describeTasks(r -> r.cluster(CLUSTER).tasks(Collections.nCopies(100, arn)))
                .tasks())
        .hasSize(100);
    assertInvalid(
        () ->
            account.ecs.describeTasks(r -> r.cluster(CLUSTER).tasks(Collections.nCopies(101, arn))),
        "more than 100");
    assertInvalid(
        () -> account.ecs.describeTasks(r -> r.cluster(CLUSTER).tasks(List.of())),
        "Tasks cannot be empty");
    assertInvalid(() -> account.ecs.describeTasks(r -> r.cluster(CLUSTER)), "tasks");
  }

  @Test
  void describesByIdToo() {
    String arn = account.launch();
    account.advance(Duration.ofMinutes(1));
    assertThat(account.describe(arn.replaceAll(".*/", "")).taskArn()).isEqualTo(arn);
    assertThatThrownBy(() -> account.ecs.describeTasks(r -> r.tasks(arn)))
        .isInstanceOf(ClusterNotFoundException.class);
  }

  @Test
  void describesClusters() {
    account.launch();
    account.advance(Duration.ofMinutes(1));
    var answer = account.ecs.describeClusters(r -> r.clusters(CLUSTER, "other"));
    Cluster cluster = answer.clusters().get(0);
    assertThat(cluster.clusterName()).isEqualTo(CLUSTER);
    assertThat(cluster.status()).isEqualTo("ACTIVE");
    assertThat(cluster.runningTasksCount()).isEqualTo(1);
    assertThat(cluster.capacityProviders()).containsExactly("FARGATE", "FARGATE_SPOT");
    assertThat(answer.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.arn()).endsWith("cluster/other");
              assertThat(failure.reason()).isEqualTo("MISSING");
            });
  }

  @Test
  void describesCapacityProviders() {
    assertThat(
            account
                .ecs
                .describeCapacityProviders(r -> r.capacityProviders("FARGATE_SPOT"))
                .capacityProviders())
        .singleElement()
        .satisfies(provider -> assertThat(provider.statusAsString()).isEqualTo("ACTIVE"));
    assertThat(account.ecs.describeCapacityProviders(r -> r.capacityProviders("MINE")).failures())
        .hasSize(1);
  }

  @Test
  void describesTaskDefinitions() {
    account.register(d -> d.cpu("2 vCPU").memory("4GB"));
    TaskDefinition latest =
        account.ecs.describeTaskDefinition(r -> r.taskDefinition("sluice-worker")).taskDefinition();
    assertThat(latest.revision()).isEqualTo(2);
    assertThat(latest.cpu()).isEqualTo("2048");
    assertThat(latest.memory()).isEqualTo("4096");
    assertThat(latest.statusAsString()).isEqualTo("ACTIVE");
    assertThat(latest.containerDefinitions())
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.name()).isEqualTo("worker");
              assertThat(c.logConfiguration().options())
                  .containsEntry("awslogs-group", TestAccount.GROUP);
            });
    assertThat(
            account
                .ecs
                .describeTaskDefinition(r -> r.taskDefinition("sluice-worker:1"))
                .taskDefinition()
                .cpu())
        .isEqualTo("1024");
    assertThatThrownBy(() -> account.ecs.describeTaskDefinition(r -> r.taskDefinition("other")))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("Unable to describe task definition.");
  }

  @Test
  void registersWhatFargateTakes() {
    assertThatThrownBy(() -> account.register(d -> d.memory("3000")))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("No Fargate configuration exists");
    assertThatThrownBy(() -> account.register(d -> d.networkMode("bridge")))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("awsvpc");
    assertThatThrownBy(() -> account.register(d -> d.family("a b")))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("Family");
    assertThatThrownBy(
            () ->
                account.register(
                    d ->
                        d.containerDefinitions(
                            TestAccount.container("worker").stopTimeout(121).build())))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("120");
    assertThatThrownBy(
            () ->
                account.register(
                    d ->
                        d.containerDefinitions(
                            TestAccount.container("worker")
                                .logConfiguration(
                                    l ->
                                        l.logDriver("awslogs")
                                            .options(
                                                Map.of(
                                                    "awslogs-group", "g", "awslogs-region", "r")))
                                .build())))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("awslogs-stream-prefix");
  }

  private static void assertInvalid(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(message);
  }
}
