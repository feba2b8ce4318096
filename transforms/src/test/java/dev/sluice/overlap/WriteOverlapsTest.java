package dev.sluice.overlap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.overlap.rows.TimeForm;
import dev.sluice.step.HeavyStep;
import dev.sluice.step.PerRun;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepReport;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteOverlapsTest {
  private static final int RANGES = 10;

  @TempDir Path folder;

  @AfterEach
  void forget() {
    PerRun.forget(folder.toString());
  }

  @Test
  void filesAreTheChangesOfOneFileAndAreNotMadeAgain() throws Exception {
    Random random = new Random(5);
    List<Interval> intervals = new ArrayList<>();
    StringBuilder table = new StringBuilder("start_at,end_at\n");
    for (int i = 0; i < 400; i++) {
      long start = random.nextInt(900) - 500L;
      long end = start + random.nextInt(100);
      boolean open = random.nextInt(20) == 0;
      intervals.add(open ? Interval.from(start) : new Interval(start, end));
      table.append(start).append(',').append(open ? "" : end).append('\n');
    }
    String expected;
    try (Overlaps overlaps = Tables.read(table.toString())) {
      expected = Tables.written(overlaps::writeChanges);
    }
    for (boolean again : new boolean[] {false, true}) {
      run(intervals, again);
      StringBuilder found = new StringBuilder();
      for (Path file : files("out")) {
        found.append(Files.readString(file));
      }
      assertThat(found.toString()).isEqualTo(expected);
      assertThat(files("out"))
          .extracting(file -> file.getFileName().toString())
          .hasSize(RANGES)
          .startsWith("changes-00000-of-00010.ndjson");
      assertThat(files("work"))
          .extracting(Path::toString)
          .noneMatch(name -> name.contains("spill"));
    }
  }

  private void run(List<Interval> intervals, boolean again) {
    Pipeline pipeline = Pipeline.create();
    StepEnvironment environment =
        new StepEnvironment(folder.toString(), new LocalStorage(), folder.toUri().resolve("work/"));
    PCollectionTuple written =
        pipeline
            .apply(Create.of(intervals).withCoder(IntervalCoder.of()))
            .apply(
                WriteOverlaps.to(
                    folder.toUri().resolve("out/"), TimeForm.INTEGER, 100, environment));
    PAssert.that(written.get(WriteOverlaps.CHANGES))
        .satisfies(
            found -> {
              assertThat(found)
                  .extracting(SweptRange::index)
                  .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
              return null;
            });
    PAssert.that(written.get(HeavyStep.REPORTS))
        .satisfies(
            reports -> {
              assertThat(reports).hasSize(2 * RANGES).noneMatch(StepReport::failed);
              assertThat(reports)
                  .filteredOn(report -> report.step().equals(SweepRange.NAME))
                  .allMatch(report -> report.reused() == again);
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(name))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void refusesASpillThatIsTruncated() throws Exception {
    Path spill = Files.write(folder.resolve("spill"), new byte[] {2, 5});
    StoredFile file = new StoredFile(spill.toUri(), 2, "0".repeat(64));
    SweepRequest request =
        new SweepRequest(file, 0, 1, 100, 200, 3, TimeForm.INTEGER, folder.toUri());
    StepContext context = StepContext.of(new LocalStorage());
    assertThatThrownBy(() -> new SweepRange().run(request, context))
        .isInstanceOf(IOException.class)
        .hasMessage("Cannot read the spill %s: it is truncated".formatted(spill.toUri()));
    Files.write(spill, new byte[] {2, 5, 1, 1, 8});
    SweptRange swept = new SweepRange().run(request, context);
    assertThat(swept.changes()).isEqualTo(3);
    assertThat(new String(Files.readAllBytes(Path.of(swept.file().uri())), UTF_8))
        .isEqualTo(
            """
            {"at":105,"active":4}
            {"at":106,"active":5}
            {"at":108,"active":4}
            """);
  }
}
