package dev.sluice.runners;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.step.StepEnvironment;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Flink cluster that runs already. The graph is submitted as a streaming job: as a batch job it
 * would begin a step when all of the one before has ended. It makes no checkpoints. When a
 * TaskManager is lost, the whole job begins again, and each step finds what was done.
 */
final class OnFlink implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(OnFlink.class);
  private static final String VERSION = "1.19";

  private static final Pattern ADDRESS = Pattern.compile("[^:/\\s\\[\\]]+:[0-9]{1,5}");

  /**
   * How often the job begins again in all, whatever the reason. The loss of one TaskManager costs
   * about two; a failure that comes back each time ends the job in some minutes. Not Flink's
   * exponential delay, which has no such bound when a job brings it along.
   */
  private static final int RESTARTS = 30;

  private static final long RESTART_DELAY_MILLIS = 5_000;

  private final FlinkPipelineOptions options;
  private final List<String> arguments;

  OnFlink(PipelineOptions options, List<String> arguments) {
    this.options = options.as(FlinkPipelineOptions.class);
    this.arguments = List.copyOf(arguments);
  }

  @Override
  public boolean spansProcesses() {
    return true;
  }

  @Override
  public void prepare() throws RefusedException, InterruptedException {
    FlinkMaster master = master();
    String version = ask(master, "/config").path("flink-version").asText();
    if (version.isEmpty()) {
      throw somethingElse(master, "its /config names no version");
    }
    if (!version.startsWith(VERSION + ".")) {
      throw new RefusedException(
          "Cannot use --flinkMaster=%s: its Flink is %s (expected %s)"
              .formatted(master.address(), version, VERSION));
    }
    options.setStreaming(true);
    options.setAttachedMode(false);
    // A bundle ends with its element: what a step made is passed on before it begins with the next.
    options.setMaxBundleSize(1L);
    setUnlessGiven("numberOfExecutionRetries", () -> options.setNumberOfExecutionRetries(RESTARTS));
    setUnlessGiven(
        "executionRetryDelay", () -> options.setExecutionRetryDelay(RESTART_DELAY_MILLIS));
  }

  private void setUnlessGiven(String option, Runnable setting) {
    if (!Arguments.give(arguments, option)) {
      setting.run();
    }
  }

  private FlinkMaster master() throws RefusedException {
    String address = options.getFlinkMaster();
    if (!Arguments.give(arguments, "flinkMaster")) {
      throw new RefusedException("Missing --flinkMaster (expected --flinkMaster=HOST:PORT)");
    }
    if (!ADDRESS.matcher(address).matches()) {
      throw new RefusedException(
          "Cannot use --flinkMaster=%s (expected HOST:PORT)".formatted(address));
    }
    return new FlinkMaster(address);
  }

  private static int freeSlots(FlinkMaster master) throws RefusedException, InterruptedException {
    JsonNode overview = ask(master, "/overview");
    int slots = overview.path("slots-available").asInt();
    if (slots < 1) {
      throw new RefusedException(
          "Cannot use --flinkMaster=%s: none of its %d task slots is free (expected 1 or more)"
              .formatted(master.address(), overview.path("slots-total").asInt()));
    }
    return slots;
  }

  private static JsonNode ask(FlinkMaster master, String path)
      throws RefusedException, InterruptedException {
    try {
      return master.get(path);
    } catch (ConnectException | HttpTimeoutException e) {
      throw new RefusedException(
          "Cannot use --flinkMaster=%s: no answer (%s; expected a Flink JobManager's REST address)"
              .formatted(master.address(), cause(e)));
    } catch (IOException e) {
      throw somethingElse(master, String.valueOf(e.getMessage()));
    }
  }

  private static RefusedException somethingElse(FlinkMaster master, String answer) {
    return new RefusedException(
        ("Cannot use --flinkMaster=%s: something else than Flink answers there (%s; expected a Flink"
                + " JobManager's REST address)")
            .formatted(master.address(), answer));
  }

  private static String place(URI folder) {
    return "file".equals(folder.getScheme()) ? folder.getPath() : folder.toString();
  }

  private static String cause(IOException e) {
    if (e instanceof HttpTimeoutException) {
      return "timed out";
    }
    return e.getCause() != null && e.getCause().getCause() instanceof UnresolvedAddressException
        ? "unknown host"
        : "connection refused";
  }

  @Override
  public GraphRun run(
      Pipeline pipeline, StepEnvironment environment, int connections, List<Folder> folders)
      throws RefusedException, IOException, InterruptedException {
    FlinkMaster master = master();
    String own = place(folders.get(0).uri());
    if (!Arguments.give(arguments, "jobName")) {
      options.setJobName("sluice into " + own);
    }
    FlinkJobs jobs = new FlinkJobs(master, options.getJobName());
    Optional<String> other = jobs.underWay();
    if (other.isPresent()) {
      throw new RefusedException(
          "Cannot run into %s: Flink job %s is at work there (expected one at a time)"
              .formatted(own, other.get()));
    }
    int slots = freeSlots(master);
    setUnlessGiven("parallelism", () -> options.setParallelism(slots));
    if (options.getParallelism() < connections) {
      LOG.warn(
          "Flink runs {} of each step at a time, fewer than the {} connections to mirrors: more task"
              + " slots would use them all",
          options.getParallelism(),
          connections);
    }
    SharedFolders shared = new SharedFolders(environment, folders);
    shared.addTo(pipeline);
    return new FlinkRun(pipeline, master, jobs, environment, shared);
  }
}
