package dev.sluice.runners.ecs;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where tasks run and as what; travels with the graph.
 *
 * @param cluster its name or ARN
 * @param taskDefinition family, family and revision, or ARN
 * @param container the one of the task definition that is the worker
 * @param subnets at least one
 * @param securityGroups none: the VPC's default
 * @param publicIp whether tasks get a public address, without which a public subnet reaches nothing
 * @param providers where tasks run at first, at least one
 * @param onDemand the provider for a task that cannot be had on the first ones
 * @param waiting the size of a task that only waits for mirrors
 * @param busy the size of a task that computes
 * @param retries how often a task that was lost is tried again, from 0
 * @param lease how long a task goes on though nobody drives its run
 * @param region null: as the SDK finds it
 * @param endpoint null: AWS's own
 */
public record EcsSettings(
    String cluster,
    String taskDefinition,
    String container,
    List<String> subnets,
    List<String> securityGroups,
    boolean publicIp,
    List<Provider> providers,
    String onDemand,
    FargateSize waiting,
    FargateSize busy,
    int retries,
    Duration lease,
    @Nullable String region,
    @Nullable URI endpoint)
    implements Serializable {
  private static final Duration LEAST_LEASE = Duration.ofSeconds(10);

  /**
   * A capacity provider.
   *
   * @param weight its share of the tasks, from 1
   */
  public record Provider(String name, int weight) implements Serializable {
    /**
     * One of {@code --ecsCapacityProviders}.
     *
     * @param text NAME or NAME:WEIGHT
     */
    public static Provider of(String text) {
      String[] parts = text.split(":", -1);
      boolean whole =
          parts.length <= 2
              && !parts[0].isBlank()
              && (parts.length == 1 || parts[1].matches("[1-9]\\d{0,2}|1000"));
      if (!whole) {
        throw new IllegalArgumentException(
            "Cannot use --ecsCapacityProviders=%s (expected NAME or NAME:WEIGHT, weight 1 to 1000)"
                .formatted(text));
      }
      return new Provider(parts[0], parts.length == 1 ? 1 : Integer.parseInt(parts[1]));
    }
  }

  public EcsSettings {
    required("ecsCluster", cluster);
    required("ecsTaskDefinition", taskDefinition);
    required("ecsContainer", container);
    if (subnets.isEmpty()) {
      required("ecsSubnets", "");
    }
    if (retries < 0) {
      throw new IllegalArgumentException(
          "Cannot use --ecsRetries=%d (expected 0 or more)".formatted(retries));
    }
    if (lease.compareTo(LEAST_LEASE) < 0) {
      throw new IllegalArgumentException(
          "Cannot use --ecsLeaseSeconds=%d (expected %d or more)"
              .formatted(lease.toSeconds(), LEAST_LEASE.toSeconds()));
    }
    subnets = List.copyOf(subnets);
    securityGroups = List.copyOf(securityGroups);
    providers = List.copyOf(providers);
  }

  private static void required(String option, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(
          "Cannot use --taskLauncher=ecs without --%s (expected --%s=…)".formatted(option, option));
    }
  }
}
