package dev.sluice.overlap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.overlap.rows.TimeForm;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;

/** Lines of JSON as bytes, with times as the input writes them. */
final class LineBuffer {
  private static final int WRITE_BYTES = 256 * 1024;
  private static final long MICROS_OF_SECOND = 1_000_000;
  private static final long MICROS_OF_DAY = 86_400 * MICROS_OF_SECOND;
  private static final long FIRST_DAY = LocalDate.of(0, 1, 1).toEpochDay();
  private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();

  private final TimeForm form;
  private byte[] bytes = new byte[1024];
  private int length;
  private long day = Long.MIN_VALUE;
  private final byte[] date = new byte[10];

  /**
   * An empty one.
   *
   * @param form how times are written
   */
  LineBuffer(TimeForm form) {
    this.form = form;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  /** Writes all of it, in pieces that no stream has to copy as a whole. */
  void writeTo(OutputStream out) throws IOException {
    for (int at = 0; at < length; at += WRITE_BYTES) {
      out.write(bytes, at, Math.min(WRITE_BYTES, length - at));
    }
  }

  /** Makes room. */
  LineBuffer room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length + bytes.length / 2, length + more));
    }
    return this;
  }

  /** Adds bytes for which there has to be room. */
  LineBuffer add(byte[] text) {
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
    return this;
  }

  /** Adds bytes. */
  LineBuffer add(byte[] text, int from, int to) {
    room(to - from);
    System.arraycopy(text, from, bytes, length, to - from);
    length += to - from;
    return this;
  }

  /** Adds text. */
  LineBuffer add(String text) {
    byte[] added = text.getBytes(UTF_8);
    return add(added, 0, added.length);
  }

  /** Adds a number, for which there has to be room. */
  LineBuffer number(long value) {
    long rest = value;
    if (value < 0) {
      bytes[length++] = '-';
      rest = -value; // None is as small as the one that this cannot be done with.
    }
    int digits = 1;
    for (long ten = 10; digits < 19 && rest >= ten; ten *= 10) {
      digits++;
    }
    int at = length + digits;
    length = at;
    do {
      bytes[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
    return this;
  }

  /** Adds a number that is not whole. */
  LineBuffer decimal(double value) {
    byte[] text = Double.toString(value).getBytes(US_ASCII);
    return add(text, 0, text.length);
  }

  /** Adds a time as JSON, for which there has to be room for 40 bytes. */
  LineBuffer time(long time) {
    if (form == TimeForm.INTEGER) {
      return number(time);
    }
    bytes[length++] = '"';
    iso(time);
    bytes[length++] = '"';
    return this;
  }

  private void iso(long micros) {
    long ofDay = Math.floorMod(micros, MICROS_OF_DAY);
    long newDay = Math.floorDiv(micros, MICROS_OF_DAY);
    if (newDay < FIRST_DAY || newDay > LAST_DAY) {
      add(TimeTexts.text(micros));
      return;
    }
    if (newDay != day) {
      day = newDay;
      LocalDate of = LocalDate.ofEpochDay(newDay);
      two(date, 0, of.getYear() / 100);
      two(date, 2, of.getYear() % 100);
      date[4] = '-';
      two(date, 5, of.getMonthValue());
      date[7] = '-';
      two(date, 8, of.getDayOfMonth());
    }
    add(date);
    int second = (int) (ofDay / MICROS_OF_SECOND);
    bytes[length] = 'T';
    two(bytes, length + 1, second / 3600);
    bytes[length + 3] = ':';
    two(bytes, length + 4, second / 60 % 60);
    bytes[length + 6] = ':';
    two(bytes, length + 7, second % 60);
    length += 9;
    int fraction = (int) (ofDay % MICROS_OF_SECOND);
    if (fraction != 0) {
      bytes[length++] = '.';
      three(fraction / 1000);
      if (fraction % 1000 != 0) {
        three(fraction % 1000);
      }
    }
    bytes[length++] = 'Z';
  }

  private static void two(byte[] to, int at, int value) {
    to[at] = (byte) ('0' + value / 10);
    to[at + 1] = (byte) ('0' + value % 10);
  }

  private void three(int value) {
    bytes[length++] = (byte) ('0' + value / 100);
    two(bytes, length, value % 100);
    length += 2;
  }

  /** Times for people. */
  static final class TimeTexts {
    private TimeTexts() {}

    /** A time in ISO 8601. */
    static String text(long micros) {
      return Instant.ofEpochSecond(
              Math.floorDiv(micros, MICROS_OF_SECOND),
              1000 * Math.floorMod(micros, MICROS_OF_SECOND))
          .toString();
    }
  }
}
