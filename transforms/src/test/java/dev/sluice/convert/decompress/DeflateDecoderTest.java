package dev.sluice.convert.decompress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Against {@link Inflater}, of zlib. */
class DeflateDecoderTest {
  private static final int[] LEVELS = {0, 1, 6, 9};
  private static final int[] STRATEGIES = {
    Deflater.DEFAULT_STRATEGY, Deflater.FILTERED, Deflater.HUFFMAN_ONLY
  };

  /** What came out, and whether the stream ended well, or lacks input, or is none. */
  record Decoded(String bytes, String end, long taken) {
    static Decoded of(ByteArrayOutputStream out, String end, long taken) {
      return new Decoded(out.toString(ISO_8859_1), end, taken);
    }
  }

  /** Texts in which much repeats near and far, up to a few hundred KiB. */
  @Provide
  static Arbitrary<byte[]> texts() {
    return Arbitraries.longs().map(seed -> text(new Random(seed)));
  }

  private static byte[] text(Random random) {
    int size = random.nextInt(1 << random.nextInt(18));
    int letters = 1 + random.nextInt(1 + random.nextInt(256));
    byte[] text = new byte[size];
    int most = 1 + random.nextInt(400);
    int at = 0;
    while (at < size) {
      int length = Math.min(size - at, 1 + random.nextInt(most));
      if (at == 0 || random.nextInt(3) == 0) {
        for (int end = at + length; at < end; at++) {
          text[at] = (byte) random.nextInt(letters);
        }
      } else {
        int distance = 1 + random.nextInt(Math.min(at, 1 << random.nextInt(16)));
        for (int end = at + length; at < end; at++) {
          text[at] = text[at - distance];
        }
      }
    }
    return text;
  }

  @Property(tries = 300)
  void decodesWhatZlibMakes(
      @ForAll("texts") byte[] text,
      @ForAll @IntRange(max = 3) int level,
      @ForAll @IntRange(max = 2) int strategy,
      @ForAll long seed)
      throws Exception {
    byte[] deflated = deflated(text, LEVELS[level], STRATEGIES[strategy]);
    byte[] followed = Arrays.copyOf(deflated, deflated.length + 40);
    assertThat(decoded(followed, new Random(seed)))
        .isEqualTo(new Decoded(new String(text, ISO_8859_1), "finished", deflated.length));
  }

  @Property(tries = 2000)
  void endsAsZlibDoesWhereTheStreamIsDamaged(
      @ForAll("texts") byte[] text, @ForAll @IntRange(max = 3) int level, @ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    byte[] damaged = deflated(text, LEVELS[level], Deflater.DEFAULT_STRATEGY);
    // Mostly where the codes are.
    int among = random.nextBoolean() ? Math.min(80, damaged.length) : damaged.length;
    for (int i = random.nextInt(4); i >= 0; i--) {
      damaged[random.nextInt(among)] ^= (byte) (1 << random.nextInt(8));
    }
    requireSame(damaged, random);
  }

  @Property(tries = 2000)
  void endsAsZlibDoesOfWhateverThereIs(@ForAll byte[] bytes, @ForAll long seed) throws Exception {
    requireSame(bytes, new Random(seed));
  }

  @Test
  void beginsAnewAfterAnError() throws Exception {
    DeflateDecoder decoder = new DeflateDecoder();
    decoder.input(new byte[] {7}, 0, 1);
    byte[] out = new byte[100];
    assertThat(catchThrowable(() -> decoder.decode(out, 0, 100)))
        .isInstanceOf(DataFormatException.class)
        .hasMessage("invalid block type");
    byte[] text = "again and again and again".getBytes(UTF_8);
    byte[] deflated = deflated(text, 9, Deflater.DEFAULT_STRATEGY);
    decoder.reset();
    decoder.input(deflated, 0, deflated.length);
    decoder.decode(out, 0, 100);
    assertThat(decoder.finished()).isTrue();
    assertThat(decoder.total()).isEqualTo(text.length);
    assertThat(Arrays.copyOf(out, decoder.written())).isEqualTo(text);
  }

  /** The same bytes come out; zlib's errors have other words in places, and may come later. */
  private static void requireSame(byte[] deflated, Random random) throws Exception {
    Decoded expected = decodedByZlib(deflated);
    Decoded found = decoded(deflated, random);
    if (expected.end.equals("invalid")) {
      assertThat(found.end).isEqualTo("invalid");
      assertThat(found.bytes).isEqualTo(expected.bytes);
    } else {
      assertThat(found).isEqualTo(expected);
    }
  }

  private static byte[] deflated(byte[] text, int level, int strategy) {
    Deflater deflater = new Deflater(level, true);
    deflater.setStrategy(strategy);
    deflater.setInput(text);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  /** With input and room in pieces of all sizes. */
  private static Decoded decoded(byte[] deflated, Random random) {
    DeflateDecoder decoder = new DeflateDecoder();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int given = 0;
    int offset = 0;
    byte[] in = deflated;
    boolean whole = random.nextInt(3) == 0;
    while (true) {
      byte[] buffer = new byte[whole ? 1 << 18 : 1 + random.nextInt(1 << random.nextInt(18))];
      int from = random.nextInt(buffer.length);
      try {
        decoder.decode(buffer, from, buffer.length);
      } catch (DataFormatException e) {
        out.write(buffer, from, decoder.written());
        return Decoded.of(out, "invalid", 0);
      }
      out.write(buffer, from, decoder.written());
      if (decoder.finished()) {
        return Decoded.of(out, "finished", decoder.position() - offset + given);
      }
      if (decoder.written() < buffer.length - from) {
        given += decoder.position() - offset;
        if (given == deflated.length) {
          return Decoded.of(out, "too short", given);
        }
        int count =
            whole
                ? deflated.length
                : Math.min(deflated.length - given, 1 + random.nextInt(1 << random.nextInt(16)));
        offset = random.nextInt(10);
        in = new byte[offset + count];
        System.arraycopy(deflated, given, in, offset, count);
        decoder.input(in, offset, in.length);
      }
    }
  }

  private static Decoded decodedByZlib(byte[] deflated) {
    Inflater inflater = new Inflater(true);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    inflater.setInput(deflated);
    try {
      while (true) {
        long before = inflater.getBytesWritten();
        int count;
        try {
          count = inflater.inflate(buffer);
        } catch (DataFormatException e) {
          out.write(buffer, 0, (int) (inflater.getBytesWritten() - before));
          return Decoded.of(out, "invalid", 0);
        }
        out.write(buffer, 0, count);
        if (inflater.finished()) {
          return Decoded.of(out, "finished", inflater.getBytesRead());
        }
        if (count == 0 && inflater.needsInput()) {
          return Decoded.of(out, "too short", deflated.length);
        }
      }
    } finally {
      inflater.end();
    }
  }
}
