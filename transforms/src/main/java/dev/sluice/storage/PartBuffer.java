package dev.sluice.storage;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.zip.CRC32C;

/**
 * The bytes of a part, in pieces, so that a small object takes little memory, a large one no more
 * than it has, and the heap needs no large holes.
 */
final class PartBuffer {
  private static final int LEAST_PIECE = 16 * 1024;
  private static final int MOST_PIECE = 256 * 1024;

  /** Large pieces that nobody uses: in so short-lived ones the collector would only move bytes. */
  private static final BlockingQueue<byte[]> SPARE =
      new ArrayBlockingQueue<>((int) (S3Memory.TOTAL / 2 / MOST_PIECE));

  private final List<byte[]> pieces = new ArrayList<>();
  private final CRC32C crc = new CRC32C();
  private byte[] last = new byte[0];
  private int used;
  private long length;

  void add(byte[] bytes, int offset, int count) {
    crc.update(bytes, offset, count);
    int from = offset;
    int left = count;
    while (left > 0) {
      if (used == last.length) {
        last = piece();
        pieces.add(last);
        used = 0;
      }
      int now = Math.min(left, last.length - used);
      System.arraycopy(bytes, from, last, used, now);
      used += now;
      from += now;
      left -= now;
      length += now;
    }
  }

  private byte[] piece() {
    byte[] spare = length < MOST_PIECE ? null : SPARE.poll();
    return spare != null
        ? spare
        : new byte[(int) Math.min(MOST_PIECE, Math.max(LEAST_PIECE, length))];
  }

  /** Gives its memory to others: it is not to be used again. */
  void release() {
    for (byte[] piece : pieces) {
      if (piece.length == MOST_PIECE) {
        SPARE.offer(piece);
      }
    }
    pieces.clear();
    last = new byte[0];
    used = 0;
    length = 0;
  }

  long length() {
    return length;
  }

  /** CRC-32C of the bytes as S3 writes it: four bytes, big-endian, in Base64. */
  String checksum() {
    int value = (int) crc.getValue();
    byte[] bytes = {
      (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
    };
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Reads the bytes from the first one; for as many attempts as it takes. */
  InputStream read() {
    return new Reading();
  }

  private final class Reading extends ArrayInput {
    private int piece;
    private int at;
    private long left = length;

    @Override
    public int read(byte[] bytes, int offset, int count) {
      Objects.checkFromIndexSize(offset, count, bytes.length);
      if (left == 0) {
        return -1;
      }
      byte[] from = pieces.get(piece);
      int now = (int) Math.min(Math.min(count, left), from.length - at);
      System.arraycopy(from, at, bytes, offset, now);
      at += now;
      left -= now;
      if (at == from.length) {
        piece++;
        at = 0;
      }
      return now;
    }

    @Override
    public int available() {
      return (int) Math.min(Integer.MAX_VALUE, left);
    }
  }
}
