package dev.sluice.pipeline;

import dev.sluice.fetch.MirrorState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Draws what mirrors do, one line each: name, connections of how many there may be, bytes a second,
 * bytes, errors. What does not fit the width is left out, the least important first; then names are
 * cut.
 *
 * @param colour whether to use ANSI colours
 */
record MirrorLines(boolean colour) {
  private static final String GAP = "  ";
  private static final int SHORTEST_NAME = 8;

  /** The columns after the name, in the order in which they stand. */
  private enum Column {
    CONNECTIONS,
    RATE,
    BYTES,
    ERRORS
  }

  private static final List<Column> LEAST_IMPORTANT_FIRST =
      List.of(Column.BYTES, Column.ERRORS, Column.RATE, Column.CONNECTIONS);

  /**
   * The lines, none longer than the width but for colours' escapes, which take no place.
   *
   * @param width columns to fill at most, from 1
   * @param rates by the mirror's name
   */
  List<String> render(List<MirrorState> mirrors, int width, Map<String, StepRate> rates) {
    Map<Column, Integer> widths = new EnumMap<>(Column.class);
    int names = 0;
    for (MirrorState mirror : mirrors) {
      names = Math.max(names, mirror.mirror().length());
      for (Column column : Column.values()) {
        widths.merge(column, text(column, mirror, rates).length(), Math::max);
      }
    }
    widths.values().removeIf(length -> length == 0);
    for (Column column : LEAST_IMPORTANT_FIRST) {
      if (Math.min(names, SHORTEST_NAME) + total(widths) > width) {
        widths.remove(column);
      }
    }
    int nameWidth = Math.max(1, Math.min(names, width - total(widths)));
    List<String> lines = new ArrayList<>();
    for (MirrorState mirror : mirrors) {
      StringBuilder line = new StringBuilder(padded(cut(mirror.mirror(), nameWidth), nameWidth));
      widths.forEach(
          (column, length) -> {
            String text = text(column, mirror, rates);
            line.append(GAP).append(" ".repeat(length - text.length()));
            line.append(coloured(text, column));
          });
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static int total(Map<Column, Integer> widths) {
    return widths.values().stream().mapToInt(width -> GAP.length() + width).sum();
  }

  private static String text(Column column, MirrorState mirror, Map<String, StepRate> rates) {
    return switch (column) {
      case CONNECTIONS -> "%d/%d connections".formatted(mirror.connections(), mirror.cap());
      case RATE ->
          mirror.connections() == 0
              ? ""
              : ProgressLines.bytes(
                      Math.round(
                          rates.getOrDefault(mirror.mirror(), StepRate.UNKNOWN).bytesPerSecond()))
                  + "/s";
      case BYTES -> mirror.bytes() == 0 ? "" : ProgressLines.bytes(mirror.bytes());
      case ERRORS ->
          mirror.failures() == 0
              ? ""
              : mirror.failures() + (mirror.failures() == 1 ? " error" : " errors");
    };
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  /** The end of a long name tells more than its beginning: a host's domain, a folder's name. */
  private static String cut(String name, int width) {
    return name.length() <= width ? name : name.substring(name.length() - width);
  }

  private String coloured(String text, Column column) {
    return colour && column == Column.ERRORS && !text.isBlank()
        ? "\u001b[31m" + text + "\u001b[0m"
        : text;
  }
}
