package dev.sluice.pipeline;

import dev.sluice.step.StepProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws steps' progress, one line each: name, bar, done of all, running, waiting, failed, retried,
 * bytes, bytes a second, time left. What does not fit the width is left out, the least important
 * first.
 *
 * @param colour whether to use ANSI colours
 * @param unicode whether the bar may have characters outside ASCII
 */
record ProgressLines(boolean colour, boolean unicode) {
  private static final String GAP = "  ";
  private static final int SHORTEST_BAR = 8;
  private static final int LONGEST_BAR = 24;
  private static final long SECONDS_SHOWN_AT_MOST = 360_000;

  /** The columns, in the order in which they stand. */
  private enum Column {
    STEP,
    BAR,
    COUNT,
    RUNNING,
    WAITING,
    FAILED,
    RETRIED,
    BYTES,
    RATE,
    LEFT
  }

  private static final List<Column> LEAST_IMPORTANT_FIRST =
      List.of(
          Column.BYTES,
          Column.WAITING,
          Column.RETRIED,
          Column.RUNNING,
          Column.BAR,
          Column.LEFT,
          Column.RATE);

  /**
   * The lines, none longer than the width but for colours' escapes, which take no place.
   *
   * @param width columns to fill at most, from 1
   * @param rates by the step's name
   */
  List<String> render(List<StepProgress> steps, int width, Map<String, StepRate> rates) {
    List<Column> columns = new ArrayList<>(List.of(Column.values()));
    int[] widths = new int[Column.values().length];
    for (StepProgress step : steps) {
      StepRate rate = rates.getOrDefault(step.step(), StepRate.UNKNOWN);
      for (Column column : columns) {
        int length = column == Column.BAR ? SHORTEST_BAR : text(column, step, rate).length();
        widths[place(column)] = Math.max(widths[place(column)], length);
      }
    }
    columns.removeIf(column -> widths[place(column)] == 0);
    for (Column column : LEAST_IMPORTANT_FIRST) {
      if (total(columns, widths) > width) {
        columns.remove(column);
      }
    }
    if (columns.contains(Column.BAR)) {
      int room = width - total(columns, widths);
      widths[place(Column.BAR)] = Math.min(LONGEST_BAR, SHORTEST_BAR + Math.max(0, room));
    }
    List<String> lines = new ArrayList<>();
    for (StepProgress step : steps) {
      StepRate rate = rates.getOrDefault(step.step(), StepRate.UNKNOWN);
      lines.add(line(step, rate, columns, widths, width));
    }
    return lines;
  }

  private String line(
      StepProgress step, StepRate rate, List<Column> columns, int[] widths, int width) {
    StringBuilder line = new StringBuilder();
    int left = width;
    for (Column column : columns) {
      String gap = line.isEmpty() ? "" : GAP;
      String text =
          column == Column.BAR
              ? bar(step, widths[place(column)])
              : padded(text(column, step, rate), column, widths[place(column)]);
      String fitting = (gap + text).substring(0, Math.min(left, gap.length() + text.length()));
      left -= fitting.length();
      line.append(coloured(fitting, column, step));
    }
    return line.toString().stripTrailing();
  }

  private static int total(List<Column> columns, int[] widths) {
    int total = (columns.size() - 1) * GAP.length();
    for (Column column : columns) {
      total += widths[place(column)];
    }
    return total;
  }

  @SuppressWarnings("EnumOrdinal") // An index into this class's own arrays, kept nowhere.
  private static int place(Column column) {
    return column.ordinal();
  }

  private static String padded(String text, Column column, int width) {
    String space = " ".repeat(width - text.length());
    return column == Column.STEP ? text + space : space + text;
  }

  private static String text(Column column, StepProgress step, StepRate rate) {
    return switch (column) {
      case STEP -> step.step();
      case BAR -> "";
      case COUNT -> finished(step) + "/" + total(step);
      case RUNNING -> counted(step.running(), "running");
      case WAITING -> counted(step.waiting(), "waiting");
      case FAILED -> counted(step.failed(), "failed");
      case RETRIED -> counted(step.retried(), "retried");
      case BYTES -> step.bytes() == 0 ? "" : bytes(step.bytes());
      case RATE -> step.running() == 0 ? "" : bytes(Math.round(rate.bytesPerSecond())) + "/s";
      case LEFT -> timeLeft(step, rate);
    };
  }

  private static int finished(StepProgress step) {
    return step.done() + step.failed();
  }

  private static int total(StepProgress step) {
    return step.waiting() + step.running() + finished(step);
  }

  private static String counted(int count, String what) {
    return count == 0 ? "" : count + " " + what;
  }

  /** Megabytes of 1,000,000 bytes, from 1,000 of them gigabytes. */
  static String bytes(long bytes) {
    return bytes < 999_950_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }

  private static String timeLeft(StepProgress step, StepRate rate) {
    int requests = step.waiting() + step.running();
    if (requests == 0) {
      return "";
    }
    double seconds =
        step.expectedBytes() > step.bytes() && rate.bytesPerSecond() > 0
            ? (step.expectedBytes() - step.bytes()) / rate.bytesPerSecond()
            : step.expectedBytes() <= 0 && rate.requestsPerSecond() > 0
                ? requests / rate.requestsPerSecond()
                : SECONDS_SHOWN_AT_MOST;
    if (seconds >= SECONDS_SHOWN_AT_MOST) {
      return "";
    }
    long whole = (long) Math.ceil(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d left", whole / 60, whole % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d left", whole / 3600, whole / 60 % 60, whole % 60);
  }

  private String bar(StepProgress step, int width) {
    int filled = (int) (share(step) * width);
    return (unicode ? "━" : "#").repeat(filled) + (unicode ? "─" : "-").repeat(width - filled);
  }

  private static double share(StepProgress step) {
    if (total(step) == 0) {
      return 0;
    }
    if (finished(step) == total(step)) {
      return 1;
    }
    // Not full before the last request is done, whatever was announced.
    return step.expectedBytes() > 0
        ? Math.min(0.99, (double) step.bytes() / step.expectedBytes())
        : (double) finished(step) / total(step);
  }

  private String coloured(String text, Column column, StepProgress step) {
    String code =
        switch (column) {
          case FAILED -> "31";
          case BAR -> step.failed() > 0 ? "31" : "32";
          default -> "";
        };
    return !colour || code.isEmpty() || text.isBlank()
        ? text
        : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
