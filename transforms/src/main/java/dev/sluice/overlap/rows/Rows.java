package dev.sluice.overlap.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The intervals of a block, in the order of its rows, and what is wrong with the block. An interval
 * without an end lasts to {@link #OPEN}.
 */
public final class Rows {
  /** The end of what has none; no time that is read is as late. */
  public static final long OPEN = Long.MAX_VALUE;

  private static final int SHOWN_CHARACTERS = 40;
  private static final int FIRST_ROWS = 1 << 16;

  private final TimeText text = new TimeText();
  private final Columns columns;
  private @Nullable TimeForm form;
  private long[] starts = new long[FIRST_ROWS];
  private long[] ends = new long[FIRST_ROWS];
  private final Ids ids = new Ids();
  private int count;
  private int lines;
  private int bad;
  private int firstBadLine;
  private @Nullable String firstBad;

  /**
   * No rows yet.
   *
   * @param form how times are written; null if the first time shall tell
   */
  Rows(Columns columns, @Nullable TimeForm form) {
    this.columns = columns;
    this.form = form;
  }

  /** How times are written; null if there was none to tell. */
  @Nullable TimeForm form() {
    return form;
  }

  /** Begins anew. */
  void clear(@Nullable TimeForm nextForm) {
    form = nextForm;
    ids.clear();
    count = 0;
    lines = 0;
    bad = 0;
    firstBad = null;
  }

  /** How many intervals there are. */
  public int count() {
    return count;
  }

  /** When they begin, as many as {@link #count}. */
  public long[] starts() {
    return starts;
  }

  /** When they end. */
  public long[] ends() {
    return ends;
  }

  /** What names them; empty if nothing has to. */
  public Ids ids() {
    return ids;
  }

  /** How many lines the block has. */
  int lines() {
    return lines;
  }

  void lines(int all) {
    lines = all;
  }

  /** How many rows are wrong. */
  int bad() {
    return bad;
  }

  /** The line of the first row that is wrong, from 0 as the block's first one. */
  int firstBadLine() {
    return firstBadLine;
  }

  /** What is wrong with it; null if no row is. */
  @Nullable String firstBad() {
    return firstBad;
  }

  /** Adds a row. The columns' texts are in the bytes; of two texts one may be absent. */
  void add(int line, byte[] bytes, Fields fields) {
    if (fields.startFrom < 0 || fields.endFrom < 0) {
      bad(line, missing(fields.startFrom < 0 ? columns.start() : columns.end()));
      return;
    }
    if (fields.startFrom == fields.startTo) {
      bad(line, "its %s is empty (expected a time)".formatted(columns.start()));
      return;
    }
    long start = time(line, columns.start(), bytes, fields.startFrom, fields.startTo);
    if (!text.valid()) {
      return;
    }
    long end = OPEN;
    if (fields.endFrom < fields.endTo) {
      end = time(line, columns.end(), bytes, fields.endFrom, fields.endTo);
      if (!text.valid()) {
        return;
      }
      if (end < start) {
        bad(
            line,
            "its %s %s is before its %s %s (expected not before it)"
                .formatted(
                    columns.end(),
                    shown(bytes, fields.endFrom, fields.endTo),
                    columns.start(),
                    shown(bytes, fields.startFrom, fields.startTo)));
        return;
      }
    }
    if (columns.id() != null && !ids.add(bytes, fields)) {
      bad(
          line,
          fields.idFrom < 0
              ? missing(columns.id())
              : "its %s is no plain value (expected a string or a number)".formatted(columns.id()));
      return;
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    starts[count] = start;
    ends[count++] = end;
  }

  private static String missing(String column) {
    return "it has no %s (expected in every row)".formatted(column);
  }

  private long time(int line, String column, byte[] bytes, int from, int to) {
    TimeForm known = form;
    long time = text.read(known == null ? TimeForm.INTEGER : known, bytes, from, to);
    if (known == null) {
      known = TimeForm.INTEGER;
      if (!text.valid()) {
        known = TimeForm.ISO;
        time = text.read(known, bytes, from, to);
      }
      if (text.valid()) {
        form = known;
      }
    }
    if (!text.valid()) {
      bad(
          line,
          "its %s is no time (%s; expected %s)"
              .formatted(
                  column,
                  shown(bytes, from, to),
                  form == null ? TimeForm.INTEGER + " or " + TimeForm.ISO : form));
    }
    return time;
  }

  /** Adds a row that cannot be read. */
  void bad(int line, String reason) {
    if (bad++ == 0) {
      firstBadLine = line;
      firstBad = reason;
    }
  }

  private static String shown(byte[] bytes, int from, int to) {
    String whole =
        new String(bytes, from, Math.min(to - from, 4 * SHOWN_CHARACTERS), UTF_8)
            .replaceAll("\\p{Cntrl}", " ");
    return whole.length() <= SHOWN_CHARACTERS ? whole : whole.substring(0, SHOWN_CHARACTERS) + "…";
  }
}
