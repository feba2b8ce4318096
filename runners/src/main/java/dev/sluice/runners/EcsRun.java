package dev.sluice.runners;

import org.apache.beam.sdk.options.PipelineOptions;

/** Sets {@link EcsRunner} up for the graph of a run. */
public final class EcsRun {
  /** For the steps that stay in this process, which are short. */
  private static final int THREADS = 8;

  private static final String DOWNLOADS_OPTION = "--maxDownloadTasks=";

  private EcsRun() {}

  /** Whether these are options for it. */
  public static boolean isMeantBy(PipelineOptions options) {
    return options.getRunner() == EcsRunner.class;
  }

  /**
   * Sets the runner up, and the one it delegates to; {@code run()} then returns at once.
   *
   * @param options the user's
   * @param arguments what they were parsed from: what the user set stays as it is
   * @param connections how many connections the mirrors of the run allow in all
   * @throws IllegalArgumentException with a sentence for the user, if a value is wrong
   */
  public static void configure(
      PipelineOptions options, Iterable<String> arguments, int connections) {
    LocalRun.configure(options, arguments, THREADS);
    boolean downloadsGiven = false;
    for (String argument : arguments) {
      downloadsGiven |= argument.startsWith(DOWNLOADS_OPTION);
    }
    if (!downloadsGiven) {
      options.as(EcsOptions.class).setMaxDownloadTasks(connections);
    }
    EcsRunner.fromOptions(options);
  }
}
