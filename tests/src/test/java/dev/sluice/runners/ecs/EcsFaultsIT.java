package dev.sluice.runners.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.sluice.step.Load;
import dev.sluice.step.StepTask;
import dev.sluice.step.TaskLease;
import dev.sluice.step.WorkFolder;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.S3Server;
import dev.sluice.storage.Storage;
import dev.sluice.tests.ecs.EcsServer;
import dev.sluice.tests.ecs.Launch;
import dev.sluice.tests.ecs.Pace;
import dev.sluice.tests.ecs.RealTime;
import dev.sluice.tests.ecs.Script;
import dev.sluice.tests.ecs.Simulation;
import dev.sluice.tests.ecs.Timeline;
import dev.sluice.tests.ecs.VirtualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the coordinator makes of each thing that goes wrong on ECS, over the wire. The tasks are
 * simulated: they write an outcome, or do not. All cases wait at the same time, each on a server of
 * its own.
 */
@Tag("long")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EcsFaultsIT {
  private static final Storage STORAGE = new LocalStorage();
  private static final Waits IMPATIENT =
      new Waits(
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(3));

  private static final Simulation SUCCESS = Simulation.lasting(Duration.ofMillis(200));

  /** As a worker whose heap was too small, and a container that had too little. */
  private static final Simulation OUT_OF_MEMORY =
      Simulation.lasting(Duration.ofMillis(500)).exiting(StepTask.OUT_OF_MEMORY);

  @TempDir private static Path folder;
  private final List<EcsServer> servers = new ArrayList<>();
  private final Map<String, CompletableFuture<TaskEnd>> ends = new LinkedHashMap<>();
  private final Map<String, EcsServer> serverOf = new LinkedHashMap<>();

  /**
   * A case.
   *
   * @param fault what goes wrong
   * @param simulation what the container does
   * @param writes whether the container leaves an outcome
   * @param cause of the end; of no meaning if the outcome is there
   * @param succeeds whether it is
   * @param account part of what is told of it
   * @param waits what the coordinator waits for
   * @param beside a container beside the worker's; none: ""
   */
  record Case(
      String name,
      Consumer<Script> fault,
      Simulation simulation,
      boolean writes,
      EndCause cause,
      boolean succeeds,
      String account,
      Waits waits,
      String beside) {
    static Case succeeding(String name, Consumer<Script> fault) {
      return new Case(name, fault, SUCCESS, true, EndCause.LOST, true, "task ", Waits.STANDARD, "");
    }

    static Case ending(String name, EndCause cause, String account, Consumer<Script> fault) {
      return new Case(name, fault, SUCCESS, false, cause, false, account, Waits.STANDARD, "");
    }

    Case doing(Simulation other) {
      return new Case(name, fault, other, writes, cause, succeeds, account, waits, beside);
    }

    Case waiting(Waits other) {
      return new Case(name, fault, simulation, writes, cause, succeeds, account, other, beside);
    }

    Case beside(String container) {
      return new Case(name, fault, simulation, writes, cause, succeeds, account, waits, container);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() {
    return List.of(
        Case.succeeding("MISSING at first", script -> script.hide(1, Duration.ofSeconds(15)))
            .doing(Simulation.lasting(Duration.ofSeconds(12))),
        Case.succeeding(
                "failures[] though the task runs",
                script -> script.failLaunchesButStart(1, "Cannot say why"))
            .doing(Simulation.lasting(Duration.ofSeconds(12))),
        Case.succeeding("throttled", script -> script.throttle("RunTask", 2)),
        Case.succeeding("throttled inside", script -> script.throttleInside("RunTask", 2)),
        Case.succeeding(
                "throttled reads",
                script -> {
                  script.throttle("DescribeTasks", 2);
                  script.throttleInside("DescribeTasks", 1);
                })
            .doing(Simulation.lasting(Duration.ofSeconds(15))),
        Case.succeeding("answer lost", script -> script.loseAnswers("RunTask", 3)),
        Case.succeeding("no answer", script -> script.neverAnswer("RunTask", 1)),
        Case.ending("exit 0 without a result", EndCause.LOST, "Essential container", script -> {}),
        Case.ending("exit code lost", EndCause.LOST, "task ", script -> script.loseExitCodes(1)),
        Case.ending(
            "no container",
            EndCause.LOST,
            "Cannot attach the interface",
            script -> script.failToStart(1, "Cannot attach the interface")),
        Case.ending(
            "image not found",
            EndCause.UNUSABLE,
            "(expected an image that is there and that the task's execution role may pull)",
            script -> script.failPulls(1, "ref sluice:9: not found")),
        Case.ending(
                "interrupted",
                EndCause.INTERRUPTED,
                "task ",
                script -> script.interruptSpotTasks(1, Duration.ofMillis(100)))
            .doing(
                Simulation.lasting(Duration.ofMinutes(1)).stoppingWithin(Duration.ofMillis(10), 0)),
        Case.ending(
            "out of memory",
            EndCause.OUT_OF_MEMORY,
            "OutOfMemory",
            script -> script.runOutOfMemory(1, Duration.ofMillis(100))),
        Case.ending(
                "stuck in PROVISIONING",
                EndCause.LOST,
                "it did not start within 3 s",
                script -> script.stickIn("PROVISIONING", 1))
            .waiting(IMPATIENT),
        Case.ending(
                "stuck in PENDING",
                EndCause.LOST,
                "it did not start within 3 s",
                script -> script.stickIn("PENDING", 1))
            .waiting(IMPATIENT),
        Case.ending("a container beside it ends first", EndCause.LOST, "task ", script -> {})
            .doing(Simulation.lasting(Duration.ofMinutes(1)).stoppingWithin(Duration.ZERO, 143))
            .beside(
                """
                , {"name": "beside", "image": "beside", "essential": true}
                """),
        Case.ending(
            "no capacity",
            EndCause.NO_CAPACITY,
            "Cannot launch a task: Capacity is unavailable at this time.",
            script -> script.noCapacity("FARGATE_SPOT", 1)),
        Case.ending(
            "vCPU limit",
            EndCause.ACCOUNT_FULL,
            "limit on the number of vCPUs",
            script -> script.failLaunches(1, Script.VCPU_LIMIT)));
  }

  @BeforeAll
  void launchAll() throws Exception {
    S3Server.credentials()
        .forEach(
            (name, value) ->
                System.setProperty(
                    name.equals("AWS_ACCESS_KEY_ID") ? "aws.accessKeyId" : "aws.secretAccessKey",
                    value));
    for (Case one : cases()) {
      EcsServer server = server(one);
      one.fault().accept(server.script());
      StepTask task = task(servers.size());
      ends.put(one.name(), launch(server, task, one.waits()).end().toCompletableFuture());
      serverOf.put(one.name(), server);
    }
  }

  @AfterAll
  void stop() {
    servers.forEach(EcsServer::close);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void endsAsTheTableSays(Case one) throws Exception {
    TaskEnd end = Objects.requireNonNull(ends.get(one.name())).get(1, TimeUnit.MINUTES);
    assertThat(end.cause()).as(end.account()).isEqualTo(one.cause());
    assertThat(end.account()).contains(one.account());
    assertThat(STORAGE.exists(task(number(one)).outcome())).isEqualTo(one.succeeds());
    assertThat(Objects.requireNonNull(serverOf.get(one.name())).taskArns())
        .hasSizeLessThanOrEqualTo(1);
  }

  /** It has ended, and more than an hour ago: nobody can tell how any more. */
  @Test
  void takesATaskThatEcsHasForgottenForLost() throws Exception {
    VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    EcsServer server = server(time, launch -> Simulation.lasting(Duration.ofSeconds(1)));
    StepTask task = task(1001);
    EcsTask launched = launch(server, task, IMPATIENT);
    await("the launch").until(() -> !server.taskArns().isEmpty());
    time.advance(Duration.ofHours(2));
    TaskEnd end = launched.end().toCompletableFuture().get(1, TimeUnit.MINUTES);
    assertThat(end.cause()).isEqualTo(EndCause.LOST);
    assertThat(end.account()).contains("ECS knows no such task: MISSING");
  }

  /** A driver that comes when the task has ended asks for it again, and gets the one that ended. */
  @Test
  void findsWhatHasStoppedSinceTheDriverBefore() throws Exception {
    EcsServer server =
        server(
            RealTime.ofThisMachine(),
            launch -> Simulation.lasting(Duration.ofMillis(500)).exiting(1));
    StepTask task = task(1002);
    TaskEnd before =
        launch(server, task, IMPATIENT).end().toCompletableFuture().get(1, TimeUnit.MINUTES);
    EcsSettings settings = OnEcs.at(server.endpoint());
    Intent intent = Intent.of(task, STORAGE).orElseThrow();
    TaskEnd found =
        EcsCoordinator.start(settings, IMPATIENT)
            .resume(task, STORAGE, intent, line -> {})
            .end()
            .toCompletableFuture()
            .get(1, TimeUnit.MINUTES);
    assertThat(found).isEqualTo(before);
    assertThat(found.code()).hasValue(1);
    assertThat(server.taskArns()).hasSize(1);
  }

  private static EcsTask launch(EcsServer server, StepTask task, Waits waits) throws IOException {
    task.put(STORAGE);
    EcsSettings settings = OnEcs.at(server.endpoint());
    Intent intent = Intent.now(task, STORAGE, Load.COMPUTES, Attempts.NONE, settings);
    intent.put(task, STORAGE);
    return EcsCoordinator.start(settings, waits).launch(task, STORAGE, intent, line -> {});
  }

  private EcsServer server(Timeline time, Function<Launch, Simulation> tasks) throws IOException {
    EcsServer server =
        EcsServer.start(
            dev.sluice.tests.ecs.EcsSettings.in(time)
                .withPace(Pace.brisk())
                .withImage("sluice", Simulation.of(tasks)));
    servers.add(server);
    server.registerTaskDefinition(OnEcs.DEFINITION);
    return server;
  }

  private int number(Case one) {
    return 1 + new ArrayList<>(ends.keySet()).indexOf(one.name());
  }

  private EcsServer server(Case one) throws Exception {
    EcsServer server =
        EcsServer.start(
            dev.sluice.tests.ecs.EcsSettings.in(RealTime.ofThisMachine())
                .withPace(Pace.brisk())
                .withImage("sluice", Simulation.of(launch -> simulation(one, launch)))
                .withImage("beside", Simulation.of(launch -> OUT_OF_MEMORY)));
    servers.add(server);
    server.registerTaskDefinition(
        """
        {"family": "sluice", "cpu": "1024", "memory": "2048", "networkMode": "awsvpc",
         "requiresCompatibilities": ["FARGATE"],
         "containerDefinitions": [{"name": "worker", "image": "sluice"}%s]}
        """
            .formatted(one.beside()));
    return server;
  }

  private static Simulation simulation(Case one, Launch launch) {
    URI place = URI.create(launch.command().get(0));
    return one.writes() ? one.simulation().doing(() -> writeOutcome(place)) : one.simulation();
  }

  private static void writeOutcome(URI place) {
    try {
      STORAGE.writeText(StepTask.at(place, STORAGE).outcome(), "{}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StepTask task(int number) {
    WorkFolder work = new WorkFolder(folder.toUri());
    URI attempt = work.tasks("run-" + number).resolve("Count/%d/1/".formatted(number));
    return new StepTask(
        StepTask.SCHEMA,
        "run-" + number,
        "Count",
        1,
        IntNode.valueOf(number),
        work.uri(),
        attempt,
        new TaskLease(Duration.ofMinutes(5), Duration.ofHours(1)),
        null,
        null);
  }
}
