package dev.sluice.tests;

import static dev.sluice.tests.DeploymentTemplate.actions;
import static dev.sluice.tests.DeploymentTemplate.at;
import static dev.sluice.tests.DeploymentTemplate.names;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.runners.ecs.FargateSize;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The CloudFormation template: what it names is there, and it gives what Sluice asks for. */
class DeploymentTest {
  private static final Pattern IN_TEXT = Pattern.compile("\\$\\{([^}!]+)}");

  /** Actions whose services have no client here: those of ECS's own guide to both roles. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:GetAuthorizationToken",
          "ecr:GetDownloadUrlForLayer",
          "iam:PassRole",
          "logs:CreateLogStream",
          "sts:AssumeRole");

  /** S3's actions are not always called as its operations (Service Authorization Reference). */
  private static final Map<String, String> OPERATIONS =
      Map.of(
          "s3:ListBucket", "listObjectsV2",
          "s3:ListBucketMultipartUploads", "listMultipartUploads",
          "s3:ListMultipartUploadParts", "listParts");

  private static final Map<String, Class<?>> CLIENTS =
      Map.of("ecs", EcsClient.class, "logs", CloudWatchLogsClient.class, "s3", S3Client.class);

  private Map<?, ?> template = Map.of();

  @BeforeEach
  void read() throws IOException {
    template = DeploymentTemplate.read();
  }

  @Test
  void everyReferenceIsToSomethingThatIsThere() {
    Set<String> names = new TreeSet<>();
    names(at(template, "Parameters")).forEach(names::add);
    names(at(template, "Resources")).forEach(names::add);
    Set<String> found = new TreeSet<>();
    collect(template, found);
    assertThat(found).contains("Bucket", "Prefix", "TaskRole", "ExecutionRole", "Logs");
    assertThat(found)
        .allMatch(
            name ->
                names.contains(name) || name.matches("AWS::(Region|StackName|\\w+Id|Partition)"));
    assertThat(found).as("what is declared is used").containsAll(names(at(template, "Parameters")));
  }

  @Test
  void everyActionIsAnOperationOfItsService() {
    Set<String> actions = new TreeSet<>();
    for (String resource : names(at(template, "Resources"))) {
      actions.addAll(actions(at(template, "Resources", resource)));
    }
    assertThat(actions).contains("ecs:RunTask", "s3:PutObject", "logs:FilterLogEvents");
    actions.removeAll(OF_OTHERS);
    for (String action : actions) {
      String[] parts = action.split(":", 2);
      String method =
          OPERATIONS.getOrDefault(
              action, parts[1].substring(0, 1).toLowerCase(Locale.ROOT) + parts[1].substring(1));
      Class<?> client = CLIENTS.get(parts[0]);
      assertThat(client).as(action).isNotNull();
      assertThat(Arrays.stream(client.getMethods()).map(Method::getName))
          .as(action)
          .contains(method);
    }
  }

  @Test
  void aWorkersRoleReachesItsPrefixAlone() {
    for (Object statement : (List<?>) DeploymentTemplate.statementsOfWorkers(template)) {
      Set<String> actions = actions(statement);
      assertThat(actions).allMatch(action -> action.startsWith("s3:") && !action.contains("*"));
      Object resource = at(statement, "Resource");
      if (actions.contains("s3:ListBucket")) {
        assertThat(String.valueOf(at(statement, "Condition"))).contains("${Prefix}/*");
      } else if (!actions.equals(Set.of("s3:ListBucketMultipartUploads"))) {
        assertThat(resource).hasToString("{Fn::Sub=${Bucket.Arn}/${Prefix}/*}");
      }
    }
  }

  @Test
  void theTaskDefinitionIsWhatTheRunnerExpects() {
    Object task = at(template, "Resources", "TaskDefinition", "Properties");
    Object container = ((List<?>) at(task, "ContainerDefinitions")).get(0);
    assertThat(at(container, "Name")).as("default of --ecsContainer").isEqualTo("worker");
    assertThat(at(container, "ReadonlyRootFilesystem")).isEqualTo(true);
    assertThat(at(container, "LogConfiguration", "LogDriver")).isEqualTo("awslogs");
    assertThat(names(at(container, "LogConfiguration", "Options")))
        .contains("awslogs-group", "awslogs-stream-prefix");
    assertThat(at(task, "NetworkMode")).isEqualTo("awsvpc");
    assertThat(at(task, "RequiresCompatibilities")).isEqualTo(List.of("FARGATE"));
    FargateSize size =
        new FargateSize(
            Integer.parseInt(String.valueOf(at(task, "Cpu"))),
            Integer.parseInt(String.valueOf(at(task, "Memory"))));
    assertThat(size)
        .as("default of --ecsConvertCpu and …MemoryMiB")
        .hasToString("FargateSize[cpu=2048, memoryMiB=4096]");
    assertThat(at(template, "Resources", "CapacityProviders", "Properties", "CapacityProviders"))
        .isEqualTo(List.of("FARGATE", "FARGATE_SPOT"));
  }

  @Test
  void cfnLintFindsNothing() throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cfn-lint"))),
        "cfn-lint is not installed (pip install cfn-lint)");
    Process lint =
        new ProcessBuilder("cfn-lint", DeploymentTemplate.FILE.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(lint.getInputStream().readAllBytes(), UTF_8);
    assertThat(lint.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assumeTrue(!said.contains("pyenv: "), "cfn-lint is not installed for this Python");
    assertThat(said).isEmpty();
    assertThat(lint.exitValue()).isZero();
  }

  private static void collect(Object node, Set<String> found) {
    if (node instanceof List<?> list) {
      list.forEach(one -> collect(one, found));
    } else if (node instanceof Map<?, ?> map) {
      map.forEach((key, value) -> reference(String.valueOf(key), value, found));
    }
  }

  private static void reference(String key, Object value, Set<String> found) {
    switch (key) {
      case "Ref" -> found.add(String.valueOf(value));
      case "Fn::GetAtt" -> found.add(String.valueOf(((List<?>) value).get(0)));
      case "Fn::Sub" -> {
        Matcher name = IN_TEXT.matcher(String.valueOf(value));
        while (name.find()) {
          found.add(name.group(1).replaceFirst("\\..*", ""));
        }
      }
      default -> collect(value, found);
    }
  }
}
