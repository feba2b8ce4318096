package dev.sluice.tests.ecs;

import static dev.sluice.tests.ecs.Shape.Type.STRING;
import static dev.sluice.tests.ecs.Shape.Type.STRINGS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Clusters that have both of Fargate's capacity providers, and no default strategy. */
final class Clusters {
  static final String ON_DEMAND = "FARGATE";
  static final String SPOT = "FARGATE_SPOT";
  static final List<String> PROVIDERS = List.of(ON_DEMAND, SPOT);

  /** API Reference, RunTask, cluster: "the default cluster is assumed". */
  private static final String DEFAULT = "default";

  /** API Reference, DescribeClusters and DescribeCapacityProviders: up to 100. */
  private static final int MOST = 100;

  private static final Shape DESCRIBE = new Shape().optional(STRINGS, "clusters", "include");
  private static final Shape DESCRIBE_PROVIDERS =
      new Shape().optional(STRINGS, "capacityProviders").optional(STRING, "cluster");

  private final Arns arns;
  private final List<String> names;
  private final Function<String, Stream<EcsTask>> tasks;

  Clusters(Arns arns, List<String> names, Function<String, Stream<EcsTask>> tasks) {
    this.arns = arns;
    this.names = names;
    this.tasks = tasks;
  }

  /** The name of the cluster that a request is about. */
  String of(JsonNode request) {
    String name = arns.nameOf("cluster", request.path("cluster").asText(DEFAULT));
    if (!names.contains(name)) {
      throw AwsError.client("ClusterNotFoundException", "Cluster not found.");
    }
    return name;
  }

  ObjectNode describe(JsonNode request) {
    DESCRIBE.check(request);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode found = answer.putArray("clusters");
    ArrayNode failures = answer.putArray("failures");
    for (String asked : asked(request, "clusters", List.of(DEFAULT))) {
      String name = arns.nameOf("cluster", asked);
      if (names.contains(name)) {
        found.add(describe(name));
      } else {
        // Developer Guide, "API failure reasons", DescribeClusters.
        failures.addObject().put("arn", arns.cluster(name)).put("reason", "MISSING");
      }
    }
    return answer;
  }

  private ObjectNode describe(String name) {
    ObjectNode cluster =
        JsonNodeFactory.instance
            .objectNode()
            .put("clusterArn", arns.cluster(name))
            .put("clusterName", name)
            .put("status", "ACTIVE")
            .put("registeredContainerInstancesCount", 0)
            .put("runningTasksCount", tasks.apply(name).filter(task -> task.is("RUNNING")).count())
            .put("pendingTasksCount", tasks.apply(name).filter(task -> task.is("PENDING")).count())
            .put("activeServicesCount", 0);
    PROVIDERS.forEach(cluster.putArray("capacityProviders")::add);
    cluster.putArray("defaultCapacityProviderStrategy");
    return cluster;
  }

  ObjectNode describeProviders(JsonNode request) {
    DESCRIBE_PROVIDERS.check(request);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode found = answer.putArray("capacityProviders");
    ArrayNode failures = answer.putArray("failures");
    for (String asked : asked(request, "capacityProviders", PROVIDERS)) {
      String name = arns.nameOf("capacity-provider", asked);
      if (PROVIDERS.contains(name)) {
        found
            .addObject()
            .put("capacityProviderArn", arns.capacityProvider(name))
            .put("name", name)
            .put("status", "ACTIVE");
      } else {
        failures.addObject().put("arn", arns.capacityProvider(name)).put("reason", "MISSING");
      }
    }
    return answer;
  }

  private static List<String> asked(JsonNode request, String member, List<String> without) {
    JsonNode list = request.path(member);
    if (list.size() > MOST) {
      throw AwsError.invalid("%s cannot have more than %d elements".formatted(member, MOST));
    }
    return list.isEmpty()
        ? without
        : StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
