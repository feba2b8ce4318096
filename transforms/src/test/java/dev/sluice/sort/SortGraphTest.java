package dev.sluice.sort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.step.HeavyStep;
import dev.sluice.step.JsonCoder;
import dev.sluice.step.PerRun;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepProgress;
import dev.sluice.step.StepReport;
import dev.sluice.storage.Compression;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortGraphTest {
  private static final Storage STORAGE = new LocalStorage();

  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(true);
  @TempDir Path folder;
  private StepEnvironment environment;
  private PartLayout layout;

  @BeforeEach
  void lay() {
    environment = new StepEnvironment(folder.toString(), STORAGE, folder.toUri());
    layout =
        new PartLayout(
            SortOrder.by("id"),
            folder.resolve("out").toUri(),
            1000,
            Compression.NONE,
            folder.resolve("work").toUri());
  }

  @AfterEach
  void forget() {
    PerRun.forget(environment.run());
  }

  @Test
  void runsBecomeSortedParts() throws IOException {
    List<SortRunRequest> requests = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < 3; i++) {
      Run run =
          SortRunsFixture.run(
              STORAGE, folder, i, IntStream.range(0, 60).mapToObj(n -> 59L - n).toList());
      requests.add(new SortRunRequest(run, layout.work(), layout.work(), 1, false));
      bytes += run.bytes();
    }
    for (int id = 0; id < 60; id++) {
      for (int run = 0; run < 3; run++) {
        expected.add(SortRunsFixture.line(id, run, 59 - id));
      }
    }

    HeavyStep<SortRunRequest, Run> sort = HeavyStep.of(new SortRun(), environment);
    HeavyStep<MergeRequest, Part> merge = HeavyStep.of(new MergeRange(), environment);
    PCollectionTuple sorted =
        pipeline
            .apply(Create.of(requests).withCoder(JsonCoder.of(SortRunRequest.class)))
            .apply("Sort runs", sort);
    PCollectionTuple chosen =
        sorted.get(sort.results()).apply("Choose ranges", ChooseRanges.of(layout, environment));
    PCollectionTuple merged = chosen.get(ChooseRanges.REQUESTS).apply("Merge ranges", merge);
    int parts = 3; // Ranges are cut where blocks begin, and each run has one.
    assertSucceeded(3 + 1 + parts, sorted, chosen, merged);
    PAssert.that(merged.get(merge.results()))
        .satisfies(
            all -> {
              assertThat(all).hasSize(parts);
              long records = 0;
              for (Part part : all) {
                records += part.records();
              }
              assertThat(records).isEqualTo(180);
              return null;
            });
    pipeline.run().waitUntilFinish();

    assertThat(output()).isEqualTo(expected);
    assertThat(environment.progress().steps())
        .contains(new StepProgress("Merge ranges", 0, 0, parts, 0, 0, bytes, bytes));
  }

  @Test
  void noRunsBecomeOneEmptyPart() throws IOException {
    HeavyStep<MergeRequest, Part> merge = HeavyStep.of(new MergeRange(), environment);
    PCollectionTuple chosen =
        pipeline
            .apply(Create.empty(JsonCoder.of(Run.class)))
            .apply("Choose ranges", ChooseRanges.of(layout, environment));
    PCollectionTuple merged = chosen.get(ChooseRanges.REQUESTS).apply("Merge ranges", merge);
    assertSucceeded(2, chosen, merged);
    PAssert.thatSingleton(merged.get(merge.results()))
        .satisfies(
            part -> {
              assertThat(part.records()).isZero();
              return null;
            });
    pipeline.run().waitUntilFinish();
    assertThat(folder.resolve("out/part-00000-of-00001.ndjson")).isEmptyFile();
    assertThat(environment.progress().steps())
        .contains(new StepProgress("Merge ranges", 0, 0, 1, 0, 0, 0, 0));
  }

  @Test
  void aRunThatCannotBeReadIsReported() throws IOException {
    Run run = SortRunsFixture.run(STORAGE, folder, 0, List.of(1L));
    Files.delete(Path.of(run.file().uri()));
    PCollectionTuple chosen =
        pipeline
            .apply(Create.of(run).withCoder(JsonCoder.of(Run.class)))
            .apply("Choose ranges", ChooseRanges.of(layout, environment));
    String failure = "Cannot use %s: there is no such file".formatted(Path.of(run.file().uri()));
    PAssert.that(chosen.get(ChooseRanges.REQUESTS))
        .satisfies(
            requests -> {
              assertThat(requests).isEmpty();
              return null;
            });
    PAssert.thatSingleton(chosen.get(HeavyStep.REPORTS))
        .satisfies(
            report -> {
              assertThat(report.step()).isEqualTo("Choose ranges");
              assertThat(report.failure()).isEqualTo(failure);
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static void assertSucceeded(int count, PCollectionTuple... outputs) {
    PCollectionList<StepReport> reports = PCollectionList.empty(outputs[0].getPipeline());
    for (PCollectionTuple output : outputs) {
      reports = reports.and(output.get(HeavyStep.REPORTS));
    }
    PAssert.that(reports.apply("All reports", Flatten.pCollections()))
        .satisfies(
            all -> {
              assertThat(all).hasSize(count).noneMatch(StepReport::failed);
              return null;
            });
  }

  private List<String> output() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      for (Path file : files.sorted().toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }
}
