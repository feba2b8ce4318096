package dev.sluice.tests.ecs;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/** A server in virtual time, and the SDK's clients of it, which do not try again by themselves. */
final class TestAccount implements AutoCloseable {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final String CLUSTER = "sluice";
  static final String CONTAINER = "worker";
  static final String IMAGE = "sluice:test";
  static final String GROUP = "/sluice/workers";
  static final String FAMILY = "sluice-worker";

  /** After which a task runs that is launched now. */
  static final Duration UNTIL_RUNNING = Duration.ofSeconds(26);

  final VirtualTime time;
  final EcsServer server;
  final EcsClient ecs;
  final CloudWatchLogsClient logs;

  private TestAccount(VirtualTime time, EcsServer server) {
    this.time = time;
    this.server = server;
    this.ecs = client(EcsClient.builder(), server).build();
    this.logs = client(CloudWatchLogsClient.builder(), server).build();
  }

  /** Each task lasts a minute. */
  static TestAccount open() throws IOException {
    return open(launch -> Simulation.lasting(Duration.ofMinutes(1)), settings -> settings);
  }

  static TestAccount open(Function<Launch, Simulation> tasks, UnaryOperator<EcsSettings> changes)
      throws IOException {
    VirtualTime time = VirtualTime.startingAt(START);
    EcsSettings settings = EcsSettings.in(time).withImage(IMAGE, Simulation.of(tasks));
    TestAccount account = new TestAccount(time, EcsServer.start(changes.apply(settings)));
    account.register(definition -> {});
    return account;
  }

  static <B extends AwsClientBuilder<B, ?>> B client(B builder, EcsServer server) {
    return client(builder, server.endpoint(), server.settings().region());
  }

  static <B extends AwsClientBuilder<B, ?>> B client(B builder, URI endpoint, String region) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
        .overrideConfiguration(options -> options.retryStrategy(AwsRetryStrategy.doNotRetry()));
  }

  /** A definition with one container, unless it is changed. */
  void register(Consumer<RegisterTaskDefinitionRequest.Builder> changes) {
    RegisterTaskDefinitionRequest.Builder request =
        RegisterTaskDefinitionRequest.builder()
            .family(FAMILY)
            .cpu("1024")
            .memory("2048")
            .networkMode("awsvpc")
            .requiresCompatibilitiesWithStrings("FARGATE")
            .containerDefinitions(container(CONTAINER).build());
    changes.accept(request);
    ecs.registerTaskDefinition(request.build());
  }

  static ContainerDefinition.Builder container(String name) {
    return ContainerDefinition.builder()
        .name(name)
        .image(IMAGE)
        .logConfiguration(
            log ->
                log.logDriver("awslogs")
                    .options(
                        Map.of(
                            "awslogs-group", GROUP,
                            "awslogs-region", "eu-west-1",
                            "awslogs-stream-prefix", "sluice")));
  }

  /** A request that is right: one task on Spot. */
  static RunTaskRequest.Builder request() {
    return RunTaskRequest.builder()
        .cluster(CLUSTER)
        .taskDefinition(FAMILY)
        .capacityProviderStrategy(
            CapacityProviderStrategyItem.builder()
                .capacityProvider("FARGATE_SPOT")
                .weight(1)
                .build())
        .networkConfiguration(
            network ->
                network.awsvpcConfiguration(
                    vpc -> vpc.subnets("subnet-1", "subnet-2").securityGroups("sg-1")));
  }

  RunTaskResponse run(Consumer<RunTaskRequest.Builder> changes) {
    RunTaskRequest.Builder request = request();
    changes.accept(request);
    return ecs.runTask(request.build());
  }

  /** Launches a task; its ARN. */
  String launch() {
    return run(request -> {}).tasks().get(0).taskArn();
  }

  Task describe(String arn) {
    return ecs.describeTasks(request -> request.cluster(CLUSTER).tasks(arn)).tasks().get(0);
  }

  List<String> list(String desiredStatus) {
    return ecs.listTasks(request -> request.cluster(CLUSTER).desiredStatus(desiredStatus))
        .taskArns();
  }

  void advance(Duration duration) {
    time.advance(duration);
  }

  @Override
  public void close() {
    ecs.close();
    logs.close();
    server.close();
  }
}
