package dev.sluice.runners.ecs;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Where tests have their tasks. */
public final class OnEcs {
  /** A task definition that a server is to have. */
  public static final String DEFINITION =
      """
      {"family": "sluice", "cpu": "1024", "memory": "2048", "networkMode": "awsvpc",
       "requiresCompatibilities": ["FARGATE"],
       "containerDefinitions": [{"name": "worker", "image": "sluice",
         "logConfiguration": {"logDriver": "awslogs", "options": {
           "awslogs-group": "/sluice/workers", "awslogs-region": "eu-west-1",
           "awslogs-stream-prefix": "sluice"}}}]}
      """;

  private OnEcs() {}

  /** The settings for a server with that definition. */
  public static EcsSettings at(URI endpoint) {
    return new EcsSettings(
        "sluice",
        "sluice",
        "worker",
        List.of("subnet-1", "subnet-2"),
        List.of(),
        true,
        List.of(new EcsSettings.Provider("FARGATE_SPOT", 1)),
        "FARGATE",
        new FargateSize(512, 1024),
        new FargateSize(2048, 4096),
        2,
        Duration.ofMinutes(5),
        "eu-west-1",
        endpoint);
  }
}
