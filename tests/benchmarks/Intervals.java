import java.io.FileOutputStream;
import java.io.OutputStream;
import java.util.Random;

/**
 * Writes a CSV of intervals in ten years, in no order: {@code java Intervals.java ROWS SEED FILE}.
 * Their lengths run from a second to about twelve days; one in a hundred is open.
 */
final class Intervals {
  private static final int FIRST = 1_420_070_400; // 2015
  private static final int YEARS = 315_360_000;

  private Intervals() {}

  public static void main(String[] args) throws Exception {
    long rows = Long.parseLong(args[0]);
    Random random = new Random(Long.parseLong(args[1]));
    byte[] buffer = new byte[1 << 20];
    try (OutputStream out = new FileOutputStream(args[2])) {
      int length = put(buffer, 0, "id,start_at,end_at\n");
      for (long row = 1; row <= rows; row++) {
        if (length > buffer.length - 100) {
          out.write(buffer, 0, length);
          length = 0;
        }
        long bits = random.nextLong();
        long start = FIRST + (bits >>> 20) % YEARS;
        long end = start + 1 + ((bits & 0xfffff) >>> (int) (bits >>> 60));
        length = put(buffer, length, Long.toString(row));
        buffer[length++] = ',';
        length = time(buffer, length, start);
        buffer[length++] = ',';
        length = bits >= 0 || (bits >>> 20) % 50 != 0 ? time(buffer, length, end) : length;
        buffer[length++] = '\n';
      }
      out.write(buffer, 0, length);
    }
  }

  private static int put(byte[] to, int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      to[at + i] = (byte) text.charAt(i);
    }
    return at + text.length();
  }

  /** By the civil calendar's 400 years of 146,097 days, which begin in March. */
  private static int time(byte[] to, int at, long second) {
    int days = (int) (second / 86_400) + 719_468;
    int era = days % 146_097;
    int year = (era - era / 1_460 + era / 36_524 - era / 146_096) / 365;
    int ofYear = era - (365 * year + year / 4 - year / 100);
    int march = (5 * ofYear + 2) / 153;
    int month = march < 10 ? march + 3 : march - 9;
    int all = year + days / 146_097 * 400 + (month <= 2 ? 1 : 0);
    int ofDay = (int) (second % 86_400);
    two(to, at, all / 100);
    two(to, at + 2, all % 100);
    two(to, at + 5, month);
    two(to, at + 8, ofYear - (153 * march + 2) / 5 + 1);
    two(to, at + 11, ofDay / 3600);
    two(to, at + 14, ofDay / 60 % 60);
    two(to, at + 17, ofDay % 60);
    to[at + 4] = to[at + 7] = '-';
    to[at + 10] = 'T';
    to[at + 13] = to[at + 16] = ':';
    to[at + 19] = 'Z';
    return at + 20;
  }

  private static void two(byte[] to, int at, int value) {
    to[at] = (byte) ('0' + value / 10);
    to[at + 1] = (byte) ('0' + value % 10);
  }
}
