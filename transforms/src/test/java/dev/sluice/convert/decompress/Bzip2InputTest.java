package dev.sluice.convert.decompress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.storage.ArrayInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link DecompressionTest} does not ask for: files of many blocks. */
class Bzip2InputTest {
  private static final byte[] TEXT = text(400_000);

  /** More compressed bytes than one read of the input gives. */
  private static final byte[] NOISE = noise(300_000);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  void readsBlocksOfOneStreamAndOfMany(int threads) throws IOException {
    byte[] file = concat(packed(TEXT, 1), packed(NOISE, 9), packed(TEXT, 2), packed(NOISE, 3));
    assertThat(read(file, threads, 8192)).isEqualTo(concat(TEXT, NOISE, TEXT, NOISE));
    assertThat(read(file, threads, 3_000_000)).isEqualTo(concat(TEXT, NOISE, TEXT, NOISE));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void readsBlocksThatHoldMuch(int threads) throws IOException {
    byte[] zeros = new byte[10_000_000];
    byte[] file = concat(packed(zeros, 9), packed(TEXT, 9));
    assertThat(file.length).isLessThan(200_000);
    assertThat(read(file, threads, 8192)).isEqualTo(concat(zeros, TEXT));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 2", "3, 0", "7, 2"})
  void readsABlockThatHoldsMagicNumbers(int shift, int threads) throws IOException {
    byte[] codes = new byte[5000];
    new Random(1).nextBytes(codes);
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (2 + (codes[i] & 0x7f));
    }
    put(codes, 1000, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59);
    put(codes, 2000, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90);
    put(codes, 3000, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59);
    Bzip2Writer.Stream made = Bzip2Writer.stream(codes, shift);
    byte[] file = concat(packed(TEXT, 1), made.file(), packed(TEXT, 1));
    byte[] expected = concat(TEXT, made.content(), TEXT);
    assertThat(read(file, threads, 8192)).isEqualTo(expected);
    assertThatThrownBy(() -> read(Arrays.copyOf(file, file.length - 9), threads, 8192))
        .isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void givesAllBlocksBeforeADamagedOneAndSaysWhereThatBegins(int threads) throws IOException {
    byte[] first = packed(TEXT, 9);
    byte[] damaged = concat(first, packed(TEXT, 9), packed(NOISE, 9));
    damaged[first.length + 5000] ^= 1;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (InputStream in = new Bzip2Input(new ByteArrayInputStream(damaged), threads)) {
      assertThatThrownBy(() -> in.transferTo(out))
          .hasMessageStartingWith(
              "the block that begins at byte %,d: ".formatted(first.length + 4));
      assertThatThrownBy(in::read).hasMessageContaining("the block that begins");
    }
    assertThat(out.toByteArray()).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void givesAllBlocksBeforeADamagedOneOfTheSameStream(int threads) throws IOException {
    byte[] file = packed(TEXT, 1);
    Bzip2Splitter blocks = new Bzip2Splitter(new ByteArrayInputStream(file));
    Bzip2Block first = Objects.requireNonNull(blocks.next());
    Bzip2Block second = Objects.requireNonNull(blocks.next());
    Bzip2Block third = Objects.requireNonNull(blocks.next());
    file[(int) (second.offset() + third.offset()) / 2] ^= 1;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (InputStream in = new Bzip2Input(new ByteArrayInputStream(file), threads)) {
      assertThatThrownBy(() -> in.transferTo(out))
          .hasMessageStartingWith("the block that begins at byte %,d: ".formatted(second.offset()));
    }
    assertThat(out.toByteArray()).isEqualTo(first.decoded().readAllBytes());
  }

  @Test
  void tellsAnInterruptFromDamage() throws IOException {
    InputStream never =
        new ArrayInput() {
          @Override
          public int read(byte[] bytes, int offset, int length) {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              // As a socket would be closed.
            }
            return -1;
          }
        };
    InputStream first = new ByteArrayInputStream(packed(TEXT, 9), 0, 1000);
    try (DumpInput input = DumpInput.open(new SequenceInputStream(first, never), "x", bytes -> {});
        InputStream document = Objects.requireNonNull(input.nextDocument(1))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> document.read(new byte[1]))
          .isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void saysWithinWhichBlockItEnds(int threads) throws IOException {
    byte[] first = packed(TEXT, 9);
    byte[] file = concat(first, packed(TEXT, 9));
    assertThatThrownBy(() -> read(Arrays.copyOf(file, first.length + 5000), threads, 8192))
        .isInstanceOf(EOFException.class)
        .hasMessage("it ends within the block that begins at byte %,d", first.length + 4);
    assertThatThrownBy(() -> read(Arrays.copyOf(file, first.length + 9), threads, 8192))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void refusesAStreamWithAnotherChecksum(int threads) throws IOException {
    byte[] file = concat(packed(TEXT, 1), packed(NOISE, 9));
    file[file.length - 3] ^= 1;
    assertThatThrownBy(() -> read(file, threads, 8192))
        .hasMessageMatching(
            "the stream that ends after the block that begins at byte [0-9,]+ has another checksum");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void tellsThatTheInputFails(int threads) throws IOException {
    byte[] file = packed(TEXT, 1);
    InputStream failing =
        new FilterInputStream(new ByteArrayInputStream(file)) {
          private int count;

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            if (count > file.length / 2) {
              throw new IOException("the disk is on fire");
            }
            int read = super.read(bytes, offset, Math.min(length, 10_000));
            count += read;
            return read;
          }
        };
    try (InputStream in = new Bzip2Input(failing, threads)) {
      assertThatThrownBy(() -> in.transferTo(OutputStream.nullOutputStream()))
          .hasMessage("the disk is on fire");
    }
  }

  @Test
  void leavesNoThreadBehind() throws IOException {
    InputStream in = new Bzip2Input(new ByteArrayInputStream(packed(NOISE, 1)), 3);
    assertThat(in.read()).isGreaterThanOrEqualTo(0);
    in.close();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("sluice-bunzip")));
  }

  private static byte[] read(byte[] file, int threads, int atATime) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (InputStream in = new Bzip2Input(new ByteArrayInputStream(file), threads)) {
      byte[] bytes = new byte[atATime];
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        out.write(bytes, 0, read);
      }
      assertThat(in.read()).isEqualTo(-1);
    }
    return out.toByteArray();
  }

  private static byte[] packed(byte[] content, int level) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packed = new BZip2CompressorOutputStream(out, level)) {
      packed.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] text(int length) {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(Integer.toString(random.nextInt(5000), 36)).append(' ');
    }
    return Arrays.copyOf(text.toString().getBytes(UTF_8), length);
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(2).nextBytes(noise);
    return noise;
  }

  private static void put(byte[] bytes, int at, int... values) {
    for (int i = 0; i < values.length; i++) {
      bytes[at + i] = (byte) values[i];
    }
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
