package dev.sluice.tests.ecs;

import java.util.UUID;

/**
 * Names of an account's resources: Developer Guide, "Amazon Resource Names (ARNs) and IDs", in the
 * long format, in which a task's names its cluster.
 */
record Arns(String region, String account) {
  String cluster(String name) {
    return ecs("cluster/" + name);
  }

  String newTask(String cluster) {
    return task(cluster, UUID.randomUUID().toString().replace("-", ""));
  }

  String task(String cluster, String id) {
    return ecs("task/" + cluster + "/" + id);
  }

  String container(String taskArn) {
    return taskArn.replaceFirst(":task/", ":container/") + "/" + UUID.randomUUID();
  }

  String taskDefinition(String family, int revision) {
    return ecs("task-definition/" + family + ":" + revision);
  }

  String capacityProvider(String name) {
    return ecs("capacity-provider/" + name);
  }

  String logGroup(String name) {
    return "arn:aws:logs:%s:%s:log-group:%s".formatted(region, account, name);
  }

  /** What stands for itself, or is named by its ARN, such as {@code …:cluster/NAME}. */
  String nameOf(String kind, String nameOrArn) {
    String prefix = ecs(kind + "/");
    return nameOrArn.startsWith(prefix) ? nameOrArn.substring(prefix.length()) : nameOrArn;
  }

  private String ecs(String resource) {
    return "arn:aws:ecs:%s:%s:%s".formatted(region, account, resource);
  }
}
