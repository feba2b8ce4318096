package dev.sluice.tests.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The action RunTask: API Reference, RunTask. */
final class RunTask {
  private final World world;
  private final Arns arns;
  private final Quotas quotas;
  private final RunTaskRules rules;
  private final Tasks tasks;
  private final TaskLife life;
  private final Script script;
  private final ClientTokens tokens = new ClientTokens();
  private final TokenBucket launches;
  private long count;

  RunTask(
      World world,
      EcsSettings settings,
      Arns arns,
      TaskDefinitions definitions,
      Tasks tasks,
      TaskLife life,
      Script script) {
    this.world = world;
    this.arns = arns;
    this.quotas = settings.quotas();
    this.rules = new RunTaskRules(tasks.clusters(), definitions);
    this.tasks = tasks;
    this.life = life;
    this.script = script;
    this.launches = quotas.launches();
  }

  ObjectNode run(JsonNode json) {
    RunTaskRequest request = rules.check(json);
    Optional<ObjectNode> before = tokens.answer(request, world.now());
    if (before.isPresent()) {
      return before.get();
    }
    if (quotas.enforced() && !launches.take(request.count(), world.now())) {
      throw AwsError.throttled();
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode started = answer.putArray("tasks");
    ArrayNode failures = answer.putArray("failures");
    List<EcsTask> all = new ArrayList<>();
    for (String provider : request.providers()) {
      Optional<String> failure = limit(request, provider);
      boolean starts = failure.isEmpty();
      if (starts) {
        Optional<Script.LaunchFault> fault =
            script.next(new Script.Placement(provider, request.subnets()));
        failure = fault.map(Script.LaunchFault::reason);
        starts = fault.map(Script.LaunchFault::starts).orElse(true);
      }
      if (starts) {
        EcsTask task = start(request, provider);
        all.add(task);
        if (failure.isEmpty()) {
          started.add(task.describeWithTags());
        }
      }
      failure.ifPresent(
          reason ->
              failures
                  .addObject()
                  .put("arn", arns.cluster(request.cluster()))
                  .put("reason", reason));
    }
    tokens.keep(request, answer, all, world.now());
    return answer;
  }

  private EcsTask start(RunTaskRequest request, String provider) {
    EcsTask task =
        new EcsTask(
            count++,
            arns,
            arns.newTask(request.cluster()),
            request,
            provider,
            script.nextFate(provider.equals(Clusters.SPOT)),
            world.now());
    tasks.add(task);
    life.begin(task);
    return task;
  }

  /**
   * Developer Guide, "Amazon ECS service quotas": vCPUs of what has not stopped, on demand and on
   * Spot apart; the reason as in "Service event messages".
   */
  private Optional<String> limit(RunTaskRequest request, String provider) {
    boolean spot = provider.equals(Clusters.SPOT);
    double used =
        tasks
            .all()
            .filter(task -> task.isSpot() == spot && !task.is("STOPPED"))
            .mapToDouble(task -> task.request().size().vcpus())
            .sum();
    return used + request.size().vcpus() > (spot ? quotas.spotVcpus() : quotas.onDemandVcpus())
        ? Optional.of(Script.VCPU_LIMIT)
        : Optional.empty();
  }
}
