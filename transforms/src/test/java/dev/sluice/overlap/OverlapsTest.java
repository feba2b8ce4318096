package dev.sluice.overlap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.overlap.rows.BadRows;
import dev.sluice.overlap.rows.Columns;
import dev.sluice.storage.LocalStorage;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlapsTest {
  private static final long OPEN = Long.MAX_VALUE;

  /** Quotients of such sums and times are never closer to where a double's rounding changes. */
  private static final MathContext EXACT_ENOUGH = new MathContext(80);

  /** An interval; without an end if that is {@link #OPEN}. */
  record Interval(long start, long end) {
    boolean has(long moment) {
      return start <= moment && moment < end;
    }

    String csv() {
      return start + "," + (end == OPEN ? "" : end);
    }
  }

  /** Close to each other, or as far as can be. */
  @Provide
  static Arbitrary<List<Interval>> intervals() {
    return Arbitraries.of(20L, 3_000L, 1L << 40, 1L << 61)
        .flatMap(
            most -> {
              Arbitrary<Long> starts = Arbitraries.longs().between(-most, most);
              Arbitrary<Long> lengths =
                  Arbitraries.oneOf(
                      Arbitraries.longs().between(0, 10), Arbitraries.longs().between(0, most));
              return Combinators.combine(starts, lengths.injectNull(0.1))
                  .as(
                      (start, length) ->
                          new Interval(start, length == null ? OPEN : start + length))
                  .list()
                  .ofMaxSize(100);
            });
  }

  @Property(tries = 300)
  void changesAreThoseOfThePlainCount(
      @ForAll("intervals") List<Interval> intervals,
      @ForAll @IntRange(min = 1, max = 50) int perRange)
      throws Exception {
    StringBuilder expected = new StringBuilder();
    int before = 0;
    for (long moment : moments(intervals)) {
      int active = active(intervals, moment);
      if (active != before) {
        expected.append("{\"at\":%d,\"active\":%d}%n".formatted(moment, active));
      }
      before = active;
    }
    try (Overlaps overlaps = Tables.read(csv(intervals), Path.of(""), 1 << 20, perRange)) {
      assertThat(Tables.written(overlaps::writeChanges)).isEqualTo(expected.toString());
      assertThat(overlaps.rows()).isEqualTo(intervals.size());
    }
  }

  @Property(tries = 150)
  void probesAreThoseOfThePlainCount(
      @ForAll("intervals") List<Interval> intervals,
      @ForAll("intervals") List<Interval> probes,
      @ForAll @IntRange(min = 1, max = 50) int perRange)
      throws Exception {
    StringBuilder table = new StringBuilder("id,start_at,end_at\n");
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < probes.size(); i++) {
      table.append(i).append(',').append(probes.get(i).csv()).append('\n');
      expected.append(probed(i, probes.get(i), intervals));
    }
    Columns columns = new Columns("start_at", "end_at", "id");
    try (Overlaps overlaps = Tables.read(csv(intervals), Path.of(""), 1 << 20, perRange)) {
      String found =
          Tables.written(
              out -> overlaps.writeProbes(List.of(Tables.table(table.toString())), columns, out));
      assertThat(found).isEqualTo(expected.toString());
    }
  }

  @Property(tries = 200)
  void stepsAreThoseOfThePlainCount(
      @ForAll("narrow") List<Interval> intervals, @ForAll @IntRange(min = 1, max = 30) int step)
      throws Exception {
    StringBuilder expected = new StringBuilder();
    List<Long> changes = new ArrayList<>();
    int before = 0;
    for (long moment : moments(intervals)) {
      int active = active(intervals, moment);
      if (active != before) {
        changes.add(moment);
      }
      before = active;
    }
    if (!changes.isEmpty()) {
      long last = changes.get(changes.size() - 1);
      long first = Math.floorDiv(changes.get(0), step) * step;
      for (long from = first; from <= last; from += step) {
        if (from < last || before > 0) {
          Interval whole = new Interval(from, from + step);
          expected.append(probed(0, whole, intervals).replace("\"id\":0", "\"at\":" + from));
        }
      }
    }
    try (Overlaps overlaps = Tables.read(csv(intervals), Path.of(""), 1 << 20, 20)) {
      assertThat(Tables.written(out -> overlaps.writeGrid(step, out)))
          .isEqualTo(expected.toString());
    }
  }

  @Provide
  static Arbitrary<List<Interval>> narrow() {
    return Combinators.combine(
            Arbitraries.longs().between(-200, 200),
            Arbitraries.longs().between(0, 60).injectNull(0.02))
        .as((start, length) -> new Interval(start, length == null ? OPEN : start + length))
        .list()
        .ofMaxSize(60);
  }

  @Test
  void spillsWhatDoesNotFitAndLeavesNothing(@TempDir Path work) throws Exception {
    Random random = new Random(1);
    StringBuilder table = new StringBuilder("start_at,end_at\n");
    for (int i = 0; i < 600_000; i++) {
      long start = 1_000_000L * random.nextInt(1_000_000_000);
      table.append(start).append(',').append(start + random.nextInt(1 << 30)).append('\n');
    }
    String expected;
    try (Overlaps overlaps = Tables.read(table.toString())) {
      assertThat(overlaps.spills()).isZero();
      expected = Tables.written(overlaps::writeChanges);
    }
    try (Overlaps overlaps = Tables.read(table.toString(), work, 1 << 20, 10_000)) {
      assertThat(overlaps.spills()).isGreaterThan(1);
      assertThat(Tables.written(overlaps::writeChanges)).isEqualTo(expected);
      assertThat(work).isNotEmptyDirectory();
    }
    assertThat(work).isEmptyDirectory();
    assertThatThrownBy(() -> Tables.read(table + "1,x\n", work, 1 << 20, 10_000))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Cannot read table: line 600002: its end_at is no time (x; expected a whole number)");
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void aMomentAtWhichVeryManyBeginIsOneChange() throws Exception {
    StringBuilder table = new StringBuilder("start_at,end_at\n1,100000000000\n");
    for (int i = 0; i < 50_000; i++) {
      table.append("77,").append(200 + i % 3).append('\n');
    }
    try (Overlaps overlaps = Tables.read(table.toString(), Path.of(""), 1 << 20, 1000)) {
      assertThat(Tables.written(overlaps::writeChanges).lines())
          .containsExactly(
              "{\"at\":1,\"active\":1}",
              "{\"at\":77,\"active\":50001}",
              "{\"at\":200,\"active\":33334}",
              "{\"at\":201,\"active\":16667}",
              "{\"at\":202,\"active\":1}",
              "{\"at\":100000000000,\"active\":0}");
    }
  }

  @Test
  void timesAreWrittenInUtc() throws Exception {
    String table =
        """
        {"start_at":"2024-02-29","end_at":"2024-03-01T00:00:00.5+01:00"}
        {"start_at":"2024-02-29T12:00","end_at":null}
        {"start_at":"2024-02-29 12:00:00.000250Z","end_at":""}
        """;
    try (Overlaps overlaps = Tables.read(table)) {
      assertThat(Tables.written(overlaps::writeChanges).lines())
          .containsExactly(
              "{\"at\":\"2024-02-29T00:00:00Z\",\"active\":1}",
              "{\"at\":\"2024-02-29T12:00:00Z\",\"active\":2}",
              "{\"at\":\"2024-02-29T12:00:00.000250Z\",\"active\":3}",
              "{\"at\":\"2024-02-29T23:00:00.500Z\",\"active\":2}");
    }
  }

  @Test
  void drawsTheTimeline() throws Exception {
    try (Overlaps overlaps = Tables.read("start_at,end_at\n0,900\n450,900\n")) {
      assertThat(overlaps.plot())
          .startsWith("<svg ")
          .contains("points=\"80.0,", ">2</text>", ">720</text>")
          .endsWith("</svg>\n");
    }
    try (Overlaps overlaps = Tables.read("start_at,end_at\n")) {
      assertThat(overlaps.plot()).contains("No intervals");
    }
  }

  @Test
  void answersAsManyProbesAtATimeAsFitInMemory(@TempDir Path work) throws Exception {
    StringBuilder table = new StringBuilder("id,start_at,end_at\n");
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      table.append("p%d,%d,%d\n".formatted(i, i, i + 2));
      expected.append(
          "{\"id\":\"p%d\",\"least\":%d,\"greatest\":%d,\"mean\":%s}%n"
              .formatted(
                  i,
                  i < 49_999 ? 1 : 0,
                  i < 50_000 ? 1 : 0,
                  i < 49_999 ? 1.0 : i == 49_999 ? 0.5 : 0.0));
    }
    Columns columns = new Columns("start_at", "end_at", "id");
    try (Overlaps overlaps = Tables.read("start_at,end_at\n0,50000\n", work, 1 << 20, 0)) {
      assertThat(
              Tables.written(
                  out ->
                      assertThat(
                              overlaps
                                  .writeProbes(
                                      List.of(Tables.table(table.toString())), columns, out)
                                  .rows())
                          .isEqualTo(100_000)))
          .isEqualTo(expected.toString());
    }
  }

  @Test
  void countsRowsThatAreLeftOut() throws Exception {
    String table = "end_at,start_at\n2,1\n1,2\nx,3\n\n,4\n5\n6,\n9,8\n";
    try (Overlaps overlaps =
        Overlaps.read(
            List.of(Tables.table(table)),
            Tables.COLUMNS,
            BadRows.SKIP,
            new LocalStorage(),
            Files.createTempDirectory("sluice-overlap").toUri(),
            1 << 20)) {
      assertThat(overlaps.rows()).isEqualTo(3);
      assertThat(overlaps.bad()).isEqualTo(4);
      assertThat(overlaps.writeChanges(OutputStream.nullOutputStream())).isEqualTo(5);
    }
  }

  private static String csv(List<Interval> intervals) {
    StringBuilder csv = new StringBuilder("start_at,end_at\n");
    intervals.forEach(interval -> csv.append(interval.csv()).append('\n'));
    return csv.toString();
  }

  private static SortedSet<Long> moments(List<Interval> intervals) {
    SortedSet<Long> moments = new TreeSet<>();
    for (Interval interval : intervals) {
      moments.add(interval.start());
      moments.add(interval.end());
    }
    moments.remove(OPEN);
    return moments;
  }

  private static int active(List<Interval> intervals, long moment) {
    return (int) intervals.stream().filter(interval -> interval.has(moment)).count();
  }

  /** By looking at every interval for every moment at which something changes. */
  private static String probed(int id, Interval probe, List<Interval> intervals) {
    int least = active(intervals, probe.start());
    int greatest = least;
    double mean = least;
    BigInteger area = BigInteger.ZERO;
    long now = probe.start();
    int active = least;
    for (long moment : moments(intervals)) {
      if (moment > probe.start() && moment < probe.end()) {
        area = area.add(times(moment - now, active));
        now = moment;
        active = active(intervals, moment);
        least = Math.min(least, active);
        greatest = Math.max(greatest, active);
      }
    }
    if (probe.start() < probe.end() && probe.end() != OPEN) {
      area = area.add(times(probe.end() - now, active));
      mean =
          new BigDecimal(area)
              .divide(BigDecimal.valueOf(probe.end() - probe.start()), EXACT_ENOUGH)
              .doubleValue();
    }
    return "{\"id\":%d,\"least\":%d,\"greatest\":%d,\"mean\":%s}%n"
        .formatted(id, least, greatest, probe.end() == OPEN ? "null" : Double.toString(mean));
  }

  private static BigInteger times(long time, int active) {
    return BigInteger.valueOf(time).multiply(BigInteger.valueOf(active));
  }
}
