package dev.sluice.runners;

import dev.sluice.runners.ecs.EcsSettings;
import dev.sluice.runners.ecs.FargatePrices;
import dev.sluice.runners.ecs.FargateSize;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the user has said of ECS, checked as far as that can be without asking AWS. */
final class EcsOptionValues {
  private EcsOptionValues() {}

  /**
   * The settings of a run.
   *
   * @throws IllegalArgumentException with a sentence for the user, if a value is wrong
   */
  static EcsSettings settings(EcsOptions options) {
    if (!options.getEcsLaunchType().isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot use --ecsLaunchType=%s: a launch type turns capacity providers off, and Spot with"
                  .formatted(options.getEcsLaunchType())
              + " them (expected --ecsCapacityProviders=FARGATE for tasks on demand)");
    }
    return new EcsSettings(
        options.getEcsCluster(),
        options.getEcsTaskDefinition(),
        options.getEcsContainer(),
        list(options.getEcsSubnets()),
        list(options.getEcsSecurityGroups()),
        options.getEcsPublicIp(),
        list(options.getEcsCapacityProviders()).stream().map(EcsSettings.Provider::of).toList(),
        options.getEcsOnDemandProvider(),
        new FargateSize(options.getEcsDownloadCpu(), options.getEcsDownloadMemoryMiB()),
        new FargateSize(options.getEcsConvertCpu(), options.getEcsConvertMemoryMiB()),
        options.getEcsRetries(),
        Duration.ofSeconds(options.getEcsLeaseSeconds()),
        options.getEcsRegion().isEmpty() ? null : options.getEcsRegion(),
        endpoint(options.getEcsEndpoint()));
  }

  /**
   * What Fargate costs.
   *
   * @throws IllegalArgumentException with a sentence for the user, if that cannot be told
   */
  static FargatePrices prices(EcsOptions options) {
    String file = options.getEcsPrices();
    return file.isEmpty() ? FargatePrices.standard() : FargatePrices.of(Path.of(file));
  }

  private static List<String> list(String values) {
    return Arrays.stream(values.split(",", -1))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private static @Nullable URI endpoint(String value) {
    if (value.isEmpty()) {
      return null;
    }
    boolean http = value.toLowerCase(Locale.ROOT).matches("https?://[^/\\s]+/?");
    if (!http) {
      throw new IllegalArgumentException(
          "Cannot use --ecsEndpoint=%s (expected http://HOST:PORT or https://HOST)"
              .formatted(value));
    }
    return URI.create(value);
  }
}
