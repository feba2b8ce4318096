package dev.sluice.overlap.rows;

/**
 * Reads times from bytes. Not for use by several threads at a time.
 *
 * <p>ISO 8601: {@code YYYY-MM-DD}, then perhaps {@code T} or a space and {@code HH:MM}, {@code :SS}
 * and a fraction of up to nine digits, of which those past the sixth have to be 0, then perhaps
 * {@code Z} or an offset {@code +HH}, {@code +HH:MM} or {@code +HHMM}.
 */
final class TimeText {
  private static final int[] DAYS_BEFORE_MONTH = {
    0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334
  };
  private static final int[] DAYS_OF_MONTH = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  /** From 0000-01-01 to 1970-01-01. */
  private static final int DAYS_BEFORE_EPOCH = 719_528;

  /** So that differences of times fit. */
  private static final long MOST = 1L << 62;

  private static final long MICROS_OF_SECOND = 1_000_000;
  private static final int SECONDS_OF_DAY = 86_400;

  private boolean valid;
  private int at;
  private int end;

  /** Whether the bytes read last were a time. */
  boolean valid() {
    return valid;
  }

  /** Reads a time of a form; what is returned means nothing unless it is {@link #valid}. */
  long read(TimeForm form, byte[] bytes, int from, int to) {
    return form == TimeForm.INTEGER ? integer(bytes, from, to) : iso(bytes, from, to);
  }

  private long integer(byte[] bytes, int from, int to) {
    int i = from;
    boolean negative = i < to && bytes[i] == '-';
    if (negative || (i < to && bytes[i] == '+')) {
      i++;
    }
    // Below 0, where there is one number more.
    long sum = 0;
    valid = i < to;
    for (; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9 || sum < (Long.MIN_VALUE + digit) / 10) {
        valid = false;
        return 0;
      }
      sum = sum * 10 - digit;
    }
    valid &= sum >= -MOST && sum <= MOST;
    return negative ? sum : -sum;
  }

  private long iso(byte[] bytes, int from, int to) {
    at = from;
    end = to;
    valid = to - from >= 10;
    if (!valid) {
      return 0;
    }
    long seconds = (long) day(bytes) * SECONDS_OF_DAY;
    long micros = 0;
    if (at < to) {
      byte separator = bytes[at++];
      valid &= separator == 'T' || separator == ' ' || separator == 't';
      seconds += 3600L * number(bytes, 2, 23);
      expect(bytes, ':');
      seconds += 60L * number(bytes, 2, 59);
      if (at < to && bytes[at] == ':') {
        at++;
        seconds += number(bytes, 2, 59);
        if (at < to && (bytes[at] == '.' || bytes[at] == ',')) {
          at++;
          micros = fraction(bytes);
        }
      }
      seconds -= offset(bytes);
    }
    valid &= at == to;
    return seconds * MICROS_OF_SECOND + micros;
  }

  /** Days since 1970. */
  private int day(byte[] bytes) {
    int year = number(bytes, 4, 9999);
    expect(bytes, '-');
    int month = number(bytes, 2, 12);
    expect(bytes, '-');
    int day = number(bytes, 2, 31);
    boolean leap = (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    valid &= month > 0 && day > 0 && day <= DAYS_OF_MONTH[month] + (leap && month == 2 ? 1 : 0);
    int before = year - 1;
    // Year 0 is a leap year, and has no years before it.
    int leapDays = year == 0 ? 0 : before / 4 - before / 100 + before / 400 + 1;
    return 365 * year
        + leapDays
        + DAYS_BEFORE_MONTH[month]
        + (leap && month > 2 ? 1 : 0)
        + day
        - 1
        - DAYS_BEFORE_EPOCH;
  }

  /** Seconds east of UTC. */
  private int offset(byte[] bytes) {
    if (at >= end) {
      return 0;
    }
    byte sign = bytes[at++];
    if (sign == 'Z' || sign == 'z') {
      return 0;
    }
    valid &= sign == '+' || sign == '-';
    int seconds = 3600 * number(bytes, 2, 18);
    if (at < end) {
      if (bytes[at] == ':') {
        at++;
      }
      seconds += 60 * number(bytes, 2, 59);
    }
    return sign == '-' ? -seconds : seconds;
  }

  private int number(byte[] bytes, int digits, int most) {
    if (end - at < digits) {
      valid = false;
      return 0;
    }
    int value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = bytes[at++] - '0';
      valid &= digit >= 0 && digit <= 9;
      value = value * 10 + digit;
    }
    if (value < 0 || value > most) {
      valid = false;
      return 0;
    }
    return value;
  }

  private long fraction(byte[] bytes) {
    int from = at;
    long value = 0;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      int digit = bytes[at++] - '0';
      if (at - from <= 6) {
        value = value * 10 + digit;
      } else {
        valid &= digit == 0;
      }
    }
    valid &= at > from && at - from <= 9;
    for (int i = at - from; i < 6; i++) {
      value *= 10;
    }
    return value;
  }

  private void expect(byte[] bytes, char wanted) {
    valid &= at < end && bytes[at] == wanted;
    at++;
  }
}
