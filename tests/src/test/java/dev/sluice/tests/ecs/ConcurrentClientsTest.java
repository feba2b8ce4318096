package dev.sluice.tests.ecs;

import static dev.sluice.tests.ecs.TestAccount.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsAsyncClient;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;

/** The asynchronous client, with many requests at once. */
final class ConcurrentClientsTest {
  private static final int REQUESTS = 200;
  private static final int TOKENS = 20;

  @Test
  void aTokenStartsOneTaskHoweverManyAskAtOnce() throws IOException {
    try (TestAccount account =
            TestAccount.open(
                launch -> Simulation.lasting(Duration.ofHours(1)),
                settings -> settings.withQuotas(Quotas.none()));
        EcsAsyncClient client =
            TestAccount.client(EcsAsyncClient.builder(), account.server).build()) {
      List<CompletableFuture<RunTaskResponse>> answers =
          IntStream.range(0, REQUESTS)
              .mapToObj(
                  i ->
                      client.runTask(
                          TestAccount.request().clientToken("token-" + i % TOKENS).build()))
              .toList();
      Set<String> arns = new HashSet<>();
      for (CompletableFuture<RunTaskResponse> answer : answers) {
        arns.add(answer.join().tasks().get(0).taskArn());
      }
      assertThat(arns).hasSize(TOKENS);
      assertThat(account.server.taskArns()).containsExactlyInAnyOrderElementsOf(arns);
      assertThat(account.server.calls().of("RunTask")).isEqualTo(REQUESTS);
      account.advance(Duration.ofMinutes(1));
      assertThat(client.listTasks(r -> r.cluster(CLUSTER)).join().taskArns()).hasSize(TOKENS);
    }
  }
}
