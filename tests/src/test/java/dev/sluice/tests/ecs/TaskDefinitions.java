package dev.sluice.tests.ecs;

import static dev.sluice.tests.ecs.Shape.Type.BOOLEAN;
import static dev.sluice.tests.ecs.Shape.Type.INTEGER;
import static dev.sluice.tests.ecs.Shape.Type.STRING;
import static dev.sluice.tests.ecs.Shape.Type.STRINGS;
import static dev.sluice.tests.ecs.Shape.Type.STRUCTURE;
import static dev.sluice.tests.ecs.Shape.Type.STRUCTURES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Task definitions for Fargate, by family and revision, from 1 on. */
final class TaskDefinitions {
  private static final Shape LOG =
      new Shape().required(STRING, "logDriver").optional(STRUCTURE, "options");
  private static final Shape CONTAINER =
      new Shape()
          .required(STRING, "name", "image")
          .optional(STRINGS, "command", "entryPoint")
          .optional(STRUCTURES, "environment")
          .optional(BOOLEAN, "essential")
          .optional(INTEGER, "stopTimeout", "cpu", "memory")
          .nested("logConfiguration", STRUCTURE, LOG);
  private static final Shape REGISTER =
      new Shape()
          .required(STRING, "family")
          .required(STRUCTURES, "containerDefinitions")
          .optional(STRING, "cpu", "memory", "networkMode", "taskRoleArn", "executionRoleArn")
          .optional(STRINGS, "requiresCompatibilities")
          .nested("containerDefinitions", STRUCTURES, CONTAINER);
  private static final Shape DESCRIBE = new Shape().required(STRING, "taskDefinition");

  /** API Reference, RegisterTaskDefinition, family and ContainerDefinition, name. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");

  /**
   * API Reference, ContainerDefinition, stopTimeout: "The max stop timeout value is 120 seconds".
   */
  private static final int MOST_STOP_SECONDS = 120;

  private final Arns arns;
  private final Map<String, List<TaskDefinition>> families = new HashMap<>();

  TaskDefinitions(Arns arns) {
    this.arns = arns;
  }

  ObjectNode register(JsonNode request) {
    REGISTER.check(request);
    String family = request.path("family").asText();
    if (!NAME.matcher(family).matches()) {
      throw AwsError.client("ClientException", "Family contains invalid characters.");
    }
    checkFargate(request);
    List<TaskDefinition> revisions = families.computeIfAbsent(family, name -> new ArrayList<>());
    int revision = revisions.size() + 1;
    ObjectNode json = request.deepCopy();
    FargateSize size =
        FargateSize.of(request.path("cpu").asText(), request.path("memory").asText());
    json.put("cpu", String.valueOf(size.cpu()))
        .put("memory", String.valueOf(size.memoryMiB()))
        .put("taskDefinitionArn", arns.taskDefinition(family, revision))
        .put("revision", revision)
        .put("status", "ACTIVE");
    json.putArray("compatibilities").add("EC2").add("FARGATE");
    TaskDefinition definition = new TaskDefinition(json);
    revisions.add(definition);
    return answer(definition);
  }

  /** Developer Guide, "Amazon ECS task definition differences for Fargate". */
  private static void checkFargate(JsonNode request) {
    if (!"awsvpc".equals(request.path("networkMode").asText())) {
      throw AwsError.client("ClientException", "Fargate only supports network mode ‘awsvpc’.");
    }
    if (request.path("containerDefinitions").isEmpty()) {
      throw AwsError.client("ClientException", "Container list cannot be empty.");
    }
    for (JsonNode container : request.path("containerDefinitions")) {
      String name = container.path("name").asText();
      if (!NAME.matcher(name).matches()) {
        throw AwsError.client("ClientException", "Container.name contains invalid characters.");
      }
      if (container.path("stopTimeout").asInt() > MOST_STOP_SECONDS) {
        throw AwsError.client(
            "ClientException",
            "The max stop timeout value is %d seconds".formatted(MOST_STOP_SECONDS));
      }
      checkLog(container.path("logConfiguration"));
    }
  }

  /** Developer Guide, "Using the awslogs log driver": what Fargate needs. */
  private static void checkLog(JsonNode log) {
    if ("awslogs".equals(log.path("logDriver").asText())) {
      for (String option : List.of("awslogs-group", "awslogs-region", "awslogs-stream-prefix")) {
        if (log.path("options").path(option).asText().isEmpty()) {
          throw AwsError.client(
              "ClientException", "Log driver awslogs requires options: %s".formatted(option));
        }
      }
    }
  }

  ObjectNode describe(JsonNode request) {
    DESCRIBE.check(request);
    return answer(
        find(request.path("taskDefinition").asText())
            .orElseThrow(
                () -> AwsError.client("ClientException", "Unable to describe task definition.")));
  }

  private static ObjectNode answer(TaskDefinition definition) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("taskDefinition", definition.json().deepCopy());
    answer.putArray("tags");
    return answer;
  }

  /**
   * API Reference, RunTask, taskDefinition: a family, of which the last revision is meant, a family
   * and a revision, or an ARN.
   */
  Optional<TaskDefinition> find(String nameOrArn) {
    String[] name = arns.nameOf("task-definition", nameOrArn).split(":", 2);
    List<TaskDefinition> revisions = families.getOrDefault(name[0], List.of());
    if (revisions.isEmpty()) {
      return Optional.empty();
    }
    if (name.length == 1) {
      return Optional.of(revisions.get(revisions.size() - 1));
    }
    return revisions.stream()
        .filter(revision -> revision.json().path("revision").asText().equals(name[1]))
        .findFirst();
  }
}
