package dev.sluice.overlap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountOverlapsTest {
  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(true);

  @ParameterizedTest
  @ValueSource(longs = {7, 100, 1L << 61})
  void findsTheChangesThatAreFoundInFiles(long length) throws Exception {
    Random random = new Random(length);
    List<Interval> intervals = new ArrayList<>();
    StringBuilder table = new StringBuilder("start_at,end_at\n");
    for (int i = 0; i < 300; i++) {
      long start = random.nextInt(1000) - 500L;
      long end = start + random.nextInt(1 << random.nextInt(9));
      boolean open = random.nextInt(20) == 0;
      intervals.add(open ? Interval.from(start) : new Interval(start, end));
      table.append(start).append(',').append(open ? "" : end).append('\n');
    }
    List<Change> expected = new ArrayList<>();
    try (Overlaps overlaps = Tables.read(table.toString())) {
      Tables.written(overlaps::writeChanges).lines().forEach(line -> expected.add(change(line)));
    }
    assertThat(expected).hasSizeGreaterThan(100);
    PCollection<Change> changes =
        pipeline
            .apply(Create.of(intervals).withCoder(IntervalCoder.of()))
            .apply(CountOverlaps.inRangesOf(length));
    PAssert.that(changes).containsInAnyOrder(expected);
    pipeline.run().waitUntilFinish();
  }

  private static Change change(String line) {
    String[] numbers = line.replaceAll("[^-0-9,]", "").split(",", 2);
    return new Change(Long.parseLong(numbers[0]), Integer.parseInt(numbers[1]));
  }

  @Test
  void findsNothingInNothing() {
    PCollection<Change> changes =
        pipeline.apply(Create.empty(IntervalCoder.of())).apply(CountOverlaps.inRangesOf(10));
    PAssert.that(changes).empty();
    pipeline.run().waitUntilFinish();
  }

  @Test
  void codersKeepWhatTheyWrite() throws Exception {
    keeps(IntervalCoder.of(), new Interval(-(1L << 62), 5));
    keeps(IntervalCoder.of(), Interval.from(7));
    keeps(ChangeCoder.of(), new Change(-9, 3));
  }

  private static <T> void keeps(Coder<T> coder, T value) throws Exception {
    coder.verifyDeterministic();
    CoderProperties.coderDecodeEncodeEqual(coder, value);
    CoderProperties.coderSerializable(coder);
  }

  @Test
  void refusesWhatIsNoInterval() {
    assertThatThrownBy(() -> new Interval(2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("interval: [2, 1) (expected an end not before its start, from -2^62 to 2^62)");
    assertThatThrownBy(() -> CountOverlaps.inRangesOf(0))
        .hasMessage("length of ranges: 0 (expected from 1 to 2^61)");
  }
}
