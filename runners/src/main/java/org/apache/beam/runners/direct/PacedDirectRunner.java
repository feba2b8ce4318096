package org.apache.beam.runners.direct;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Beam's DirectRunner, made to rest between looks for something to do. By itself it looks without
 * pause as long as a pipeline runs, which takes a whole core away from the steps (Beam's issue
 * 18070, open). It has no setting for that, but asks its clock in each look: so the clock waits.
 * The clock can be set from within this package alone, hence this class's place.
 */
public final class PacedDirectRunner extends PipelineRunner<PipelineResult> {
  private final DirectRunner runner;

  private PacedDirectRunner(DirectRunner runner) {
    this.runner = runner;
  }

  /** The runner with these options, as Beam asks for it. */
  public static PacedDirectRunner fromOptions(PipelineOptions options) {
    DirectRunner runner = DirectRunner.fromOptions(options);
    runner.setClockSupplier(PacedClock::create);
    return new PacedDirectRunner(runner);
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    return runner.run(pipeline);
  }
}
