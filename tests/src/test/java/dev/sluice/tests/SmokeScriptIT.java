package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.DemoDump;
import dev.sluice.demo.FtpMirror;
import dev.sluice.dump.Dump;
import dev.sluice.storage.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code deploy/smoke.sh} against the ECS server, a real S3 server and an FTP mirror. In the place
 * of the AWS CLI stands a script that answers what the stack would.
 */
@Tag("long")
@Timeout(300)
class SmokeScriptIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final String AWS =
      """
      #!/bin/bash
      case "$*" in
        *OutputKey==\\'Output\\'*) echo s3://dumps/sluice/ ;;
        *OutputKey==\\'SecurityGroup\\'*) echo sg-1 ;;
        *OutputKey==\\'Image\\'*) echo 1.ecr.example/sluice-worker:latest ;;
        *OutputKey==\\'*) echo sluice ;;
        "ecr describe-images --repository-name sluice-worker --image-ids imageTag=latest") ;;
        "ecs list-tasks --cluster sluice --family sluice "*) echo 0 ;;
        *) echo "$*" >&2; exit 255 ;;
      esac
      """;

  @TempDir Path folder;
  private Path programs = Path.of("");

  @BeforeEach
  void installAws() throws IOException {
    programs = Files.createDirectory(folder.resolve("programs"));
    Path aws = Files.writeString(programs.resolve("aws"), AWS);
    Files.setPosixFilePermissions(aws, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void runsAndChecks() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 1, 100_000, 3);
    try (EcsRuns runs = EcsRuns.start(folder, DUMP);
        FtpMirror mirror = FtpMirror.start(dump.root(), 1, 10_000_000)) {
      List<String> arguments = new ArrayList<>(List.of("sluice", "subnet-1,subnet-2"));
      arguments.addAll(runs.s3().with("--dump=" + DUMP));
      arguments.add("--mirrors=" + mirror.root() + "?connections=1");
      arguments.add("--ecsEndpoint=" + runs.ecs().endpoint());
      Ended smoke =
          script(
              Map.of("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", runs.ecs().endpoint().toString()),
              arguments.toArray(String[]::new));
      assertThat(smoke.exitCode).as(smoke.said).isZero();
      assertThat(smoke.said)
          .contains("Cost: 3 tasks on Fargate", "0 unfinished uploads below s3://dumps/sluice/")
          .contains("\nOutput: s3://dumps/sluice/smoke/" + DUMP)
          .endsWith(
              "\nNone. It works. To remove what the run left:"
                  + " aws s3 rm --recursive s3://dumps/sluice/smoke\n");
      assertThat(runs.s3().objects("sluice/smoke/" + DUMP + "/_SUCCESS")).exists();
      assertThat(runs.ecs().taskArns()).hasSize(3);
    }
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    Ended ended = script(Map.of(), "sluice");
    assertThat(ended.exitCode).isEqualTo(2);
    assertThat(ended.said)
        .startsWith("Cannot go on: missing arguments (expected: ")
        .hasLineCount(1);
    Files.writeString(programs.resolve("aws"), "#!/bin/bash\nexit 254\n");
    ended = script(Map.of(), "other", "subnet-1");
    assertThat(ended.exitCode).isEqualTo(2);
    assertThat(ended.said)
        .isEqualTo(
            "Cannot go on: there is no stack other here (expected one of deploy/sluice.yaml)\n");
  }

  private record Ended(int exitCode, String said) {}

  private Ended script(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("../deploy/smoke.sh"));
    command.addAll(Arrays.asList(arguments));
    Path out = folder.resolve("smoke.out");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().putAll(S3Server.credentials());
    builder.environment().put("AWS_REGION", "eu-west-1");
    builder.environment().putAll(environment);
    builder.environment().merge("PATH", programs.toString(), (path, first) -> first + ":" + path);
    int exitCode = builder.start().waitFor();
    return new Ended(exitCode, Files.readString(out, UTF_8));
  }
}
