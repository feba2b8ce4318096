package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.DemoDump;
import dev.sluice.demo.FtpMirror;
import dev.sluice.dump.Dump;
import dev.sluice.storage.S3Server;
import dev.sluice.tests.ecs.EcsServer;
import dev.sluice.tests.ecs.EcsSettings;
import dev.sluice.tests.ecs.Pace;
import dev.sluice.tests.ecs.Processes;
import dev.sluice.tests.ecs.RealTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks on ECS: real workers, a server that speaks ECS, a real S3 server and FTP mirrors. */
@Tag("long")
@Timeout(300)
class EcsTasksIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final String DEFINITION =
      """
      {"family": "sluice", "cpu": "1024", "memory": "2048", "networkMode": "awsvpc",
       "requiresCompatibilities": ["FARGATE"],
       "containerDefinitions": [{"name": "worker", "image": "sluice"}]}
      """;

  @TempDir Path folder;

  @Test
  void publishesTheSameBytesThoughTasksAreInterruptedAndCallsThrottled() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 2, 400_000, 3);
    Published expected =
        new WorkerRuns(folder, DUMP).inProcess("in-process", dump.root().toString());
    try (S3Bucket s3 = S3Bucket.start(folder.resolve("s3"));
        EcsServer ecs = server();
        FtpMirror mirror = FtpMirror.start(dump.root(), 3, 100_000)) {
      ecs.script().throttle("RunTask", 1);
      ecs.script().throttleInside("RunTask", 1);
      ecs.script().interruptSpotTasks(1, Duration.ZERO);
      SluiceProcess run = run(s3, ecs, "out", mirror.root() + "?connections=3");
      assertThat(run.exitCode()).as(run.err()).isZero();
      Published published = new Published(s3.objects("out").resolve(DUMP.toString()));
      assertThat(published.isComplete()).isTrue();
      assertThat(published.bytes()).isEqualTo(expected.bytes()).isNotEmpty();
    }
  }

  @Test
  void refusesWhatIsNotThereBeforeAnythingStarts() throws Exception {
    try (S3Bucket s3 = S3Bucket.start(folder.resolve("s3"));
        EcsServer ecs = server()) {
      SluiceProcess run = run(s3, ecs, "out", "file:///nowhere", "--ecsContainer=sidecar");
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err())
          .contains(
              "Cannot use --ecsContainer=sidecar: --ecsTaskDefinition=sluice has no such container"
                  + " (expected one of [worker])");
      run = run(s3, ecs, "out", "file:///nowhere", "--ecsCluster=other");
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("Cannot use --ecsCluster=other: there is no such cluster");
    }
  }

  private EcsServer server() throws Exception {
    String jar = System.getProperty("sluice.jar", "../pipeline/target/sluice.jar");
    Processes workers =
        Processes.in(
            folder.resolve("containers"),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            Path.of(jar).toAbsolutePath().toString(),
            "dev.sluice.worker.Worker");
    EcsServer server =
        EcsServer.start(
            EcsSettings.in(RealTime.ofThisMachine())
                .withPace(Pace.brisk())
                .withTaskRole(environment())
                .withImage("sluice", workers));
    server.registerTaskDefinition(DEFINITION);
    return server;
  }

  private SluiceProcess run(
      S3Bucket s3, EcsServer ecs, String name, String mirrors, String... options) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            s3.with(
                "run",
                "--dump=" + DUMP,
                "--mirrors=" + mirrors,
                "--output=s3://dumps/" + name,
                "--runner=EcsRunner",
                "--taskLauncher=ecs",
                "--ecsTaskDefinition=sluice",
                "--ecsSubnets=subnet-1,subnet-2",
                "--ecsEndpoint=" + ecs.endpoint()));
    List<String> more = List.of(options);
    if (more.stream().noneMatch(option -> option.startsWith("--ecsCluster="))) {
      arguments.add("--ecsCluster=sluice");
    }
    arguments.addAll(more);
    return SluiceProcess.start(folder, environment(), List.of("-Xmx256m"), arguments).await();
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(S3Server.credentials());
    environment.put("AWS_REGION", "eu-west-1");
    return environment;
  }
}
