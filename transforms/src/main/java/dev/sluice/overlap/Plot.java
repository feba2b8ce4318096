package dev.sluice.overlap;

import dev.sluice.overlap.rows.TimeForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws how many are active over time as SVG: the mean, and a band from the least to the most. */
final class Plot implements GridSteps.Steps {
  /** How many steps it is made of, at most one more. */
  static final int STEPS = 900;

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 400;
  private static final int LEFT = 80;
  private static final int TOP = 20;
  private static final int BOTTOM = 40;
  private static final int TICKS = 5;

  private final TimeForm form;
  private final List<Step> steps = new ArrayList<>();

  Plot(TimeForm form) {
    this.form = form;
  }

  private record Step(long from, int least, int greatest, double mean) {}

  @Override
  public void take(long from, int least, int greatest, double mean) {
    steps.add(new Step(from, least, greatest, mean));
  }

  /** The drawing. */
  String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
        <title>Active intervals: mean, and least to greatest</title>
        <rect width="100%%" height="100%%" fill="white"/>
        """
            .formatted(WIDTH, HEIGHT));
    if (steps.isEmpty()) {
      svg.append("<text x=\"%d\" y=\"%d\">No intervals</text>%n".formatted(LEFT, HEIGHT / 2));
    } else {
      draw(svg);
    }
    return svg.append("</svg>\n").toString();
  }

  private void draw(StringBuilder svg) {
    int most = steps.stream().mapToInt(Step::greatest).max().orElse(0);
    long tick = tick(most);
    long top = Math.max(tick, (most + tick - 1) / tick * tick);
    for (long value = 0; value <= top; value += tick) {
      double y = y((double) value, top);
      svg.append(
          format(
              "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>\n",
              LEFT, WIDTH, y, y));
      svg.append(
          format(
              "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%,d</text>\n",
              LEFT - 6, y + 4, value));
    }
    int labels = Math.min(TICKS, steps.size());
    for (int i = 0; i < labels; i++) {
      int step = (int) ((long) i * steps.size() / labels);
      svg.append(
          format(
              "<text x=\"%.1f\" y=\"%d\">%s</text>\n",
              x(step), HEIGHT - BOTTOM / 2, text(steps.get(step).from())));
    }
    StringBuilder band = new StringBuilder();
    StringBuilder mean = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      double y = y((double) steps.get(i).greatest(), top);
      band.append(format("%.1f,%.1f %.1f,%.1f ", x(i), y, x(i + 1), y));
      double middle = y(steps.get(i).mean(), top);
      mean.append(format("%.1f,%.1f %.1f,%.1f ", x(i), middle, x(i + 1), middle));
    }
    for (int i = steps.size() - 1; i >= 0; i--) {
      double y = y((double) steps.get(i).least(), top);
      band.append(format("%.1f,%.1f %.1f,%.1f ", x(i + 1), y, x(i), y));
    }
    svg.append("<polygon fill=\"#9ecae1\" points=\"").append(band).append("\"/>\n");
    svg.append("<polyline fill=\"none\" stroke=\"#08519c\" points=\"")
        .append(mean)
        .append("\"/>\n");
  }

  private String text(long time) {
    return form == TimeForm.INTEGER ? Long.toString(time) : LineBuffer.TimeTexts.text(time);
  }

  /** 1, 2 or 5 times a power of ten, so that there are about five. */
  private static long tick(int most) {
    long power = 1;
    while (true) {
      for (long factor : new long[] {1, 2, 5}) {
        if (factor * power * TICKS >= most) {
          return factor * power;
        }
      }
      power *= 10;
    }
  }

  private double x(int step) {
    return LEFT + (double) (WIDTH - LEFT) * step / steps.size();
  }

  private static double y(double value, long top) {
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / (double) top);
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
