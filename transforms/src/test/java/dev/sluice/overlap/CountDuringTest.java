package dev.sluice.overlap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.overlap.rows.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountDuringTest {
  private static final Pattern LINE =
      Pattern.compile("\\{\"id\":\"(\\w+)\",\"least\":(\\d+),\"greatest\":(\\d+),\"mean\":(.*)}");
  private static final KvCoder<String, Interval> KEYED =
      KvCoder.of(StringUtf8Coder.of(), IntervalCoder.of());

  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(true);

  /** Ranges without any change, probes in them and beyond them, and keys that are used again. */
  @ParameterizedTest
  @CsvSource({"7, 200, 250", "7, 9, 250", "100, 200, 1000", "2305843009213693952, 40, 1000"})
  void findsWhatIsFoundInFiles(long length, int count, int width) throws Exception {
    Random random = new Random(length + count);
    List<Interval> intervals = new ArrayList<>();
    StringBuilder table = new StringBuilder("start_at,end_at\n");
    for (int i = 0; i < count; i++) {
      Interval interval = interval(random, width);
      intervals.add(interval);
      table.append(row(interval)).append('\n');
    }
    List<KV<String, Interval>> probes = new ArrayList<>();
    StringBuilder probeTable = new StringBuilder("id,start_at,end_at\n");
    for (int i = 0; i < 200; i++) {
      Interval probe = interval(random, 2 * width);
      probes.add(KV.of("p" + i % 150, probe));
      probeTable.append('p').append(i % 150).append(',').append(row(probe)).append('\n');
    }
    List<KV<String, During>> expected = new ArrayList<>();
    try (Overlaps overlaps = Tables.read(table.toString())) {
      Columns columns = new Columns("start_at", "end_at", "id");
      Tables.written(
              out ->
                  overlaps.writeProbes(List.of(Tables.table(probeTable.toString())), columns, out))
          .lines()
          .forEach(line -> expected.add(during(line)));
    }
    assertThat(expected).hasSize(probes.size());
    PCollection<Interval> all =
        pipeline.apply("Intervals", Create.of(intervals).withCoder(IntervalCoder.of()));
    PCollection<KV<String, During>> found =
        pipeline
            .apply("Probes", Create.of(probes).withCoder(KEYED))
            .apply(CountDuring.of(all, length));
    PAssert.that(found).containsInAnyOrder(expected);
    pipeline.run().waitUntilFinish();
  }

  private static Interval interval(Random random, int width) {
    long start = random.nextInt(width) - width / 2L;
    long end = start + random.nextInt(1 << random.nextInt(10));
    return random.nextInt(20) == 0 ? Interval.from(start) : new Interval(start, end);
  }

  private static String row(Interval interval) {
    return interval.start() + "," + (interval.end() == Interval.NEVER ? "" : interval.end());
  }

  private static KV<String, During> during(String line) {
    Matcher fields = LINE.matcher(line);
    assertThat(fields.matches()).as(line).isTrue();
    return KV.of(
        fields.group(1),
        new During(
            Integer.parseInt(fields.group(2)),
            Integer.parseInt(fields.group(3)),
            fields.group(4).equals("null")
                ? OptionalDouble.empty()
                : OptionalDouble.of(Double.parseDouble(fields.group(4)))));
  }

  @Test
  void findsNoneWhereThereAreNoIntervals() {
    PCollection<Interval> none = pipeline.apply("None", Create.empty(IntervalCoder.of()));
    PCollection<KV<String, During>> found =
        pipeline
            .apply("Probes", Create.of(List.of(KV.of("a", new Interval(-50, 70)))).withCoder(KEYED))
            .apply(CountDuring.of(none, 10));
    PAssert.that(found)
        .containsInAnyOrder(List.of(KV.of("a", new During(0, 0, OptionalDouble.of(0)))));
    pipeline.run().waitUntilFinish();
  }

  @Test
  void codersKeepWhatTheyWrite() throws Exception {
    keeps(DuringCoder.of(), new During(1, 7, OptionalDouble.of(2.5)));
    keeps(DuringCoder.of(), new During(0, 3, OptionalDouble.empty()));
    keeps(LookedCoder.of(), new Looked(1, 2, -1, Long.MIN_VALUE));
  }

  private static <T> void keeps(Coder<T> coder, T value) throws Exception {
    coder.verifyDeterministic();
    CoderProperties.coderDecodeEncodeEqual(coder, value);
    CoderProperties.coderSerializable(coder);
  }

  @Test
  void refusesRangesThatAreTooLong() {
    PCollection<Interval> none = pipeline.apply("None", Create.empty(IntervalCoder.of()));
    assertThatThrownBy(() -> CountDuring.of(none, (1L << 61) + 1))
        .hasMessage("length of ranges: 2305843009213693953 (expected from 1 to 2^61)");
    pipeline.run().waitUntilFinish();
  }
}
