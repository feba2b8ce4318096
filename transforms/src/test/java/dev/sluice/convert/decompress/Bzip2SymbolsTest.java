package dev.sluice.convert.decompress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;

/** The blocks that a library writes, and the same ones damaged, against the library's reader. */
class Bzip2SymbolsTest {
  private final Bzip2Symbols symbols = new Bzip2Symbols();

  @Property(tries = 300)
  void readsWhatTheLibraryWrites(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 60_000) int length,
      @ForAll @IntRange(min = 1, max = 256) int values,
      @ForAll @IntRange(min = 1, max = 600) int longestRun)
      throws IOException {
    byte[] content = content(new Random(seed), length, values, longestRun);
    Bzip2Block block = block(content);
    byte[] sorted = requireNonNull(symbols.unsorted(block));
    assertThat(all(new Bzip2Content(block, sorted))).isEqualTo(content);
  }

  /** Most codes of such a block are longer than those that are looked up at once. */
  @Test
  void readsLongCodes() throws IOException {
    byte[] content = new byte[800_000];
    Random random = new Random(1);
    for (int i = 0; i < content.length; i++) {
      int value = (int) Math.abs(random.nextGaussian() * random.nextGaussian() * 25);
      content[i] = (byte) Math.min(255, value);
    }
    Bzip2Block block = block(content);
    byte[] sorted = requireNonNull(symbols.unsorted(block));
    assertThat(all(new Bzip2Content(block, sorted))).isEqualTo(content);
  }

  @Property(tries = 300)
  void takesNoDamagedBlockForAnother(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3000) int length) throws IOException {
    Random random = new Random(seed);
    byte[] content = content(random, length, 1 + random.nextInt(256), 20);
    Bzip2Block block = block(content);
    int bits = (int) (block.end() - Bzip2Block.FIRST_BIT);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int bit = (int) Bzip2Block.FIRST_BIT + Bzip2Block.MAGIC_BITS;
      bit += random.nextInt(bits - Bzip2Block.MAGIC_BITS);
      block.stream()[bit / 8] ^= (byte) (0x80 >>> (bit % 8));
    }
    assertThat(outcome(DecodedBlock.of(block, symbols)))
        .isEqualTo(outcome(new DecodedBlock.WhenAsked(block)));
  }

  private static byte[] content(Random random, int length, int values, int longestRun) {
    byte[] content = new byte[length];
    int at = 0;
    while (at < length) {
      byte value = (byte) random.nextInt(values);
      for (int run = 1 + random.nextInt(longestRun); run > 0 && at < length; run--) {
        content[at++] = value;
      }
    }
    return content;
  }

  private static Bzip2Block block(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packed = new BZip2CompressorOutputStream(out, 9)) {
      packed.write(content);
    }
    return requireNonNull(new Bzip2Splitter(new ByteArrayInputStream(out.toByteArray())).next());
  }

  private static byte[] all(DecodedBlock block) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DecodedBlock.Chunk chunk;
    while ((chunk = block.next()) != null) {
      out.write(chunk.bytes(), 0, chunk.length());
    }
    return out.toByteArray();
  }

  /** What a block holds, or that it is damaged. */
  private static Object outcome(DecodedBlock block) {
    try {
      return new String(all(block), ISO_8859_1);
    } catch (IOException e) {
      return IOException.class;
    }
  }
}
