package dev.sluice.runners.ecs;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsAsyncClient;
import software.amazon.awssdk.services.ecs.EcsAsyncClient;
import software.amazon.awssdk.services.ecs.EcsAsyncClientBuilder;

/**
 * Clients of ECS and CloudWatch Logs that try nothing again by themselves: that would be unseen by
 * the quotas.
 */
final class EcsClients {
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private EcsClients() {}

  static EcsAsyncClient open(EcsSettings settings) {
    EcsAsyncClientBuilder builder = EcsAsyncClient.builder();
    if (settings.endpoint() != null) {
      builder.endpointOverride(settings.endpoint());
    }
    return in(settings.region(), builder).build();
  }

  /** That of the logs, at AWS's own endpoint or the one that the SDK's variables name. */
  static CloudWatchLogsAsyncClient openLogs(@Nullable String region) {
    return in(region, CloudWatchLogsAsyncClient.builder()).build();
  }

  private static <B extends AwsClientBuilder<B, ?>> B in(@Nullable String region, B builder) {
    B one =
        builder.overrideConfiguration(
            options ->
                options.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallAttemptTimeout(ANSWER));
    return region == null ? one : one.region(Region.of(region));
  }
}
