package dev.sluice.tests.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A revision of a task definition. */
record TaskDefinition(ObjectNode json) {
  /** API Reference, ContainerDefinition, stopTimeout: of Fargate, unless it is given. */
  private static final int STOP_SECONDS = 30;

  String arn() {
    return json.path("taskDefinitionArn").asText();
  }

  String family() {
    return json.path("family").asText();
  }

  String cpu() {
    return json.path("cpu").asText();
  }

  String memory() {
    return json.path("memory").asText();
  }

  List<JsonNode> containers() {
    List<JsonNode> containers = new ArrayList<>();
    json.path("containerDefinitions").forEach(containers::add);
    return containers;
  }

  boolean hasContainer(String name) {
    return containers().stream()
        .anyMatch(container -> name.equals(container.path("name").asText()));
  }

  static Duration stopTimeout(JsonNode container) {
    return Duration.ofSeconds(container.path("stopTimeout").asInt(STOP_SECONDS));
  }

  /** API Reference, ContainerDefinition, essential: true unless it is said otherwise. */
  static boolean isEssential(JsonNode container) {
    return container.path("essential").asBoolean(true);
  }
}
