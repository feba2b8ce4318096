package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.sluice.runners.ecs.Attempts;
import dev.sluice.runners.ecs.EcsCoordinator;
import dev.sluice.runners.ecs.EndCause;
import dev.sluice.runners.ecs.FargateSize;
import dev.sluice.runners.ecs.Intent;
import dev.sluice.runners.ecs.TaskEnd;
import dev.sluice.step.Load;
import dev.sluice.step.StepTask;
import dev.sluice.step.WorkFolder;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.S3Server;
import dev.sluice.storage.Storage;
import dev.sluice.tests.ecs.EcsServer;
import dev.sluice.tests.ecs.EcsSettings;
import dev.sluice.tests.ecs.Launch;
import dev.sluice.tests.ecs.Pace;
import dev.sluice.tests.ecs.RealTime;
import dev.sluice.tests.ecs.Script;
import dev.sluice.tests.ecs.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
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
  private static final Simulation SUCCESS = Simulation.lasting(Duration.ofMillis(200));

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
   */
  record Case(
      String name,
      Consumer<Script> fault,
      Simulation simulation,
      boolean writes,
      EndCause cause,
      boolean succeeds,
      String account) {
    static Case succeeding(String name, Consumer<Script> fault) {
      return new Case(name, fault, SUCCESS, true, EndCause.LOST, true, "task ");
    }

    static Case ending(String name, EndCause cause, String account, Consumer<Script> fault) {
      return new Case(name, fault, SUCCESS, false, cause, false, account);
    }

    Case doing(Simulation other) {
      return new Case(name, fault, other, writes, cause, succeeds, account);
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
      task.put(STORAGE);
      dev.sluice.runners.ecs.EcsSettings settings = settings(server.endpoint());
      Intent intent = Intent.now(task, STORAGE, Load.COMPUTES, Attempts.NONE, settings);
      ends.put(
          one.name(),
          EcsCoordinator.start(settings)
              .launch(task, STORAGE, intent, line -> {})
              .end()
              .toCompletableFuture());
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
    TaskEnd end = ends.get(one.name()).get(1, TimeUnit.MINUTES);
    assertThat(end.cause()).as(end.account()).isEqualTo(one.cause());
    assertThat(end.account()).contains(one.account());
    assertThat(STORAGE.exists(task(number(one)).outcome())).isEqualTo(one.succeeds());
    assertThat(serverOf.get(one.name()).taskArns()).hasSizeLessThanOrEqualTo(1);
  }

  private int number(Case one) {
    return 1 + new ArrayList<>(ends.keySet()).indexOf(one.name());
  }

  private EcsServer server(Case one) throws Exception {
    EcsServer server =
        EcsServer.start(
            EcsSettings.in(RealTime.ofThisMachine())
                .withPace(Pace.brisk())
                .withImage("sluice", Simulation.of(launch -> simulation(one, launch))));
    servers.add(server);
    server.registerTaskDefinition(
        """
        {"family": "sluice", "cpu": "1024", "memory": "2048", "networkMode": "awsvpc",
         "requiresCompatibilities": ["FARGATE"],
         "containerDefinitions": [{"name": "worker", "image": "sluice"}]}
        """);
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
        Duration.ofMinutes(5),
        null);
  }

  private static dev.sluice.runners.ecs.EcsSettings settings(URI endpoint) {
    return new dev.sluice.runners.ecs.EcsSettings(
        "sluice",
        "sluice",
        "worker",
        List.of("subnet-1", "subnet-2"),
        List.of(),
        true,
        List.of(new dev.sluice.runners.ecs.EcsSettings.Provider("FARGATE_SPOT", 1)),
        "FARGATE",
        new FargateSize(512, 1024),
        new FargateSize(2048, 4096),
        2,
        Duration.ofMinutes(5),
        "eu-west-1",
        endpoint);
  }
}
