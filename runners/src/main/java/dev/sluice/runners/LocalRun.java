package dev.sluice.runners;

import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Sets Beam's DirectRunner up for heavy steps: in this process, with a thread for every request
 * that may be waiting.
 */
public final class LocalRun {
  /**
   * Threads of the runner's pool, which starts them only as they are needed. The pool serves its
   * queue in order, and a download that waits for a mirror's slot holds its thread: with as many
   * threads as slots, conversions would wait behind downloads that cannot begin yet. So there is
   * one for each file of the largest dumps (about 900); what is busy is bounded by the slots and by
   * the cores.
   */
  private static final int THREADS = 1024;

  private static final String THREADS_OPTION = "--targetParallelism=";

  private LocalRun() {}

  /**
   * Sets the runner up; {@code run()} then returns at once.
   *
   * @param options the user's
   * @param arguments what they were parsed from: what the user set stays as it is
   */
  public static void configure(PipelineOptions options, Iterable<String> arguments) {
    configure(options, arguments, THREADS);
  }

  static void configure(PipelineOptions options, Iterable<String> arguments, int threads) {
    DirectOptions direct = options.as(DirectOptions.class);
    direct.setBlockOnRun(false);
    // Steps pass small immutable records on: checking every one again costs most of the time.
    direct.setEnforceImmutability(false);
    direct.setEnforceEncodability(false);
    boolean threadsGiven = false;
    for (String argument : arguments) {
      threadsGiven |= argument.startsWith(THREADS_OPTION);
    }
    if (!threadsGiven) {
      direct.setTargetParallelism(threads);
    }
  }
}
