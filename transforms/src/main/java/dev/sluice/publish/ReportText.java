package dev.sluice.publish;

import java.time.Duration;
import java.util.Locale;

/** How a report writes numbers, and text in HTML. */
final class ReportText {
  private ReportText() {}

  /** A text's characters, with those that mean something in HTML escaped. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isShown(c) ? c : '\uFFFD');
              }
            });
    return escaped.toString();
  }

  /** HTML has no way to write the other control characters and the halves of pairs. */
  private static boolean isShown(int c) {
    return (c >= ' ' && c != 0x7f && (c < 0xd800 || c > 0xdfff)) || c == '\n' || c == '\t';
  }

  /** A count with its noun. */
  static String count(long count, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
  }

  /** In the largest unit that leaves a digit before the point; 1 kB is 1,000 bytes. */
  static String bytes(long bytes) {
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    double value = bytes;
    int unit = 0;
    while (value >= 999.95 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return unit == 0
        ? String.format(Locale.ROOT, "%.0f B", value)
        : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }

  /** To the tenth of a second below a minute, else to the second. */
  static String duration(Duration duration) {
    if (duration.toSeconds() < 60) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
    }
    return duration.toHours() == 0
        ? String.format(Locale.ROOT, "%d min %d s", duration.toMinutes(), duration.toSecondsPart())
        : String.format(
            Locale.ROOT,
            "%d h %d min %d s",
            duration.toHours(),
            duration.toMinutesPart(),
            duration.toSecondsPart());
  }

  /** A round time as shortly as it can be written: {@code 2.5 s}, {@code 30 min}, {@code 1 h}. */
  static String roundDuration(Duration duration) {
    if (duration.toSeconds() < 60) {
      return duration.toMillisPart() == 0
          ? duration.toSeconds() + " s"
          : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
    }
    return duration(duration).replaceAll("(?<![0-9])0 (min|s)", "").strip();
  }
}
