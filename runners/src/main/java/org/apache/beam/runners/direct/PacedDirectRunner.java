package org.apache.beam.runners.direct;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.joda.time.Instant;

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
    runner.setClockSupplier(PacedClock::new);
    return new PacedDirectRunner(runner);
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    return runner.run(pipeline);
  }

  /** The time, told at once for a moment, and then once after a rest. */
  private static final class PacedClock implements Clock {
    /** Enough for a few looks, or for one of a pipeline of hundreds of transforms. */
    private static final long TURN = TimeUnit.MICROSECONDS.toNanos(500);

    /**
     * A bundle needs a few looks to be passed on: what a run loses by this is a fraction of a s.
     */
    private static final long REST = TimeUnit.MILLISECONDS.toNanos(5);

    private final Clock time = NanosOffsetClock.create();
    private volatile long rested = System.nanoTime();

    @Override
    public Instant now() {
      if (System.nanoTime() - rested > TURN) {
        LockSupport.parkNanos(REST);
        rested = System.nanoTime();
      }
      return time.now();
    }
  }
}
