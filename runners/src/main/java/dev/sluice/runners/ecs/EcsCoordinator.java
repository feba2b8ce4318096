package dev.sluice.runners.ecs;

import dev.sluice.step.DriverLease;
import dev.sluice.step.StepTask;
import dev.sluice.step.WorkerLine;
import dev.sluice.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.EcsAsyncClient;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * All tasks of a process, on one event loop and with no thread for any of them. That a task is done
 * is seen in storage, by one listing of what the workers of a run have written, every second, which
 * is sooner than ECS says so; that it ended otherwise is told by DescribeTasks, for {@value #BATCH}
 * tasks at a time every 10 s.
 */
public final class EcsCoordinator {
  private static final Logger LOG = LoggerFactory.getLogger(EcsCoordinator.class);

  /** As many as DescribeTasks takes. */
  private static final int BATCH = 100;

  private static final Duration MOST_RENEWAL = Duration.ofSeconds(15);
  private static final Set<String> STARTING = Set.of("PROVISIONING", "PENDING", "ACTIVATING");

  private final EcsSettings settings;
  private final EcsAsyncClient ecs;
  private final Waits waits;
  private final ScheduledExecutorService loop =
      Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "sluice-ecs"));
  private final PacedCalls launches;
  private final PacedCalls stops;
  private final PacedCalls reads;
  private final TaskSearch search;
  private final TaskLogs logs;
  private final Map<String, EcsTask> running = new LinkedHashMap<>();
  private final OutcomeWatch outcomes;
  private final LeaseKeeper lease;
  private int unanswered;
  private volatile TaskBill bill = new TaskBill();

  private EcsCoordinator(EcsSettings settings, EcsAsyncClient ecs, Waits waits) {
    this.settings = settings;
    this.ecs = ecs;
    this.waits = waits;
    Executor blocking = Executors.newCachedThreadPool(work -> daemon(work, "sluice-ecs-storage"));
    this.outcomes = new OutcomeWatch(loop, blocking);
    this.lease = new LeaseKeeper(loop, blocking);
    long now = System.nanoTime();
    EventLoop turns = EventLoop.of(loop);
    // RunTask and StopTask share 40 calls a second, and Fargate launches 20 tasks a second.
    this.launches = new PacedCalls(turns, TokenBucket.shareOf(50, 20, now));
    this.stops = new PacedCalls(turns, TokenBucket.shareOf(50, 20, now));
    this.reads = new PacedCalls(turns, TokenBucket.shareOf(100, 20, now));
    this.search = new TaskSearch(settings, ecs, reads);
    this.logs = new TaskLogs(turns, settings);
  }

  /** One that runs until the process ends. */
  public static EcsCoordinator start(EcsSettings settings) {
    return start(settings, Waits.STANDARD);
  }

  static EcsCoordinator start(EcsSettings settings, Waits waits) {
    EcsCoordinator coordinator = new EcsCoordinator(settings, EcsClients.open(settings), waits);
    coordinator.loop.execute(() -> coordinator.logs.open(coordinator.ecs, coordinator.reads));
    coordinator.every(waits.look(), coordinator::look);
    coordinator.every(waits.poll(), coordinator::poll);
    return coordinator;
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Launches an attempt; for any thread, returns at once.
   *
   * @param task which stands in storage already
   * @param intent which stands there as well
   * @param lines takes what the worker says, on the loop
   */
  public EcsTask launch(StepTask task, Storage storage, Intent intent, Consumer<WorkerLine> lines) {
    RunTaskRequest request = RunTaskRequests.of(task, intent);
    EcsTask launched = of(task, storage, intent, request, lines);
    loop.execute(() -> launch(launched, request));
    return launched;
  }

  /**
   * Goes on with an attempt that an earlier driver has launched, or was about to. If no such task
   * runs, the request is made again: by its token ECS gives the task that it made, though it has
   * ended meanwhile, or makes it now. Of what it said before, the last half a minute is passed on.
   * For any thread, returns at once.
   */
  public EcsTask resume(StepTask task, Storage storage, Intent intent, Consumer<WorkerLine> lines) {
    RunTaskRequest request = RunTaskRequests.of(task, intent);
    EcsTask resumed = of(task, storage, intent, request, lines);
    loop.execute(
        () ->
            search.find(
                task.run(),
                found -> {
                  String arn = found.get(task.place().toString());
                  if (arn == null) {
                    launch(resumed, request);
                  } else {
                    runs(resumed, arn);
                  }
                }));
    return resumed;
  }

  private static EcsTask of(
      StepTask task,
      Storage storage,
      Intent intent,
      RunTaskRequest request,
      Consumer<WorkerLine> lines) {
    String provider = request.capacityProviderStrategy().get(0).capacityProvider();
    return new EcsTask(task, storage, RunTaskRequests.size(intent), provider, lines);
  }

  /** Enters the tasks that are launched from now on in a bill. */
  public void enterIn(TaskBill run) {
    bill = run;
  }

  /** Keeps a lease that was taken, until it is lost: then nothing is launched any more. */
  public void renew(DriverLease taken) {
    loop.execute(() -> lease.keep(taken));
    long millis = Math.min(MOST_RENEWAL.toMillis(), settings.lease().toMillis() / 5);
    every(Duration.ofMillis(millis), lease::renew);
  }

  /** Lets the lease lapse; for any thread. */
  public void renewNoMore() {
    loop.execute(lease::drop);
  }

  /** Asks ECS to stop a task, with SIGTERM first; for any thread, returns at once. */
  public void stop(EcsTask task) {
    loop.execute(() -> stopNow(task, "The run was cancelled"));
  }

  private void every(Duration period, Runnable work) {
    Future<?> unused =
        loop.scheduleWithFixedDelay(
            () -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                LOG.warn("Cannot look after the tasks; it is tried again", e);
              }
            },
            period.toMillis(),
            period.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void launch(EcsTask task, RunTaskRequest request) {
    if (lease.isLost()) {
      task.ended(
          new TaskEnd(
              EndCause.UNUSABLE, OptionalInt.empty(), "another driver has taken the run over"));
      return;
    }
    if (task.stopAsked) {
      task.ended(new TaskEnd(EndCause.LOST, OptionalInt.empty(), "cancelled before its launch"));
      return;
    }
    launches.make(
        () -> ecs.runTask(request),
        answer -> launched(task, answer),
        failure ->
            task.ended(
                TaskEnd.refused("Cannot launch a task: %s".formatted(failure.getMessage()))));
  }

  private void launched(EcsTask task, RunTaskResponse answer) {
    if (answer.tasks().isEmpty()) {
      String reason =
          answer.failures().stream().findFirst().map(Failure::reason).orElse("no reason given");
      Future<?> unused =
          loop.schedule(
              () -> lookForRefused(task, reason),
              waits.settled().toMillis(),
              TimeUnit.MILLISECONDS);
      return;
    }
    runs(task, answer.tasks().get(0).taskArn());
  }

  /** A task may run all the same, and two for one attempt are one too many. */
  private void lookForRefused(EcsTask task, String reason) {
    search.find(
        task.task.run(),
        found -> {
          String arn = found.get(task.task.place().toString());
          if (arn == null) {
            task.ended(TaskEnd.refused("Cannot launch a task: %s".formatted(reason)));
          } else {
            LOG.info("Task {} runs though its launch was refused: {}", arn, reason);
            runs(task, arn);
          }
        });
  }

  private void runs(EcsTask task, String arn) {
    task.arn = arn;
    task.launched = System.nanoTime();
    running.put(arn, task);
    bill.launched(arn, task.task.step(), task.size, task.provider, Instant.now());
    logs.follow(task.id(), task::says);
    if (task.stopAsked) {
      stopTask(arn, "The run was cancelled");
    }
  }

  private void stopNow(EcsTask task, String reason) {
    if (task.stopAsked || task.hasEnded()) {
      return;
    }
    task.stopAsked = true;
    if (task.arn != null) {
      stopTask(task.arn, reason);
    }
  }

  private void stopTask(String arn, String reason) {
    StopTaskRequest request =
        StopTaskRequest.builder().cluster(settings.cluster()).task(arn).reason(reason).build();
    stops.make(
        () -> ecs.stopTask(request),
        answer -> {},
        failure -> LOG.warn("Cannot stop task {}: {}", arn, failure.getMessage()));
  }

  private void look() {
    outcomes.look(running.values(), task -> end(task, TaskEnd.withResult(account(task))));
  }

  private void poll() {
    if (unanswered > 0) {
      return; // A round at a time, however slow ECS is.
    }
    List<String> arns = new ArrayList<>(running.keySet());
    for (int from = 0; from < arns.size(); from += BATCH) {
      List<String> batch = List.copyOf(arns.subList(from, Math.min(from + BATCH, arns.size())));
      unanswered++;
      DescribeTasksRequest request =
          DescribeTasksRequest.builder().cluster(settings.cluster()).tasks(batch).build();
      reads.make(
          () -> ecs.describeTasks(request),
          answer -> {
            unanswered--;
            described(answer);
          },
          failure -> {
            unanswered--;
            LOG.warn("Cannot describe tasks; it is tried again: {}", failure.getMessage());
          });
    }
  }

  private void described(DescribeTasksResponse answer) {
    answer.tasks().forEach(this::described);
    for (Failure failure : answer.failures()) {
      EcsTask task = running.get(failure.arn());
      if (task != null && isOlder(task.launched, waits.unseen())) {
        end(
            task,
            new TaskEnd(
                EndCause.LOST,
                OptionalInt.empty(),
                account(task) + ", ECS knows no such task: " + failure.reason()));
      }
    }
  }

  private void described(Task told) {
    EcsTask task = running.get(told.taskArn());
    if (task == null) {
      return;
    }
    boolean runs = "RUNNING".equals(told.lastStatus());
    bill.told(told.taskArn(), told.capacityProviderName(), told.pullStartedAt(), runs);
    if ("STOPPED".equals(told.lastStatus())) {
      TaskEnd end = TaskEnd.of(told, settings.container());
      String stuck =
          task.stuck ? "it did not start within " + waits.start().toSeconds() + " s: " : "";
      end(task, end.withAccount(account(task) + ", " + stuck + end.account()));
    } else if (STARTING.contains(told.lastStatus()) && isOlder(task.launched, waits.start())) {
      task.stuck = true;
      stopNow(task, "It did not start");
    }
  }

  /** Whose log may tell why it ended, has ended when all is known that it said. */
  private void end(EcsTask task, TaskEnd end) {
    String arn = String.valueOf(task.arn);
    if (running.remove(arn) == null) {
      return; // Seen by the listing and told by ECS at the same time.
    }
    bill.ended(arn, Instant.now());
    if (!end.isForTheWorkerToTell() || task.stopAsked) {
      logs.end(task.id(), () -> {});
      task.ended(end);
    } else {
      logs.end(task.id(), () -> task.ended(end));
    }
  }

  /** How many tasks have ended whose last lines may still come; for any thread. */
  public CompletableFuture<Integer> ending() {
    return CompletableFuture.supplyAsync(logs::ending, loop);
  }

  private static boolean isOlder(long nanos, Duration age) {
    return System.nanoTime() - nanos > age.toNanos();
  }

  /** A stream of the awslogs driver is named prefix/container/id. */
  private String account(EcsTask task) {
    return "task %s, log stream …/%s/%s".formatted(task.id(), settings.container(), task.id());
  }
}
