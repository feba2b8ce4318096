package dev.sluice.tests.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A request that was found right.
 *
 * @param cluster its name
 * @param definition of each task
 * @param count how many tasks
 * @param overrides of the definition, as they came
 * @param size by the overrides, else by the definition
 * @param startedBy empty if not given
 * @param group as given, else by the family
 * @param subnets at least one
 * @param providers of each task; empty ones for the launch type
 * @param clientToken empty if not given
 * @param parameters all that came, but for the token
 */
record RunTaskRequest(
    String cluster,
    TaskDefinition definition,
    int count,
    ObjectNode overrides,
    FargateSize size,
    String startedBy,
    String group,
    List<String> subnets,
    List<String> providers,
    String clientToken,
    JsonNode parameters) {

  /** The override of a container; a missing node if it has none. */
  JsonNode override(String container) {
    for (JsonNode override : overrides.path("containerOverrides")) {
      if (container.equals(override.path("name").asText())) {
        return override;
      }
    }
    return overrides.path("");
  }
}
