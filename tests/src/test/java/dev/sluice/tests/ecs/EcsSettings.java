package dev.sluice.tests.ecs;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An account of AWS.
 *
 * @param time which its tasks, tokens, quotas and logs live in
 * @param region whose requests it answers
 * @param account its number
 * @param clusters names of those there are, each with both of Fargate's capacity providers
 * @param images what there is in repositories, and the program of each
 * @param logGroups names of those there are
 * @param taskRole environment of each container beside its definition's and its override's: the
 *     credentials of its role
 * @param pace how long tasks take to start and to end
 * @param unseen for how long after a launch reads do not see the task: API Reference, RunTask, "The
 *     Amazon ECS API follows an eventual consistency model"
 * @param quotas what is refused as too much
 * @param port 0 for any
 */
public record EcsSettings(
    Timeline time,
    String region,
    String account,
    List<String> clusters,
    Map<String, Program> images,
    List<String> logGroups,
    Map<String, String> taskRole,
    Pace pace,
    Duration unseen,
    Quotas quotas,
    int port) {
  public EcsSettings {
    clusters = List.copyOf(clusters);
    images = Map.copyOf(images);
    logGroups = List.copyOf(logGroups);
    taskRole = Map.copyOf(taskRole);
  }

  /** One cluster {@code sluice} and a log group {@code /sluice/workers}, with no image yet. */
  public static EcsSettings in(Timeline time) {
    return new EcsSettings(
        time,
        "eu-west-1",
        "123456789012",
        List.of("sluice"),
        Map.of(),
        List.of("/sluice/workers"),
        Map.of(),
        Pace.ofFargate(),
        Duration.ofSeconds(2),
        Quotas.ofAws(),
        0);
  }

  public EcsSettings withImage(String name, Program program) {
    Map<String, Program> all = new LinkedHashMap<>(images);
    all.put(name, program);
    return new EcsSettings(
        time, region, account, clusters, all, logGroups, taskRole, pace, unseen, quotas, port);
  }

  public EcsSettings withClusters(String... names) {
    return new EcsSettings(
        time,
        region,
        account,
        List.of(names),
        images,
        logGroups,
        taskRole,
        pace,
        unseen,
        quotas,
        port);
  }

  public EcsSettings withTaskRole(Map<String, String> environment) {
    return new EcsSettings(
        time,
        region,
        account,
        clusters,
        images,
        logGroups,
        environment,
        pace,
        unseen,
        quotas,
        port);
  }

  public EcsSettings withPace(Pace changed) {
    return new EcsSettings(
        time, region, account, clusters, images, logGroups, taskRole, changed, unseen, quotas,
        port);
  }

  public EcsSettings withUnseen(Duration duration) {
    return new EcsSettings(
        time, region, account, clusters, images, logGroups, taskRole, pace, duration, quotas, port);
  }

  public EcsSettings withQuotas(Quotas changed) {
    return new EcsSettings(
        time, region, account, clusters, images, logGroups, taskRole, pace, unseen, changed, port);
  }

  public EcsSettings withPort(int number) {
    return new EcsSettings(
        time, region, account, clusters, images, logGroups, taskRole, pace, unseen, quotas, number);
  }
}
