package dev.sluice.generate;

import static dev.sluice.generate.ByteText.utf8;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The {@code timestamp} elements of generated dumps; times are seconds since 1970. */
final class Timestamps {
  static final long FIRST = Instant.parse("2001-01-15T13:15:00Z").getEpochSecond();
  static final long LAST = Instant.parse("2025-12-31T23:59:59Z").getEpochSecond();

  private static final byte[] START = utf8("<timestamp>");
  private static final byte[] END = utf8("Z</timestamp>\n");

  private Timestamps() {}

  /** A time at random between the first and the last. */
  static long any(SplitMix random) {
    return FIRST + random.below((int) (LAST - FIRST));
  }

  static void timestamp(ByteText out, long seconds, byte[] indent) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
    out.put(indent).put(START).number(time.getYear(), 4).put('-');
    out.number(time.getMonthValue(), 2).put('-').number(time.getDayOfMonth(), 2).put('T');
    out.number(time.getHour(), 2).put(':').number(time.getMinute(), 2).put(':');
    out.number(time.getSecond(), 2).put(END);
  }
}
