package dev.sluice.runners.ecs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.step.Load;
import dev.sluice.step.StepTask;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/**
 * What RunTask is asked for. The same attempt makes the same request, with the same client token,
 * whoever makes it; a strategy and never a launch type, which would turn Spot off silently; and as
 * the override the place of the task in storage, however large the request there is.
 */
final class RunTaskRequests {
  private final EcsSettings settings;

  private RunTaskRequests(EcsSettings settings) {
    this.settings = settings;
  }

  /** The request for an attempt. */
  static RunTaskRequest of(StepTask task, Intent intent) {
    return new RunTaskRequests(intent.settings()).request(task, intent);
  }

  private RunTaskRequest request(StepTask task, Intent intent) {
    Attempts attempts = intent.attempts();
    FargateSize size = size(intent);
    List<String> command = new ArrayList<>(List.of(task.place().toString()));
    command.addAll(intent.arguments());
    ContainerOverride worker =
        ContainerOverride.builder().name(settings.container()).command(command).build();
    return RunTaskRequest.builder()
        .cluster(settings.cluster())
        .taskDefinition(settings.taskDefinition())
        .count(1)
        .startedBy(task.run())
        .clientToken(token(task))
        .capacityProviderStrategy(strategy(attempts))
        .networkConfiguration(
            network ->
                network.awsvpcConfiguration(
                    vpc ->
                        vpc.subnets(subnets(attempts))
                            .securityGroups(settings.securityGroups())
                            .assignPublicIp(
                                settings.publicIp()
                                    ? AssignPublicIp.ENABLED
                                    : AssignPublicIp.DISABLED)))
        .overrides(
            TaskOverride.builder()
                .cpu(Integer.toString(size.cpu()))
                .memory(Integer.toString(size.memoryMiB()))
                .containerOverrides(worker)
                .build())
        .build();
  }

  /** The size of the task of an attempt. */
  static FargateSize size(Intent intent) {
    EcsSettings settings = intent.settings();
    FargateSize size = intent.load() == Load.WAITS ? settings.waiting() : settings.busy();
    return intent.attempts().grown() ? size.larger().orElse(size) : size;
  }

  private List<CapacityProviderStrategyItem> strategy(Attempts attempts) {
    List<EcsSettings.Provider> providers =
        attempts.onDemand()
            ? List.of(new EcsSettings.Provider(settings.onDemand(), 1))
            : settings.providers();
    return providers.stream()
        .map(
            provider ->
                CapacityProviderStrategyItem.builder()
                    .capacityProvider(provider.name())
                    .weight(provider.weight())
                    .build())
        .toList();
  }

  /** All of them, so that ECS spreads; one after the other where there was no capacity. */
  private List<String> subnets(Attempts attempts) {
    List<String> all = settings.subnets();
    int times = attempts.withoutCapacity();
    return times == 0 ? all : List.of(all.get(times % all.size()));
  }

  /** The place tells run, step, inputs and attempt; 64 characters are allowed. */
  private static String token(StepTask task) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(task.place().toString().getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
