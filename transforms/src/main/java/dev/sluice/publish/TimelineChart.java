package dev.sluice.publish;

import static dev.sluice.publish.ReportText.escaped;

import dev.sluice.step.StepReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws executions over time, as SVG: a band a step, in it rows of executions that do not overlap,
 * each split by what it spent its time on. Within an execution waits for a slot or a core come
 * first, as they do; the order of the rest is not known, and is always the same.
 */
final class TimelineChart {
  private static final double WIDTH = 1000;
  private static final double LEFT = 150;
  private static final double BAND_GAP = 14;
  private static final double AXIS = 24;
  private static final int MOST_TICKS = 8;

  /** The width of a label of the axis, at most. */
  private static final double LABEL = 60;

  /** From a tenth of a second to a day. */
  private static final List<Long> ROUND_MILLIS =
      List.of(
          100L,
          200L,
          500L,
          1_000L,
          2_000L,
          5_000L,
          10_000L,
          15_000L,
          30_000L,
          60_000L,
          120_000L,
          300_000L,
          600_000L,
          900_000L,
          1_800_000L,
          3_600_000L,
          7_200_000L,
          10_800_000L,
          21_600_000L,
          43_200_000L,
          86_400_000L);

  /** Above so many, an execution has no tooltip: a browser would take long. */
  private static final int MOST_TOOLTIPS = 1500;

  private static final int MOST_TALL_ROWS = 60;
  private static final List<Limit> ORDER =
      List.of(Limit.SLOTS, Limit.NETWORK, Limit.CPU, Limit.STORAGE, Limit.OTHER);

  private final Instant started;
  private final double scale;
  private final Map<String, List<List<StepReport>>> rows = new LinkedHashMap<>();
  private final boolean tooltips;
  private final Map<Limit, StringBuilder> paths = new EnumMap<>(Limit.class);
  private final StringBuilder labels = new StringBuilder();
  private final StringBuilder covers = new StringBuilder();

  private TimelineChart(List<StepReport> executions, Instant started, Instant ended) {
    this.started = started;
    double nanos = Math.max(1, Duration.between(started, ended).toNanos());
    this.scale = (WIDTH - LEFT) / nanos;
    this.tooltips = executions.size() <= MOST_TOOLTIPS;
    executions.stream().sorted(Comparator.comparing(StepReport::started)).forEach(this::place);
  }

  /** The chart of the executions of a run that began and ended then. */
  static String of(List<StepReport> executions, Instant started, Instant ended) {
    return new TimelineChart(executions, started, ended).draw(Duration.between(started, ended));
  }

  private void place(StepReport execution) {
    List<List<StepReport>> band = rows.computeIfAbsent(execution.step(), step -> new ArrayList<>());
    for (List<StepReport> row : band) {
      if (!end(row.get(row.size() - 1)).isAfter(execution.started())) {
        row.add(execution);
        return;
      }
    }
    band.add(new ArrayList<>(List.of(execution)));
  }

  private static Instant end(StepReport execution) {
    return execution.started().plus(execution.elapsed());
  }

  private String draw(Duration length) {
    int count = rows.values().stream().mapToInt(List::size).sum();
    double height = count <= MOST_TALL_ROWS ? 12 : count <= 5 * MOST_TALL_ROWS ? 4 : 1.5;
    double top = AXIS;
    for (Map.Entry<String, List<List<StepReport>>> band : rows.entrySet()) {
      labels.append(
          String.format(
              Locale.ROOT, "<text x='0' y='%.1f'>%s</text>%n", top + 10, escaped(band.getKey())));
      for (List<StepReport> row : band.getValue()) {
        for (StepReport execution : row) {
          draw(execution, top, height);
        }
        top += height + (height > 2 ? 1 : 0);
      }
      top = Math.max(top, 0) + BAND_GAP;
    }
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox='0 0 %.0f %.0f' role='img' aria-label='Timeline of %d executions'>%n",
            WIDTH,
            top,
            rows.values().stream().flatMap(List::stream).mapToInt(List::size).sum()));
    svg.append(axis(length, top)).append(labels);
    paths.forEach(
        (limit, path) ->
            svg.append("<path class='")
                .append(css(limit))
                .append("' d='")
                .append(path)
                .append("'/>\n"));
    return svg.append(covers).append("</svg>\n").toString();
  }

  private void draw(StepReport execution, double top, double height) {
    double from = x(execution.started());
    double width = Math.max(0.3, execution.elapsed().toNanos() * scale);
    Spending spending = Spending.of(execution);
    double all = ORDER.stream().mapToDouble(spending::on).sum();
    double at = from;
    for (Limit limit : ORDER) {
      double part = all == 0 ? 0 : width * spending.on(limit) / all;
      if (part > 0.01) {
        paths
            .computeIfAbsent(limit, l -> new StringBuilder())
            .append(
                String.format(
                    Locale.ROOT, "M%.2f %.1fh%.2fv%.1fh%.2fz", at, top, part, height, -part));
        at += part;
      }
    }
    if (tooltips || execution.failed()) {
      covers.append(
          String.format(
              Locale.ROOT,
              "<rect class='%s' x='%.2f' y='%.1f' width='%.2f' height='%.1f'><title>%s</title></rect>%n",
              execution.failed() ? "failed" : "cover",
              from,
              top,
              width,
              height,
              escaped(
                  "%s: %s, %s%s"
                      .formatted(
                          execution.step(),
                          execution.subject(),
                          ReportText.duration(execution.elapsed()),
                          execution.failed() ? ", failed" : ""))));
    }
  }

  private double x(Instant at) {
    return LEFT + Duration.between(started, at).toNanos() * scale;
  }

  private static String axis(Duration length, double bottom) {
    StringBuilder axis = new StringBuilder();
    double nanos = Math.max(1, length.toNanos());
    Duration step = step(length);
    for (Duration at = Duration.ZERO; at.compareTo(length) <= 0; at = at.plus(step)) {
      double x = LEFT + (WIDTH - LEFT) * at.toNanos() / nanos;
      axis.append(
          String.format(
              Locale.ROOT,
              "<line class='tick' x1='%.1f' y1='16' x2='%.1f' y2='%.1f'/>"
                  + "<text class='%s' x='%.1f' y='11'>%s</text>%n",
              x,
              x,
              bottom,
              x > WIDTH - LABEL / 2 ? "last" : "mid",
              x,
              ReportText.roundDuration(at)));
    }
    return axis.toString();
  }

  /** A round time, few times of which make up a length. */
  private static Duration step(Duration length) {
    for (long millis : ROUND_MILLIS) {
      if (length.toMillis() / millis <= MOST_TICKS) {
        return Duration.ofMillis(millis);
      }
    }
    return Duration.ofDays(1 + length.toDays() / MOST_TICKS);
  }

  /** The class of what shows a limit. */
  static String css(Limit limit) {
    return limit.name().toLowerCase(Locale.ROOT);
  }
}
