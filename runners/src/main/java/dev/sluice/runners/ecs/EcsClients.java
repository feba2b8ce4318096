package dev.sluice.runners.ecs;

import java.time.Duration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsAsyncClient;
import software.amazon.awssdk.services.ecs.EcsAsyncClientBuilder;

/** Clients of ECS that try nothing again by themselves: that would be unseen by the quotas. */
final class EcsClients {
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private EcsClients() {}

  static EcsAsyncClient open(EcsSettings settings) {
    EcsAsyncClientBuilder builder =
        EcsAsyncClient.builder()
            .overrideConfiguration(
                options ->
                    options
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallAttemptTimeout(ANSWER));
    if (settings.region() != null) {
      builder.region(Region.of(settings.region()));
    }
    if (settings.endpoint() != null) {
      builder.endpointOverride(settings.endpoint());
    }
    return builder.build();
  }
}
