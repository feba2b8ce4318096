package dev.sluice.overlap.rows;

import dev.sluice.overlap.rows.Fields.IdKind;
import java.util.Arrays;

/** What names rows, each as JSON, one after another. */
public final class Ids {
  private static final byte[] HEX =
      "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  /** Numbers of more digits are no numbers to every reader of JSON. */
  private static final int MOST_DIGITS = 15;

  private byte[] json = new byte[256];
  private int[] ends = new int[16];
  private int count;
  private int length;

  /** How many there are. */
  public int count() {
    return count;
  }

  /** All of them, as far as {@link #end} of the last one. */
  public byte[] json() {
    return json;
  }

  /** Where one ends, and the next one begins. */
  public int end(int index) {
    return index < 0 ? 0 : ends[index];
  }

  /** Forgets them. */
  public void clear() {
    count = 0;
    length = 0;
  }

  /** Adds those of others, from one on and before another one. */
  public void add(Ids others, int from, int to) {
    int first = others.end(from - 1);
    int bytes = others.end(to - 1) - first;
    room(bytes);
    System.arraycopy(others.json, first, json, length, bytes);
    for (int i = from; i < to; i++) {
      length += others.end(i) - others.end(i - 1);
      end();
    }
  }

  /** Adds a row's; false if that is none. */
  boolean add(byte[] bytes, Fields fields) {
    int size = fields.idTo - fields.idFrom;
    if (fields.idFrom < 0 || fields.idKind == IdKind.NONE) {
      return false;
    }
    if (fields.idKind == IdKind.JSON
        || (fields.idKind == IdKind.TEXT && isNumber(bytes, fields.idFrom, fields.idTo))) {
      room(size);
      System.arraycopy(bytes, fields.idFrom, json, length, size);
      length += size;
    } else {
      string(bytes, fields.idFrom, fields.idTo);
    }
    end();
    return true;
  }

  private void end() {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count++] = length;
  }

  private void room(int bytes) {
    if (json.length - length < bytes) {
      json = Arrays.copyOf(json, Math.max(2 * json.length, Math.addExact(length, bytes)));
    }
  }

  private static boolean isNumber(byte[] bytes, int from, int to) {
    int first = from < to && bytes[from] == '-' ? from + 1 : from;
    if (first == to || to - first > MOST_DIGITS || (bytes[first] == '0' && to - from > 1)) {
      return false;
    }
    for (int i = first; i < to; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return false;
      }
    }
    return true;
  }

  /** Escapes what JSON demands. */
  private void string(byte[] bytes, int from, int to) {
    room(Math.addExact(Math.multiplyExact(6, to - from), 2));
    json[length++] = '"';
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b == '"' || b == '\\') {
        json[length++] = '\\';
        json[length++] = b;
      } else if (b >= 0 && b < ' ') {
        json[length++] = '\\';
        json[length++] = 'u';
        json[length++] = '0';
        json[length++] = '0';
        json[length++] = HEX[b >> 4];
        json[length++] = HEX[b & 15];
      } else {
        json[length++] = b;
      }
    }
    json[length++] = '"';
  }
}
