package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dump.Dump;
import dev.sluice.runners.ecs.OnEcs;
import dev.sluice.storage.S3Server;
import dev.sluice.tests.ecs.EcsServer;
import dev.sluice.tests.ecs.EcsSettings;
import dev.sluice.tests.ecs.Pace;
import dev.sluice.tests.ecs.Processes;
import dev.sluice.tests.ecs.RealTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs of one dump with its heavy steps as tasks on a server that speaks ECS, whose tasks are real
 * workers, over a real S3 server.
 *
 * @param folder where all of it is
 */
record EcsRuns(Path folder, Dump dump, S3Bucket s3, EcsServer ecs) implements AutoCloseable {
  /** What the user agent of tasks has in it, which tells their requests from the driver's. */
  static final String TASK_AGENT = "sluice-task";

  static EcsRuns start(Path folder, Dump dump) throws Exception {
    return start(folder, dump, S3Bucket.start(folder.resolve("s3")));
  }

  /** The same on a bucket, which is closed with it. */
  static EcsRuns start(Path folder, Dump dump, S3Bucket s3) throws Exception {
    return new EcsRuns(folder, dump, s3, server(folder));
  }

  private static EcsServer server(Path folder) throws Exception {
    Processes workers =
        Processes.in(
            folder.resolve("containers"),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            SluiceProcess.jar().toString(),
            "dev.sluice.worker.Worker");
    EcsServer server =
        EcsServer.start(
            EcsSettings.in(RealTime.ofThisMachine())
                .withPace(Pace.brisk())
                .withTaskRole(taskRole())
                .withImage("sluice", workers));
    server.registerTaskDefinition(OnEcs.DEFINITION);
    return server;
  }

  /** Starts a run whose output is of this name. */
  SluiceProcess start(String name, String mirrors, String... options) throws Exception {
    return SluiceProcess.start(
        folder, driverEnvironment(), List.of("-Xmx256m"), arguments(name, mirrors, options));
  }

  /** What would be done by one, to its end. */
  SluiceProcess plan(String name, String mirrors, String... options) throws Exception {
    List<String> arguments = arguments(name, mirrors, options);
    arguments.set(0, "plan");
    return SluiceProcess.start(folder, environment(), List.of(), arguments).await();
  }

  /** Starts one that is killed after a call that lasts; 0: it counts them. */
  SluiceProcess startToCall(int call, String name, String mirrors, String... options)
      throws Exception {
    return SluiceProcess.startToFailPoint(
        folder,
        driverEnvironment(),
        "-D" + FailPointCalls.FATAL + "=" + call,
        arguments(name, mirrors, options));
  }

  /** What a run that must have succeeded has published. */
  Published completed(String name, SluiceProcess run) throws Exception {
    run.await();
    assertThat(run.exitCode()).as("%s: %s", name, run.err()).isZero();
    Published published = new Published(s3.objects(name).resolve(dump.toString()));
    assertThat(published.isComplete()).isTrue();
    return published;
  }

  private List<String> arguments(String name, String mirrors, String... options) {
    List<String> arguments =
        new ArrayList<>(
            s3.with(
                "run",
                "--dump=" + dump,
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
    return arguments;
  }

  private Map<String, String> driverEnvironment() {
    Map<String, String> environment = environment();
    environment.put("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", ecs.endpoint().toString());
    return environment;
  }

  private static Map<String, String> taskRole() {
    Map<String, String> environment = environment();
    environment.put("AWS_SDK_UA_APP_ID", TASK_AGENT);
    return environment;
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(S3Server.credentials());
    environment.put("AWS_REGION", "eu-west-1");
    return environment;
  }

  @Override
  public void close() throws Exception {
    ecs.close();
    s3.close();
  }
}
