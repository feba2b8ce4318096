package dev.sluice.tests.ecs;

import static dev.sluice.tests.ecs.EcsRehearsal.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.step.WorkerLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * A rehearsal as {@code tests/README.md} has it: a task is a worker out of the packaged program.
 */
final class EcsRehearsalIT {
  private static final Pattern ENDPOINT = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

  @Test
  void runsWorkersOutOfTheJar() throws Exception {
    String jar = System.getProperty("sluice.jar", "../pipeline/target/sluice.jar");
    Process rehearsal = start("--jar=" + jar, "--port=0");
    try {
      URI endpoint = endpoint(rehearsal);
      try (EcsClient ecs = TestAccount.client(EcsClient.builder(), endpoint, "eu-west-1").build();
          CloudWatchLogsClient logs =
              TestAccount.client(CloudWatchLogsClient.builder(), endpoint, "eu-west-1").build()) {
        String arn = ecs.runTask(TestAccount.request().build()).tasks().get(0).taskArn();
        Task task =
            Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                    () -> ecs.describeTasks(r -> r.cluster(CLUSTER).tasks(arn)).tasks(),
                    tasks -> !tasks.isEmpty() && tasks.get(0).lastStatus().equals("STOPPED"))
                .get(0);
        assertThat(task.containers().get(0).exitCode()).isEqualTo(2);
        assertThat(logs.filterLogEvents(r -> r.logGroupName(EcsRehearsal.LOG_GROUP)).events())
            .extracting(event -> WorkerLine.of(event.message(), Instant.EPOCH).message())
            .containsExactly("Cannot work: no arguments (expected the URI of a task)");
      }
    } finally {
      rehearsal.destroy();
      assertThat(rehearsal.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  @Test
  void saysWhatItCannotUse() throws Exception {
    assertThat(refusal("--jar=none.jar")).startsWith("Cannot use --jar=").contains("not there");
    assertThat(refusal("--speed=1"))
        .isEqualTo(
            "Cannot use --speed=1 (expected --jar=…, --port=…, --pace=…, --interruptSpot=…)");
  }

  private static String refusal(String option) throws Exception {
    Process refused = start(option);
    try (BufferedReader said = refused.errorReader(StandardCharsets.UTF_8)) {
      String line = said.readLine();
      assertThat(refused.waitFor()).isEqualTo(2);
      return String.valueOf(line);
    }
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dstderr.encoding=UTF-8"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(EcsRehearsal.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }

  private static URI endpoint(Process rehearsal) throws IOException {
    try (BufferedReader said = rehearsal.inputReader(StandardCharsets.UTF_8)) {
      Matcher endpoint = ENDPOINT.matcher(String.valueOf(said.readLine()));
      assertThat(endpoint.find()).isTrue();
      return URI.create(endpoint.group());
    }
  }
}
