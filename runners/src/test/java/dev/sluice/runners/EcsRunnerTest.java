package dev.sluice.runners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.runners.Count.Counted;
import dev.sluice.runners.Count.Numeral;
import dev.sluice.step.HeavyStep;
import dev.sluice.step.JsonCoder;
import dev.sluice.step.PerRun;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepProgress;
import dev.sluice.step.StepReport;
import dev.sluice.storage.LocalStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Graphs whose heavy steps are done by real processes. */
@Timeout(300)
class EcsRunnerTest {
  private final String run = UUID.randomUUID().toString();
  private final TestPipeline pipeline;
  private final List<PCollection<StepReport>> reports = new ArrayList<>();
  @TempDir Path folder;

  EcsRunnerTest() throws RefusedException {
    pipeline = TestPipeline.fromOptions(options()).enableAbandonedNodeEnforcement(true);
  }

  @AfterEach
  void forget() {
    PerRun.forget(run);
  }

  @Test
  void doesEveryHeavyStepOfAChainInAnotherProcess() {
    PCollection<Numeral> numbers = numbers(1, 10);
    for (String step : List.of("Wait", "Convert to JSON", "Sort runs", "Merge ranges")) {
      numbers = step(step, numbers);
    }
    assertNumbers(numbers, 5, 14);
    assertFailures();
    pipeline.run().waitUntilFinish();
    assertThat(environment().progress().steps()).hasSize(4).allMatch(step -> ended(step, 2, 0));
  }

  @Test
  void takesFailuresAndLostWorkersForWhatTheyAre() {
    PCollection<Numeral> numbers =
        step("Count", numbers(1, Count.FAILS, Count.CRASHES, Count.LEAVES_WITHOUT_RESULT));
    assertNumbers(numbers, 2);
    assertFailures(
        "Cannot count on from -1: it is cold (expected warmth)",
        "Cannot do step Count for number -2: 3 workers ended without a result (exit code 137; log:"
            + " FOLDER/3/worker.log: something broke)",
        "Cannot do step Count for number -3: 3 workers ended without a result (exit code 0; log:"
            + " FOLDER/3/worker.log: no mood)");
    pipeline.run().waitUntilFinish();
    assertThat(environment().progress().steps()).hasSize(1).allMatch(step -> ended(step, 1, 3));
  }

  @Test
  void refusesWrongOptionsWithOneSentence() {
    assertThatThrownBy(() -> runner("--taskLauncher=rocket"))
        .hasMessage("Cannot use --taskLauncher=rocket (expected process or ecs)");
    assertThatThrownBy(() -> runner("--maxDownloadTasks=0"))
        .hasMessage("Cannot use --maxDownloadTasks=0 (expected 1 or more)");
    assertThatThrownBy(() -> runner("--delegateRunner=Nope"))
        .hasMessage("Cannot use --delegateRunner=Nope (expected DirectRunner)");
  }

  private PCollection<Numeral> numbers(Integer... values) {
    List<Numeral> numbers = new ArrayList<>();
    for (int value : values) {
      numbers.add(new Numeral(value));
    }
    return pipeline.apply(Create.of(numbers).withCoder(JsonCoder.of(Numeral.class)));
  }

  private PCollection<Numeral> step(String name, PCollection<Numeral> numbers) {
    HeavyStep<Numeral, Counted> step = HeavyStep.of(new Count(name), environment());
    PCollectionTuple output = numbers.apply(name, step);
    reports.add(output.get(HeavyStep.REPORTS));
    long pid = ProcessHandle.current().pid();
    return output
        .get(step.results())
        .apply(
            name + " next",
            MapElements.into(TypeDescriptor.of(Numeral.class))
                .via(
                    counted -> {
                      assertThat(counted.pid()).isNotEqualTo(pid);
                      return new Numeral(counted.value());
                    }))
        .setCoder(JsonCoder.of(Numeral.class));
  }

  private static boolean ended(StepProgress step, int done, int failed) {
    return step.done() == done && step.failed() == failed && step.running() + step.waiting() == 0;
  }

  private static void assertNumbers(PCollection<Numeral> numbers, Integer... expected) {
    PAssert.that(numbers)
        .satisfies(
            all -> {
              List<Integer> values = new ArrayList<>();
              all.forEach(number -> values.add(number.value()));
              assertThat(values).containsExactlyInAnyOrder(expected);
              return null;
            });
  }

  private void assertFailures(String... expected) {
    PAssert.that(PCollectionList.of(reports).apply(Flatten.pCollections()))
        .satisfies(
            all -> {
              List<String> failures = new ArrayList<>();
              for (StepReport report : all) {
                if (report.failure() != null) {
                  failures.add(report.failure().replaceAll(" /\\S+/[0-9a-f]{64}/", " FOLDER/"));
                }
              }
              assertThat(failures).containsExactlyInAnyOrder(expected);
              return null;
            });
  }

  private StepEnvironment environment() {
    return new StepEnvironment(run, new LocalStorage(), folder.toUri());
  }

  private static EcsRunner runner(String... arguments) {
    return EcsRunner.fromOptions(PipelineOptionsFactory.fromArgs(arguments).create());
  }

  private static PipelineOptions options() throws RefusedException {
    PipelineOptions options = PipelineOptionsFactory.fromArgs("--runner=EcsRunner").create();
    new AsTasks(options, List.of()).prepare();
    return options;
  }
}
