package dev.sluice.runners;

import dev.sluice.step.HeavyStep;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.direct.PacedDirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.runners.AppliedPTransform;
import org.apache.beam.sdk.runners.PTransformOverride;
import org.apache.beam.sdk.runners.PTransformOverrideFactory;
import org.apache.beam.sdk.util.construction.PTransformMatchers;
import org.apache.beam.sdk.util.construction.PTransformReplacements;
import org.apache.beam.sdk.util.construction.ReplacementOutputs;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Runs a graph with each {@link HeavyStep} replaced by a {@link RemoteStep}, so that heavy steps
 * are tasks of their own elsewhere, and leaves the rest of the graph to another runner.
 *
 * <p>{@code replaceAll} is internal to Beam: it is used here and nowhere else.
 */
public final class EcsRunner extends PipelineRunner<PipelineResult> {
  private final EcsOptions options;

  private EcsRunner(EcsOptions options) {
    this.options = options;
  }

  /**
   * The runner with these options, as Beam asks for it.
   *
   * @throws IllegalArgumentException with a sentence for the user, if a value is wrong
   */
  public static EcsRunner fromOptions(PipelineOptions options) {
    EcsOptions own = options.as(EcsOptions.class);
    TaskSettings.of(own);
    delegate(own);
    return new EcsRunner(own);
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    TaskSettings settings = TaskSettings.of(options);
    pipeline.replaceAll(
        List.of(
            PTransformOverride.of(
                PTransformMatchers.classEqualTo(HeavyStep.class),
                new RemoteStepFactory<>(settings))));
    options.setRunner(delegate(options));
    boolean started = false;
    try {
      PipelineResult result =
          new EcsResult(PipelineRunner.fromOptions(options).run(pipeline), settings);
      started = true;
      return result;
    } finally {
      if (!started) {
        RemoteTasks.stop(settings);
      }
    }
  }

  /** The only one so far: a worker that another process started could not be stopped from here. */
  private static Class<? extends PipelineRunner<?>> delegate(EcsOptions options) {
    String name = options.getDelegateRunner();
    if (!name.equals(Engine.DIRECT_RUNNER)) {
      throw new IllegalArgumentException(
          "Cannot use --delegateRunner=%s (expected %s)".formatted(name, Engine.DIRECT_RUNNER));
    }
    return PacedDirectRunner.class;
  }

  private record RemoteStepFactory<Q, R>(TaskSettings settings)
      implements PTransformOverrideFactory<PCollection<Q>, PCollectionTuple, HeavyStep<Q, R>> {
    @Override
    public PTransformReplacement<PCollection<Q>, PCollectionTuple> getReplacementTransform(
        AppliedPTransform<PCollection<Q>, PCollectionTuple, HeavyStep<Q, R>> step) {
      return PTransformReplacement.of(
          PTransformReplacements.getSingletonMainInput(step),
          RemoteStep.of(step.getTransform(), settings));
    }

    @Override
    public Map<PCollection<?>, ReplacementOutput> mapOutputs(
        Map<TupleTag<?>, PCollection<?>> outputs, PCollectionTuple replacement) {
      return ReplacementOutputs.tagged(outputs, replacement);
    }
  }
}
