package dev.sluice.runners.ecs;

import dev.sluice.step.WorkerLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.EcsAsyncClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;

/**
 * The logs of tasks, by where their definition says that they go; none, if that is not CloudWatch
 * Logs. The definition is asked for once, at the beginning; what is wanted before it is there waits
 * for it. For the event loop alone.
 */
final class TaskLogs {
  private static final Logger LOG = LoggerFactory.getLogger(TaskLogs.class);

  private final EventLoop loop;
  private final EcsSettings settings;
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean known;
  private @Nullable LogTail tail;
  private String prefix = "";
  private int ending;

  TaskLogs(EventLoop loop, EcsSettings settings) {
    this.loop = loop;
    this.settings = settings;
  }

  /** Asks for the definition. */
  void open(EcsAsyncClient ecs, PacedCalls reads) {
    reads.make(
        () -> ecs.describeTaskDefinition(one -> one.taskDefinition(settings.taskDefinition())),
        answer -> opened(configuration(answer.taskDefinition().containerDefinitions())),
        failure -> {
          LOG.warn("Cannot tell where the workers' logs are: {}", failure.getMessage());
          opened(Optional.empty());
        });
  }

  private Optional<LogConfiguration> configuration(List<ContainerDefinition> containers) {
    return containers.stream()
        .filter(container -> settings.container().equals(container.name()))
        .map(ContainerDefinition::logConfiguration)
        .filter(log -> log != null && "awslogs".equals(log.logDriverAsString()))
        .findFirst();
  }

  private void opened(Optional<LogConfiguration> log) {
    Map<String, String> options = log.map(LogConfiguration::options).orElse(Map.of());
    String group = options.get("awslogs-group");
    String start = options.get("awslogs-stream-prefix");
    if (group != null && start != null) {
      prefix = start;
      String region = options.getOrDefault("awslogs-region", settings.region());
      tail = new LogTail(loop, EcsClients.openLogs(region), group, Instant.now());
    } else {
      LOG.info("The workers' logs are not in CloudWatch Logs, and so not shown here");
    }
    known = true;
    waiting.forEach(Runnable::run);
    waiting.clear();
  }

  /** Begins to pass on what a task says; see {@link LogTail#follow}. */
  void follow(String taskId, Consumer<WorkerLine> lines) {
    when(tailing -> tailing.follow(stream(taskId), lines), () -> {});
  }

  /** Tells that a task has ended; see {@link LogTail#end}. */
  void end(String taskId, Runnable then) {
    ending++;
    Runnable ended =
        () -> {
          ending--;
          then.run();
        };
    when(tailing -> tailing.end(stream(taskId), ended), ended);
  }

  /** How many tasks have ended whose last lines are still waited for. */
  int ending() {
    return ending;
  }

  private void when(Consumer<LogTail> tailing, Runnable otherwise) {
    if (!known) {
      waiting.add(() -> when(tailing, otherwise));
    } else if (tail == null) {
      otherwise.run();
    } else {
      tailing.accept(tail);
    }
  }

  /** ECS Developer Guide, "Send Amazon ECS logs to CloudWatch": prefix/container/task. */
  private String stream(String taskId) {
    return "%s/%s/%s".formatted(prefix, settings.container(), taskId);
  }
}
