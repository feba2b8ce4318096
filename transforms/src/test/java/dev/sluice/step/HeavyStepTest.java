package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.StoredFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeavyStepTest {
  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(true);
  @TempDir Path folder;
  private StepEnvironment environment =
      new StepEnvironment("unset", new LocalStorage(), URI.create("file:/none/"));

  @BeforeEach
  void keepResultsInTheFolder() {
    environment = new StepEnvironment(folder.toString(), new LocalStorage(), folder.toUri());
  }

  @AfterEach
  void forget() {
    PerRun.forget(environment.run());
  }

  @Test
  void givesAResultAndAReportForEachRequest() {
    environment.progress().expect("Weigh", 4, 9);
    PCollectionTuple output = run(new Weigh(Load.COMPUTES), "one", "three", "two", "");
    assertResults(output, "one 3", "three 5", "two 3", " 0");
    assertReports(output, "Weigh one null", "Weigh three null", "Weigh two null", "Weigh  null");

    pipeline.run().waitUntilFinish();

    assertThat(environment.progress().steps())
        .containsExactly(new StepProgress("Weigh", 0, 0, 4, 0, 0, 11, 9));
  }

  @Test
  void goesOnWithTheOthersWhenSomeFail() {
    PCollectionTuple output = run(new Weigh(Load.WAITS), "one", "absent", "torn", "wrong", "three");
    assertResults(output, "one 3", "three 5");
    assertReports(
        output,
        "Weigh one null",
        "Weigh absent Cannot use /a/absent: there is no such file",
        "Weigh torn Cannot weigh torn: it is torn (2 parts; expected 1)",
        "Weigh wrong Cannot do step Weigh for wrong: internal error"
            + " (java.lang.IllegalStateException: no scales)",
        "Weigh three null");

    pipeline.run().waitUntilFinish();

    assertThat(environment.progress().steps())
        .containsExactly(new StepProgress("Weigh", 0, 0, 2, 3, 0, 8, 0));
  }

  @Test
  void givesTheCoreBackWhenAFunctionFails() {
    List<String> more = new ArrayList<>();
    for (int i = 0; i <= Cores.COUNT; i++) {
      more.add("wrong");
      more.add("torn");
    }
    more.add("one");
    assertResults(run(new Weigh(Load.COMPUTES), more.toArray(String[]::new)), "one 3");
    pipeline.run().waitUntilFinish();
  }

  @Test
  void measuresWhenAndHowLong() {
    Instant before = Instant.now();
    PAssert.thatSingleton(run(new Weigh(Load.WAITS), "one").get(HeavyStep.REPORTS))
        .satisfies(
            report -> {
              assertThat(report.started()).isBetween(before, Instant.now());
              assertThat(report.elapsed())
                  .isBetween(Duration.ZERO, Duration.between(report.started(), Instant.now()));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void passesTheInterruptOfAFunctionOnAsCancellation() {
    run(new Weigh(Load.COMPUTES), "cancelled");
    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .hasRootCauseInstanceOf(InterruptedException.class)
        .hasRootCauseMessage("cancelled while weighing");
  }

  @Test
  void passesAnInterruptThatBrokeTheInputOnAsCancellation() {
    run(new Weigh(Load.COMPUTES), "interrupted");
    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .hasStackTraceContaining("java.lang.InterruptedException: the input was closed")
        .hasRootCauseInstanceOf(InterruptedIOException.class);
  }

  @Test
  void reportsABrokenInputThatNoInterruptBroke() {
    PCollectionTuple output = run(new Weigh(Load.COMPUTES), "timeout");
    assertResults(output);
    assertReports(output, "Weigh timeout Read timed out");
    pipeline.run().waitUntilFinish();
  }

  private PCollectionTuple run(Weigh function, String... things) {
    HeavyStep<Thing, Weight> step = HeavyStep.of(function, environment);
    PCollectionTuple output =
        pipeline
            .apply(
                Create.of(Arrays.stream(things).map(Thing::new).toList())
                    .withCoder(JsonCoder.of(Thing.class)))
            .apply("Weigh", step);
    assertThat(output.get(step.results()).getCoder()).isEqualTo(JsonCoder.of(Weight.class));
    return PCollectionTuple.of("results", output.get(step.results()))
        .and(HeavyStep.REPORTS, output.get(HeavyStep.REPORTS));
  }

  private static void assertResults(PCollectionTuple output, String... expected) {
    PAssert.that(output.<Weight>get("results"))
        .satisfies(
            results -> {
              List<String> all = new ArrayList<>();
              results.forEach(weight -> all.add(weight.thing() + " " + weight.grams()));
              assertThat(all).containsExactlyInAnyOrder(expected);
              return null;
            });
  }

  private static void assertReports(PCollectionTuple output, String... expected) {
    PAssert.that(output.get(HeavyStep.REPORTS))
        .satisfies(
            reports -> {
              List<String> all = new ArrayList<>();
              for (StepReport report : reports) {
                all.add(report.step() + " " + report.subject() + " " + report.failure());
              }
              assertThat(all).containsExactlyInAnyOrder(expected);
              return null;
            });
  }

  record Thing(String name) {}

  record Weight(String thing, int grams) {}

  /** Weighs a thing by the length of its name; some names fail. */
  private record Weigh(Load load) implements StepFunction<Thing, Weight> {
    @Override
    public String name() {
      return "Weigh";
    }

    @Override
    public Class<Thing> requestType() {
      return Thing.class;
    }

    @Override
    public Class<Weight> resultType() {
      return Weight.class;
    }

    @Override
    public String subject(Thing thing) {
      return thing.name();
    }

    @Override
    public long expectedBytes(Thing thing) {
      return thing.name().length();
    }

    @Override
    public int format() {
      return 1;
    }

    @Override
    public Object identity(Thing thing) {
      return thing.name();
    }

    @Override
    public List<StoredFile> outputs(Weight weight) {
      return List.of();
    }

    @Override
    public List<URI> spent(Thing thing) {
      return List.of();
    }

    @Override
    public Weight run(Thing thing, StepContext context) throws IOException, InterruptedException {
      switch (thing.name()) {
        case "absent" -> throw new NoSuchFileException("/a/absent");
        case "torn" ->
            throw new IOException("Cannot weigh torn: it is torn (2 parts;\n expected 1)");
        case "wrong" -> throw new IllegalStateException("no scales");
        case "cancelled" -> throw new InterruptedException("cancelled while weighing");
        case "interrupted" -> {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("the input was closed");
        }
        case "timeout" -> throw new InterruptedIOException("Read timed out");
        default -> context.meter().accept(thing.name().length());
      }
      return new Weight(thing.name(), thing.name().length());
    }
  }
}
