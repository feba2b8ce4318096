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
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a RunTask may ask for. Unless another source is named, a rule is in the API Reference,
 * RunTask, under the parameter that it is about.
 */
final class RunTaskRules {
  private static final int MOST_TASKS = 10;
  private static final int MOST_OVERRIDES = 8192;
  private static final int MOST_TAGS = 50;

  /** {@code ecs.md}; the API Reference said so until 2024, and says 128 since. */
  private static final int LONGEST_STARTED_BY = 36;

  private static final Pattern STARTED_BY =
      Pattern.compile("[A-Za-z0-9/_-]{1,%d}".formatted(LONGEST_STARTED_BY));
  private static final Pattern CLIENT_TOKEN = Pattern.compile("[!-~]{1,64}");

  /** API Reference, AwsVpcConfiguration: subnets and securityGroups. */
  private static final int MOST_SUBNETS = 16;

  private static final int MOST_GROUPS = 5;

  private static final Shape VPC =
      new Shape()
          .required(STRINGS, "subnets")
          .optional(STRINGS, "securityGroups")
          .optional(STRING, "assignPublicIp");
  private static final Shape NETWORK = new Shape().nested("awsvpcConfiguration", STRUCTURE, VPC);
  private static final Shape VARIABLE = new Shape().optional(STRING, "name", "value");
  private static final Shape CONTAINER =
      new Shape()
          .optional(STRING, "name")
          .optional(STRINGS, "command")
          .optional(INTEGER, "cpu", "memory", "memoryReservation")
          .nested("environment", STRUCTURES, VARIABLE);
  private static final Shape OVERRIDES =
      new Shape()
          .optional(STRING, "cpu", "memory", "taskRoleArn", "executionRoleArn")
          .nested("containerOverrides", STRUCTURES, CONTAINER);
  private static final Shape RUN_TASK =
      new Shape()
          .required(STRING, "taskDefinition")
          .optional(STRING, "cluster", "clientToken", "group", "launchType", "platformVersion")
          .optional(STRING, "propagateTags", "referenceId", "startedBy")
          .optional(INTEGER, "count")
          .optional(BOOLEAN, "enableECSManagedTags", "enableExecuteCommand")
          .optional(STRUCTURES, "tags")
          .nested("capacityProviderStrategy", STRUCTURES, CapacityStrategy.ITEM)
          .nested("networkConfiguration", STRUCTURE, NETWORK)
          .nested("overrides", STRUCTURE, OVERRIDES);

  private final Clusters clusters;
  private final TaskDefinitions definitions;

  RunTaskRules(Clusters clusters, TaskDefinitions definitions) {
    this.clusters = clusters;
    this.definitions = definitions;
  }

  RunTaskRequest check(JsonNode request) {
    RUN_TASK.check(request);
    String cluster = clusters.of(request);
    TaskDefinition definition =
        definitions
            .find(request.path("taskDefinition").asText())
            .orElseThrow(() -> AwsError.client("ClientException", "TaskDefinition not found."));
    int count = request.path("count").asInt(1);
    require(
        count >= 1 && count <= MOST_TASKS, "Count must be between 1 and %d.".formatted(MOST_TASKS));
    require(
        request.path("tags").size() <= MOST_TAGS,
        "A task can have at most %d tags.".formatted(MOST_TAGS));
    ObjectNode overrides = overrides(request, definition);
    ObjectNode parameters = request.deepCopy();
    parameters.remove("clientToken");
    return new RunTaskRequest(
        cluster,
        definition,
        count,
        overrides,
        FargateSize.of(
            overrides.path("cpu").asText(definition.cpu()),
            overrides.path("memory").asText(definition.memory())),
        text(request, "startedBy", STARTED_BY),
        request.path("group").asText("family:" + definition.family()),
        subnets(request),
        providers(request, count),
        text(request, "clientToken", CLIENT_TOKEN),
        parameters);
  }

  private static String text(JsonNode request, String member, Pattern pattern) {
    String value = request.path(member).asText("");
    require(
        !request.has(member) || pattern.matcher(value).matches(),
        "%s must match %s.".formatted(member, pattern));
    return value;
  }

  /** "This limit includes the JSON formatting characters of the override structure." */
  private static ObjectNode overrides(JsonNode request, TaskDefinition definition) {
    ObjectNode overrides =
        request.has("overrides")
            ? request.path("overrides").deepCopy()
            : JsonNodeFactory.instance.objectNode();
    require(
        overrides.toString().length() <= MOST_OVERRIDES,
        "Container Overrides length must be at most %d".formatted(MOST_OVERRIDES));
    for (JsonNode container : overrides.path("containerOverrides")) {
      // API Reference, ContainerOverride, name: "required if any override is specified".
      String name = container.path("name").asText("");
      require(!name.isEmpty(), "Container override must specify a container name.");
      require(
          definition.hasContainer(name),
          "Override for container named %s is not a container in the TaskDefinition."
              .formatted(name));
    }
    overrides.withArray("containerOverrides");
    return overrides;
  }

  /** "This parameter is required for task definitions that use the awsvpc network mode." */
  private static List<String> subnets(JsonNode request) {
    JsonNode vpc = request.path("networkConfiguration").path("awsvpcConfiguration");
    require(
        vpc.isObject(),
        "Network Configuration must be provided when networkMode 'awsvpc' is specified.");
    require(vpc.path("subnets").size() > 0, "subnets can not be empty.");
    require(
        vpc.path("subnets").size() <= MOST_SUBNETS,
        "subnets can have at most %d items.".formatted(MOST_SUBNETS));
    require(
        vpc.path("securityGroups").size() <= MOST_GROUPS,
        "securityGroups can have at most %d items.".formatted(MOST_GROUPS));
    require(
        List.of("ENABLED", "DISABLED").contains(vpc.path("assignPublicIp").asText("DISABLED")),
        "assignPublicIp must be ENABLED or DISABLED.");
    List<String> subnets = new ArrayList<>();
    vpc.path("subnets").forEach(subnet -> subnets.add(subnet.asText()));
    for (String subnet : subnets) {
      require(
          subnet.startsWith("subnet-"),
          "Error retrieving subnet information for %s: The subnet ID '%s' does not exist (ErrorCode: InvalidSubnetID.NotFound)"
              .formatted(subnets, subnet));
    }
    return subnets;
  }

  private static List<String> providers(JsonNode request, int count) {
    JsonNode strategy = request.path("capacityProviderStrategy");
    String launchType = request.path("launchType").asText("");
    // "If a capacityProviderStrategy is specified, the launchType parameter must be omitted."
    require(
        launchType.isEmpty() || strategy.isEmpty(),
        "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.");
    if (!strategy.isEmpty()) {
      return CapacityStrategy.of(strategy).place(count);
    }
    require(
        List.of("", "EC2", "EXTERNAL", "FARGATE").contains(launchType),
        "launchType %s is not known.".formatted(launchType));
    // Without either, and without a default strategy of the cluster, a task is for instances.
    require(launchType.equals("FARGATE"), "No Container Instances were found in your cluster.");
    return Collections.nCopies(count, "");
  }

  private static void require(boolean right, String message) {
    if (!right) {
      throw AwsError.invalid(message);
    }
  }
}
