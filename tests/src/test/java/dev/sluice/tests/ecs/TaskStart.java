package dev.sluice.tests.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Pulls images, opens logs and starts containers. */
final class TaskStart {
  private final World world;
  private final EcsSettings settings;
  private final Logs logs;

  TaskStart(World world, EcsSettings settings, Logs logs) {
    this.world = world;
    this.settings = settings;
    this.logs = logs;
  }

  /** All that has to be there before containers are started. */
  void prepare(EcsTask task) throws CannotStart {
    Optional<String> failure = task.fate().startFailure();
    if (failure.isPresent()) {
      throw CannotStart.resources(failure.get());
    }
    Optional<String> pull = task.fate().pullError();
    if (pull.isPresent()) {
      throw CannotStart.pull(pull.get());
    }
    for (TaskContainer container : task.containers()) {
      if (!settings.images().containsKey(container.image())) {
        throw CannotStart.unknownImage(container.image());
      }
      Optional<String> group = logOption(container, "awslogs-group");
      if (group.isPresent() && !logs.hasGroup(group.get())) {
        throw CannotStart.noLogGroup();
      }
    }
  }

  void run(EcsTask task, TaskContainer container, IntConsumer exited) throws IOException {
    Program program = settings.images().get(container.image());
    if (program == null) {
      throw new IOException("no image " + container.image());
    }
    container.started(
        program.start(launch(task, container), console(task, container, exited), settings.time()));
  }

  private Program.Console console(EcsTask task, TaskContainer container, IntConsumer exited) {
    Optional<LogStream> stream =
        logOption(container, "awslogs-group")
            .map(
                group ->
                    logs.open(
                        group,
                        // Developer Guide, "Using the awslogs log driver": the name of a stream.
                        "%s/%s/%s"
                            .formatted(
                                logOption(container, "awslogs-stream-prefix").orElse(""),
                                container.name(),
                                task.id())));
    return new Program.Console() {
      @Override
      public void line(String text) {
        world.happens(() -> stream.ifPresent(log -> log.append(text)));
      }

      @Override
      public void exited(int code) {
        world.happens(() -> exited.accept(code));
      }
    };
  }

  private Launch launch(EcsTask task, TaskContainer container) {
    JsonNode definition = container.definition();
    JsonNode override = task.request().override(container.name());
    List<String> command = new ArrayList<>();
    definition.path("entryPoint").forEach(word -> command.add(word.asText()));
    (override.has("command") ? override : definition)
        .path("command")
        .forEach(word -> command.add(word.asText()));
    return new Launch(
        task.arn(),
        container.name(),
        List.copyOf(command),
        environment(definition, override),
        task.request().startedBy(),
        task.isSpot(),
        task.request().size().cpu(),
        task.request().size().memoryMiB());
  }

  /** What the definition says, over it the override, beside what Fargate sets. */
  private Map<String, String> environment(JsonNode definition, JsonNode override) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_EXECUTION_ENV", "AWS_ECS_FARGATE");
    environment.put("AWS_REGION", settings.region());
    environment.put("AWS_DEFAULT_REGION", settings.region());
    environment.putAll(settings.taskRole());
    for (JsonNode source : List.of(definition, override)) {
      for (JsonNode variable : source.path("environment")) {
        environment.put(variable.path("name").asText(), variable.path("value").asText());
      }
    }
    return environment;
  }

  private static Optional<String> logOption(TaskContainer container, String name) {
    JsonNode log = container.definition().path("logConfiguration");
    return "awslogs".equals(log.path("logDriver").asText())
        ? Optional.of(log.path("options").path(name).asText())
        : Optional.empty();
  }
}
