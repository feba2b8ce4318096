package dev.sluice.publish;

import static dev.sluice.publish.ReportText.escaped;

import dev.sluice.step.StepReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Draws bytes a second over time, as SVG: one small chart for each of several things, all to the
 * same scale of time and each to its own of bytes. An execution's bytes are spread evenly over the
 * time after its waits for a slot or a core.
 */
final class RateChart {
  private static final int BINS = 120;
  private static final double WIDTH = 1000;
  private static final double LEFT = 150;
  private static final double HEIGHT = 36;
  private static final double GAP = 14;

  private final Map<String, double[]> series = new TreeMap<>();
  private final Instant started;
  private final double binNanos;

  private RateChart(Instant started, Instant ended) {
    this.started = started;
    this.binNanos = Math.max(1, Duration.between(started, ended).toNanos()) / (double) BINS;
  }

  /**
   * The chart of what executions read.
   *
   * @param name whose bytes an execution's are; null if they are not to be shown
   */
  static String of(
      List<StepReport> executions,
      Instant started,
      Instant ended,
      Function<StepReport, @Nullable String> name,
      String title) {
    RateChart chart = new RateChart(started, ended);
    for (StepReport execution : executions) {
      String whose = name.apply(execution);
      if (whose != null && !execution.reused() && execution.times().bytesIn() > 0) {
        chart.add(whose, execution);
      }
    }
    return chart.draw(title);
  }

  private void add(String whose, StepReport execution) {
    double[] bins = series.computeIfAbsent(whose, key -> new double[BINS]);
    double waited = Spending.wait(execution).toNanos();
    double begin = Duration.between(started, execution.started()).toNanos();
    double end = begin + Math.max(1, execution.elapsed().toNanos());
    double from = Math.min(begin + waited, end - 1);
    double bytesPerNano = execution.times().bytesIn() / (end - from);
    int last = (int) Math.min(BINS - 1, end / binNanos);
    for (int bin = (int) Math.max(0, from / binNanos); bin <= last; bin++) {
      double in = Math.min(end, (bin + 1) * binNanos) - Math.max(from, bin * binNanos);
      bins[bin] += Math.max(0, in) * bytesPerNano;
    }
  }

  private String draw(String title) {
    StringBuilder svg = new StringBuilder();
    double height = Math.max(1, series.size()) * (HEIGHT + GAP);
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox='0 0 %.0f %.0f' role='img' aria-label='%s'>%n",
            WIDTH,
            height,
            escaped(title)));
    double top = 0;
    for (Map.Entry<String, double[]> entry : series.entrySet()) {
      svg.append(area(entry.getKey(), entry.getValue(), top));
      top += HEIGHT + GAP;
    }
    return svg.append("</svg>\n").toString();
  }

  private String area(String name, double[] bins, double top) {
    double most = 0;
    for (double bin : bins) {
      most = Math.max(most, bin);
    }
    double bottom = top + HEIGHT;
    double step = (WIDTH - LEFT) / BINS;
    StringBuilder path = new StringBuilder();
    path.append(String.format(Locale.ROOT, "M%.1f %.1f", LEFT, bottom));
    for (int i = 0; i < BINS; i++) {
      double y = bottom - (most == 0 ? 0 : HEIGHT * bins[i] / most);
      path.append(String.format(Locale.ROOT, "V%.1fh%.2f", y, step));
    }
    path.append(String.format(Locale.ROOT, "V%.1fz", bottom));
    return String.format(
        Locale.ROOT,
        "<text x='0' y='%.1f'>%s</text><text class='small' x='0' y='%.1f'>at most %s/s</text>"
            + "<path class='rate' d='%s'/>%n",
        top + 12,
        escaped(name),
        top + 26,
        ReportText.bytes(Math.round(most / binNanos * 1e9)),
        path);
  }
}
