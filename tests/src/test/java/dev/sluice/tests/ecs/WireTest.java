package dev.sluice.tests.ecs;

import static dev.sluice.tests.ecs.TestAccount.CLUSTER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.ServerException;

/** What goes over the wire, and how it is refused. */
final class WireTest {
  private static final String SIGNED =
      "AWS4-HMAC-SHA256 Credential=id/20260101/eu-west-1/%s/aws4_request, SignedHeaders=host, Signature=0";

  private TestAccount account;

  @BeforeEach
  void open() throws IOException {
    account = TestAccount.open();
  }

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void errorsAreOfAwsJson() throws Exception {
    HttpResponse<String> answer = post("AmazonEC2ContainerServiceV20141113.RunTask", "ecs", "{}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-amz-json-1.1");
    assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
    assertThat(answer.body()).contains("\"__type\":\"InvalidParameterException\"", "\"message\":");
  }

  @Test
  void refusesWhatItDoesNotKnow() throws Exception {
    assertThat(post("AmazonEC2ContainerServiceV20141113.Fly", "ecs", "{}").body())
        .contains("UnknownOperationException");
    assertThat(post("AmazonEC2ContainerServiceV20141113.RunTask", "ecs", "{\"count\":").body())
        .contains("SerializationException");
    assertThat(
            post(
                    "AmazonEC2ContainerServiceV20141113.RunTask",
                    "ecs",
                    "{\"taskDefinition\":\"sluice-worker\",\"count\":\"1\"}")
                .body())
        .contains("SerializationException", "count cannot be read as INTEGER");
  }

  @Test
  void wantsSignatures() throws Exception {
    HttpRequest bare =
        HttpRequest.newBuilder(account.server.endpoint())
            .header("X-Amz-Target", "Logs_20140328.DescribeLogGroups")
            .header("Content-Type", "application/x-amz-json-1.1")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    assertThat(send(bare).body()).contains("MissingAuthenticationTokenException");
    assertThat(post("Logs_20140328.DescribeLogGroups", "ecs", "{}").body())
        .contains("InvalidSignatureException", "'logs'");
    try (EcsClient elsewhere =
        TestAccount.client(EcsClient.builder(), account.server).region(Region.US_EAST_1).build()) {
      assertThatThrownBy(() -> elsewhere.listTasks(r -> r.cluster(CLUSTER)))
          .isInstanceOf(EcsException.class)
          .hasMessageContaining("Credential should be scoped to a valid region");
    }
  }

  @Test
  void throttlesByBuckets() {
    for (int i = 0; i < 100; i++) {
      account.ecs.listTasks(r -> r.cluster(CLUSTER));
    }
    assertThatThrownBy(() -> account.ecs.describeTasks(r -> r.cluster(CLUSTER).tasks("a")))
        .isInstanceOfSatisfying(
            EcsException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ThrottlingException");
              assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("Rate exceeded");
              assertThat(e.isThrottlingException()).isTrue();
            });
    account.advance(Duration.ofMillis(50)); // One of 20 a second.
    account.ecs.listTasks(r -> r.cluster(CLUSTER));
    assertThatThrownBy(() -> account.ecs.listTasks(r -> r.cluster(CLUSTER)))
        .isInstanceOf(EcsException.class);
    account.advance(Duration.ofMinutes(1));
    for (int i = 0; i < 100; i++) {
      account.ecs.listTasks(r -> r.cluster(CLUSTER));
    }
    assertThat(account.server.calls().answered("ThrottlingException")).isEqualTo(2);
  }

  @Test
  void throttlesLaunchesByTasks() {
    for (int i = 0; i < 10; i++) {
      account.run(r -> r.count(10));
    }
    assertThatThrownBy(() -> account.run(r -> r.count(1))).hasMessageContaining("Rate exceeded");
    account.advance(Duration.ofSeconds(1));
    account.run(r -> r.count(10));
    account.run(r -> r.count(10));
    assertThatThrownBy(() -> account.run(r -> r.count(1))).hasMessageContaining("Rate exceeded");
  }

  @Test
  void throttlesDefinitions() {
    for (int i = 0; i < 19; i++) {
      account.register(d -> {});
    }
    assertThatThrownBy(() -> account.register(d -> {})).hasMessageContaining("Rate exceeded");
  }

  @Test
  void throttlesByScript() {
    account.server.script().throttle("ListTasks", 2);
    account.server.script().throttleInside("RunTask", 1);
    assertThatThrownBy(() -> account.list("RUNNING")).hasMessageContaining("Rate exceeded");
    assertThatThrownBy(() -> account.list("RUNNING")).hasMessageContaining("Rate exceeded");
    assertThat(account.list("RUNNING")).isEmpty();
    assertThatThrownBy(account::launch)
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Request limit exceeded. (ErrorCode: RequestLimitExceeded)");
    assertThat(account.server.taskArns()).isEmpty();
    account.launch();
  }

  @Test
  void failsByScript() {
    account.server.script().refuse("ListTasks", 1, AwsError.server());
    assertThatThrownBy(() -> account.list("RUNNING"))
        .isInstanceOf(ServerException.class)
        .satisfies(e -> assertThat(((AwsServiceException) e).statusCode()).isEqualTo(500));
  }

  @Test
  void startsAndDoesNotAnswer() {
    account.server.script().neverAnswer("RunTask", 1);
    assertThatThrownBy(
            () ->
                account.run(
                    r -> r.overrideConfiguration(o -> o.apiCallTimeout(Duration.ofMillis(200)))))
        .isInstanceOf(ApiCallTimeoutException.class);
    assertThat(account.server.taskArns()).hasSize(1);
  }

  @Test
  void capacityIsUnavailable() {
    account.server.script().noCapacity("FARGATE_SPOT", 1);
    var answer = account.run(r -> r.count(2));
    assertThat(answer.tasks()).hasSize(1);
    assertThat(answer.failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.reason()).startsWith("Capacity is unavailable"));

    account.server.script().noCapacityIn("subnet-1", 1);
    assertThat(account.run(r -> {}).failures()).isEmpty(); // It may run in another subnet.
    assertThat(
            account
                .run(
                    r ->
                        r.networkConfiguration(
                            n -> n.awsvpcConfiguration(v -> v.subnets("subnet-1"))))
                .failures())
        .hasSize(1);
  }

  @Test
  void failuresMayRunAllTheSame() {
    account.server.script().failLaunchesButStart(1, Script.NO_CAPACITY);
    var answer = account.run(r -> r.startedBy("run-1"));
    assertThat(answer.tasks()).isEmpty();
    assertThat(answer.failures()).hasSize(1);
    account.advance(Duration.ofMinutes(1));
    assertThat(account.ecs.listTasks(r -> r.cluster(CLUSTER).startedBy("run-1")).taskArns())
        .hasSize(1);
  }

  @Test
  void recordsWhatIsAskedFor() {
    account.server.calls().clear();
    account.launch();
    account.list("RUNNING");
    account.list("STOPPED");
    account.logs.describeLogGroups();

    assertThat(account.server.calls().of("ListTasks")).isEqualTo(2);
    assertThat(account.server.calls().byAction())
        .containsOnlyKeys("DescribeLogGroups", "ListTasks", "RunTask");
    assertThat(account.server.calls().permissions())
        .isEqualTo(
            new TreeSet<>(List.of("ecs:ListTasks", "ecs:RunTask", "logs:DescribeLogGroups")));
    assertThat(account.server.calls().all().get(0).at()).isEqualTo(TestAccount.START);
  }

  @Test
  void isOnLoopback() {
    URI endpoint = account.server.endpoint();
    assertThat(endpoint.getHost()).isEqualTo("127.0.0.1");
  }

  private HttpResponse<String> post(String target, String service, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(account.server.endpoint())
            .header("X-Amz-Target", target)
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("Authorization", SIGNED.formatted(service))
            .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8))
            .build());
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
  }
}
