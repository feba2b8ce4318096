package dev.sluice.runners.ecs;

import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsAsyncClient;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** Whether what the settings name is there. Starts nothing. */
public final class EcsCheck {
  private EcsCheck() {}

  /**
   * Looks at the cluster and the task definition.
   *
   * @throws IllegalArgumentException with a sentence for the user, if a run cannot begin
   */
  public static void check(EcsSettings settings) {
    try (EcsAsyncClient ecs = asked("ECS", () -> EcsClients.open(settings))) {
      cluster(settings, ecs);
      definition(settings, ecs);
    }
  }

  private static void cluster(EcsSettings settings, EcsAsyncClient ecs) {
    String option = "--ecsCluster=" + settings.cluster();
    String state =
        asked(option, () -> ecs.describeClusters(all -> all.clusters(settings.cluster())).join())
            .clusters()
            .stream()
            .findFirst()
            .map(Cluster::status)
            .orElse("not found");
    if (!"ACTIVE".equals(state)) {
      throw new IllegalArgumentException(
          "Cannot use %s: there is no such cluster in use (%s; expected ACTIVE)"
              .formatted(option, state));
    }
  }

  private static void definition(EcsSettings settings, EcsAsyncClient ecs) {
    String option = "--ecsTaskDefinition=" + settings.taskDefinition();
    TaskDefinition definition =
        asked(
                option,
                () ->
                    ecs.describeTaskDefinition(one -> one.taskDefinition(settings.taskDefinition()))
                        .join())
            .taskDefinition();
    var names = definition.containerDefinitions().stream().map(ContainerDefinition::name).toList();
    if (!names.contains(settings.container())) {
      throw new IllegalArgumentException(
          "Cannot use --ecsContainer=%s: %s has no such container (expected one of %s)"
              .formatted(settings.container(), option, names));
    }
  }

  private static <T> T asked(String subject, Supplier<T> call) {
    try {
      return call.get();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw refused(subject, cause);
    } catch (SdkException e) {
      throw refused(subject, e);
    }
  }

  private static IllegalArgumentException refused(String subject, Throwable cause) {
    return new IllegalArgumentException(
        "Cannot use %s: %s".formatted(subject, cause.getMessage()), cause);
  }
}
