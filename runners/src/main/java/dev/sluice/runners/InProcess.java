package dev.sluice.runners;

import dev.sluice.step.StepEnvironment;
import java.util.List;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.PacedDirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Beam's DirectRunner, set up for heavy steps: in this process, with a thread for every request
 * that may be waiting.
 */
final class InProcess implements Engine {
  /**
   * Threads of the runner's pool, which starts them only as they are needed. The pool serves its
   * queue in order, and a download that waits for a mirror's slot holds its thread: with as many
   * threads as slots, conversions would wait behind downloads that cannot begin yet. So there is
   * one for each file of the largest dumps (about 900); what is busy is bounded by the slots and by
   * the cores.
   */
  private static final int THREADS = 1024;

  private final PipelineOptions options;
  private final List<String> arguments;

  InProcess(PipelineOptions options, List<String> arguments) {
    this.options = options;
    this.arguments = List.copyOf(arguments);
  }

  @Override
  public boolean spansProcesses() {
    return false;
  }

  @Override
  public void prepare() {
    options.setRunner(PacedDirectRunner.class);
    setUp(options, arguments, THREADS);
  }

  /** Sets DirectRunner up: {@code run()} returns at once then. */
  static void setUp(PipelineOptions options, List<String> arguments, int threads) {
    DirectOptions direct = options.as(DirectOptions.class);
    direct.setBlockOnRun(false);
    // Steps pass small immutable records on: checking every one again costs most of the time.
    direct.setEnforceImmutability(false);
    direct.setEnforceEncodability(false);
    if (!Arguments.give(arguments, "targetParallelism")) {
      direct.setTargetParallelism(threads);
    }
  }

  @Override
  public GraphRun run(
      Pipeline pipeline, StepEnvironment environment, int connections, List<Folder> folders) {
    return new InProcessRun(pipeline, environment);
  }
}
