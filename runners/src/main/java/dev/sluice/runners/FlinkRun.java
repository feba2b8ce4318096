package dev.sluice.runners;

import dev.sluice.step.SharedProgress;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepProgress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.Pipeline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run as a job on a Flink cluster. */
final class FlinkRun implements GraphRun {
  private static final Logger LOG = LoggerFactory.getLogger(FlinkRun.class);
  private static final long POLL_MILLIS = 500;
  private static final long STOP_POLL_MILLIS = 50;

  /** How long the JobManager may be silent: one that fails over is back by then. */
  private static final Duration SILENCE = Duration.ofMinutes(2);

  private static final Pattern UNSEEN =
      Pattern.compile(Pattern.quote(UnseenFolderException.class.getName()) + ": ([^\\n]*)");

  private final Pipeline pipeline;
  private final FlinkMaster master;
  private final FlinkJobs jobs;
  private final SharedFolders folders;
  private final SharedProgress progress;
  private boolean submitted;
  private @Nullable String job;
  private long answered = System.nanoTime();

  FlinkRun(
      Pipeline pipeline,
      FlinkMaster master,
      FlinkJobs jobs,
      StepEnvironment environment,
      SharedFolders folders) {
    this.pipeline = pipeline;
    this.master = master;
    this.jobs = jobs;
    this.folders = folders;
    this.progress = new SharedProgress(environment);
  }

  @Override
  public void start() throws IOException, InterruptedException {
    folders.mark();
    submitted = true;
    try {
      pipeline.run();
    } catch (RuntimeException e) {
      LOG.debug("Cannot submit", e);
      if (root(e) instanceof InterruptedException interrupt) {
        throw interrupt;
      }
      throw new IOException(
          "Cannot submit the job to Flink at %s: %s".formatted(master.address(), reason(e)), e);
    }
    job =
        jobs.latest()
            .orElseThrow(
                () -> new IOException("Cannot find the submitted job on " + master.address()));
    LOG.info("Flink job {} is submitted to {}", job, master.address());
  }

  @Override
  public boolean awaitEnd() throws RefusedException, IOException, InterruptedException {
    TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    String state;
    try {
      state = state();
      answered = System.nanoTime();
    } catch (FlinkMaster.StrangeAnswerException e) {
      throw new IOException(
          "Cannot follow Flink job %s at %s: %s".formatted(job, master.address(), e.getMessage()),
          e);
    } catch (IOException e) {
      if (System.nanoTime() - answered > SILENCE.toNanos()) {
        throw new IOException(
            "Cannot follow Flink job %s: no answer from %s for %d s"
                .formatted(job, master.address(), SILENCE.toSeconds()),
            e);
      }
      return false;
    }
    return switch (state) {
      case "FINISHED" -> true;
      case "FAILED" -> throw failed();
      case "CANCELED", "SUSPENDED" ->
          throw new IOException(
              "Flink job %s was cancelled; the same command goes on from here".formatted(job));
      default -> false;
    };
  }

  private String state() throws IOException, InterruptedException {
    return master.get("/jobs/" + job).path("state").asText();
  }

  private IOException failed() throws RefusedException, IOException, InterruptedException {
    String trace = master.get("/jobs/" + job + "/exceptions").path("root-exception").asText();
    Matcher unseen = UNSEEN.matcher(trace);
    if (unseen.find()) {
      throw new RefusedException(unseen.group(1));
    }
    return new IOException(
        "Flink job %s failed: %s; http://%s/#/job/%s tells more"
            .formatted(job, lastCause(trace), master.address(), job));
  }

  private static String lastCause(String trace) {
    List<String> causes = trace.lines().filter(line -> line.startsWith("Caused by: ")).toList();
    return causes.isEmpty()
        ? trace.lines().findFirst().orElse("it does not say why")
        : causes.get(causes.size() - 1).substring("Caused by: ".length());
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root;
  }

  private static String reason(Throwable e) {
    return String.valueOf(root(e).getMessage()).lines().findFirst().orElse("it does not say why");
  }

  @Override
  public List<StepProgress> progress() {
    return progress.steps();
  }

  @Override
  public void stop(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean asked = false;
    try {
      while (submitted && System.nanoTime() < deadline) {
        try {
          if (job == null) {
            // Perhaps only in a moment: who is interrupted while submitting does not call it back.
            job = jobs.underWay().orElse(null);
          }
          String known = job;
          if (known != null && !asked) {
            master.cancel(known);
            asked = true;
          }
          if (asked && FlinkJobs.hasEnded(state())) {
            return;
          }
        } catch (IOException e) {
          LOG.debug("Cannot cancel job {}", job, e);
        }
        TimeUnit.MILLISECONDS.sleep(STOP_POLL_MILLIS);
      }
      if (submitted) {
        LOG.warn("Flink job {} has not ended yet", job);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    folders.clear();
  }
}
