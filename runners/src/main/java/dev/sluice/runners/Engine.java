package dev.sluice.runners;

import dev.sluice.step.StepEnvironment;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;

/** Where the graph runs: one for each runner that a user can name. */
public interface Engine {
  /** The name of the runner in this process. */
  String DIRECT_RUNNER = "DirectRunner";

  /** The name of the runner in this process, with heavy steps as tasks elsewhere. */
  String ECS_RUNNER = "EcsRunner";

  /** The name of the runner on a Flink cluster. */
  String FLINK_RUNNER = "FlinkRunner";

  /** The runners that there are. */
  static Set<String> runners() {
    return new TreeSet<>(Set.of(DIRECT_RUNNER, ECS_RUNNER, FLINK_RUNNER));
  }

  /** Those that read the options of an interface, which may mean nothing to others. */
  static Set<String> runnersThatRead(Class<?> options) {
    if (options == FlinkPipelineOptions.class) {
      return Set.of(FLINK_RUNNER);
    }
    if (options == EcsOptions.class) {
      return Set.of(ECS_RUNNER);
    }
    return options == DirectOptions.class
        ? new TreeSet<>(Set.of(DIRECT_RUNNER, ECS_RUNNER))
        : runners();
  }

  /**
   * The engine of the runner that the options name.
   *
   * @param options the user's, which the engine completes
   * @param arguments what they were parsed from: what the user set stays as it is
   */
  static Engine of(PipelineOptions options, List<String> arguments) {
    return switch (options.getRunner().getSimpleName()) {
      case DIRECT_RUNNER -> new InProcess(options, arguments);
      case ECS_RUNNER -> new AsTasks(options, arguments);
      case FLINK_RUNNER -> new OnFlink(options, arguments);
      default -> throw new IllegalArgumentException("No engine for " + options.getRunner());
    };
  }

  /**
   * Whether parts of the graph run in other processes than this one: then what they have to share,
   * mirrors' slots and progress, is in storage.
   */
  boolean spansProcesses();

  /** Whether tasks go on when this process is killed, for one that is started after it. */
  default boolean tasksOutlive() {
    return false;
  }

  /**
   * Checks that a run can begin there at all, and completes the options. Nothing is changed
   * anywhere.
   *
   * @throws RefusedException if no run can begin
   */
  void prepare() throws RefusedException, InterruptedException;

  /**
   * How heavy steps are placed on ECS; empty if they are not.
   *
   * @param connections how many connections to mirrors a run may have at a time
   */
  default Optional<TaskPlan> tasks(int connections) {
    return Optional.empty();
  }

  /**
   * A run of a graph, not begun yet.
   *
   * @param pipeline the graph, made with the engine's options
   * @param connections how many connections to mirrors it may have at a time
   * @param folders where the graph writes: the first one is the run's own
   * @throws RefusedException if another run is at work in the run's own folder, or there is no room
   */
  GraphRun run(
      Pipeline pipeline, StepEnvironment environment, int connections, List<Folder> folders)
      throws RefusedException, IOException, InterruptedException;

  /**
   * A folder that all parts of a run share.
   *
   * @param option the option that names it, as {@code --work=…}
   * @param uri ends in a slash
   */
  record Folder(String option, URI uri) {}
}
