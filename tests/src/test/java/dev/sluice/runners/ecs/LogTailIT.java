package dev.sluice.runners.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.step.WorkerLine;
import dev.sluice.tests.ecs.AwsError;
import dev.sluice.tests.ecs.EcsServer;
import dev.sluice.tests.ecs.EcsSettings;
import dev.sluice.tests.ecs.Program;
import dev.sluice.tests.ecs.Quotas;
import dev.sluice.tests.ecs.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsAsyncClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;

/**
 * The tail against the server with AWS's quotas, in virtual time, with events that are late,
 * repeated, out of order and of the same millisecond, with empty pages, and streams that come late
 * or never.
 */
@Timeout(300)
final class LogTailIT {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String GROUP = "/sluice/workers";
  private static final Duration UNTIL_RUNNING = Duration.ofSeconds(26);
  private static final String DEFINITION =
      """
      {"family": "talker", "cpu": "1024", "memory": "2048", "networkMode": "awsvpc",
       "requiresCompatibilities": ["FARGATE"],
       "containerDefinitions": [{"name": "worker", "image": "talker",
         "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "%s",
           "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "sluice"}}}]}
      """
          .formatted(GROUP);

  /** Of all tests: closing one takes seconds. */
  private static final SdkAsyncHttpClient HTTP = NettyNioAsyncHttpClient.create();

  private final VirtualTime time = VirtualTime.startingAt(START);
  private final VirtualLoop loop = new VirtualLoop(time);
  private final Map<String, Heard> heard = new HashMap<>();
  private final Map<String, Instant> whole = new HashMap<>();
  private final List<Long> delays = new ArrayList<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Program program = Talkers.of(1, 2, Duration.ofSeconds(1));
  private EcsServer server;
  private EcsClient ecs;
  private LogTail tail;

  /** Of one task. */
  private static final class Heard {
    final BitSet numbers = new BitSet();
    int same;
    int ends;
    int twice;

    int lines() {
      return numbers.cardinality() + same + ends;
    }
  }

  @AfterAll
  static void closeClient() {
    HTTP.close();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  @Test
  void passesEachLineOnOnceOfTwentyTasks() throws Exception {
    assertPassesAllOn(Talkers.of(10, 10, Duration.ofSeconds(60)), 20, 2);
  }

  /** A million of them. */
  @Test
  @Tag("long")
  void passesEachOfAMillionLinesOnOnceOfTwoHundredTasks() throws Exception {
    long began = System.nanoTime();
    assertPassesAllOn(Talkers.of(500, 10, Duration.ofSeconds(400)), 200, 4);
    System.err.printf("1 M lines in %d s%n", (System.nanoTime() - began) / 1_000_000_000L);
  }

  private void assertPassesAllOn(Talkers talkers, int count, int lost) throws Exception {
    program = talkers;
    server.script().logs().delayEvents(Duration.ZERO, Duration.ofSeconds(4), 1);
    server.script().logs().repeatEvents(0.05, 2);
    server.script().logs().emptyPages(5);
    server.script().logs().delayStreams(Duration.ofSeconds(3));
    server.script().throttle("FilterLogEvents", 2);
    server.script().throttleInside("FilterLogEvents", 1);
    Set<String> never = new HashSet<>();
    server.script().logs().loseStreams(stream -> never.contains(Talkers.id(stream)));
    List<String> tasks = launch(count + lost);
    never.addAll(tasks.subList(count, tasks.size()));
    tasks.forEach(this::follow);
    run(UNTIL_RUNNING.plus(talkers.talk()).plusSeconds(2));
    tasks.forEach(this::end);
    run(LogTail.LAST_LINES.plusSeconds(1));

    for (String task : tasks.subList(0, count)) {
      assertThat(heard(task).lines()).as(task).isEqualTo(talkers.said().get(task));
      assertThat(heard(task).twice).isZero();
      assertThat(heard(task).ends).isEqualTo(1);
      assertThat(heard(task).same).isEqualTo(talkers.bursts());
    }
    never.forEach(task -> assertThat(heard(task).lines()).isZero());
    assertThat(whole.keySet()).containsExactlyInAnyOrderElementsOf(tasks);
    long[] sorted = delays.stream().mapToLong(Long::longValue).sorted().toArray();
    assertThat(sorted).hasSize(count * (talkers.bursts() * talkers.burst() + 1));
    long p99 = sorted[sorted.length * 99 / 100];
    System.err.printf(
        "%d lines of %d tasks: median %d ms, p99 %d ms, at most %d ms, %s%n",
        sorted.length,
        count,
        sorted[sorted.length / 2],
        p99,
        sorted[sorted.length - 1],
        server.calls().answered("ThrottlingException"));
    assertThat(p99).isLessThanOrEqualTo(10_000);
    assertThat(tail.remembered()).isLessThanOrEqualTo(LogTail.MOST_EVENTS);
  }

  @Test
  void findsLinesThatComeHalfAMinuteLate() throws Exception {
    Talkers talkers = Talkers.of(40, 3, Duration.ofSeconds(60));
    program = talkers;
    server.script().logs().delayEvents(Duration.ZERO, Duration.ofSeconds(25), 1);
    List<String> tasks = launch(5);
    tasks.forEach(this::follow);
    run(UNTIL_RUNNING.plusSeconds(120));
    for (String task : tasks) {
      assertThat(heard(task).lines()).isEqualTo(talkers.said().get(task)).isEqualTo(121);
      assertThat(heard(task).twice).isZero();
    }
  }

  /** They would be half an hour late otherwise, or never come. */
  @Test
  void drainsTheStreamOfATaskThatHasEnded() throws Exception {
    Talkers talkers = Talkers.of(5, 4, Duration.ofSeconds(1));
    program = talkers;
    server.script().logs().emptyPages(3);
    server.script().logs().delayEvents(Duration.ofSeconds(5), Duration.ofSeconds(9), 1);
    List<String> tasks = launch(3);
    tasks.forEach(this::follow);
    run(UNTIL_RUNNING.plusSeconds(2));
    server.script().throttle("FilterLogEvents", 1000);
    tasks.forEach(this::end);
    run(LogTail.LAST_LINES);
    for (String task : tasks) {
      assertThat(heard(task).lines()).isEqualTo(talkers.said().get(task)).isEqualTo(21);
      assertThat(heard(task).twice).isZero();
      assertThat(whole.get(task)).isBefore(time.now().minusSeconds(1));
    }
  }

  @Test
  void waitsForAStreamThatNeverComesNoLongerThanItSays() throws Exception {
    program = Talkers.of(1, 2, Duration.ofSeconds(1));
    server.script().logs().loseStreams(stream -> true);
    String task = launch(1).get(0);
    follow(task);
    run(UNTIL_RUNNING.plusSeconds(2));
    Instant ended = time.now();
    end(task);
    run(LogTail.LAST_LINES.plusSeconds(1));
    assertThat(Duration.between(ended, whole.get(task)))
        .isBetween(LogTail.LAST_LINES, LogTail.LAST_LINES.plusMillis(100));
    assertThat(heard(task).lines()).isZero();
  }

  @Test
  void doesWithoutTheLogWhereItIsRefused() throws Exception {
    program = Talkers.of(1, 2, Duration.ofSeconds(1));
    AwsError denied = AwsError.client("AccessDeniedException", "You may not");
    server.script().refuse("FilterLogEvents", 1000, denied);
    server.script().refuse("GetLogEvents", 1000, denied);
    String task = launch(1).get(0);
    follow(task);
    run(UNTIL_RUNNING.plusSeconds(2));
    end(task);
    run(LogTail.LAST_LINES.plusSeconds(1));
    assertThat(whole).containsKey(task);
  }

  @BeforeEach
  void open() throws Exception {
    server =
        EcsServer.start(
            EcsSettings.in(time)
                .withImage("talker", (launch, out, its) -> program.start(launch, out, its))
                .withQuotas(Quotas.ofAws())
                .withUnseen(Duration.ZERO));
    opened.add(server);
    server.registerTaskDefinition(DEFINITION);
    ecs = client(EcsClient.builder());
    opened.add(ecs);
    CloudWatchLogsAsyncClient logs = client(CloudWatchLogsAsyncClient.builder().httpClient(HTTP));
    tail = new LogTail(loop, logs, GROUP, START);
  }

  private <C, B extends AwsClientBuilder<B, C>> C client(B builder) {
    return builder
        .endpointOverride(server.endpoint())
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
        .overrideConfiguration(options -> options.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  /** The ids of so many tasks. */
  private List<String> launch(int count) {
    List<String> ids = new ArrayList<>();
    while (ids.size() < count) {
      RunTaskRequest request =
          RunTaskRequest.builder()
              .cluster("sluice")
              .taskDefinition("talker")
              .count(Math.min(10, count - ids.size()))
              .capacityProviderStrategy(
                  CapacityProviderStrategyItem.builder()
                      .capacityProvider("FARGATE_SPOT")
                      .weight(1)
                      .build())
              .networkConfiguration(all -> all.awsvpcConfiguration(vpc -> vpc.subnets("subnet-1")))
              .build();
      ecs.runTask(request).tasks().forEach(task -> ids.add(Talkers.id(task.taskArn())));
      time.advance(Duration.ofMillis(500));
    }
    return ids;
  }

  private void follow(String task) {
    tail.follow("sluice/worker/" + task, line -> hear(task, line));
  }

  private void end(String task) {
    tail.end("sluice/worker/" + task, () -> whole.put(task, time.now()));
  }

  private void run(Duration duration) throws InterruptedException {
    loop.run(duration, tail::unanswered);
  }

  private Heard heard(String task) {
    return heard.computeIfAbsent(task, id -> new Heard());
  }

  private void hear(String task, WorkerLine line) {
    Heard so = heard(task);
    String message = String.valueOf(line.message());
    delays.add(Duration.between(line.at(), time.now()).toMillis());
    if (line.kind() == WorkerLine.Kind.END) {
      so.ends++;
    } else if (message.equals(Talkers.SAME)) {
      so.same++;
    } else {
      assertThat(message).startsWith(task + " ");
      int number = Integer.parseInt(message.substring(task.length() + 1));
      so.twice += so.numbers.get(number) ? 1 : 0;
      so.numbers.set(number);
    }
  }
}
