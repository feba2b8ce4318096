package dev.sluice.compress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import dev.sluice.storage.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedOutputTest {
  private static final int STRETCH = GzipStretch.BYTES;

  private final AtomicInteger coresTaken = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        1000,
        STRETCH - 1,
        STRETCH,
        STRETCH + 1,
        2 * STRETCH,
        8 * STRETCH,
        9 * STRETCH + 54_321
      })
  void gzipIsReadBackAndTheSameForAnyNumberOfThreads(int length) throws Exception {
    byte[] content = text(length);
    byte[] alone = gzip(content, 0, 1 << 20);
    try (var in = new GZIPInputStream(new ByteArrayInputStream(alone))) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    try (var in = new GzipCompressorInputStream(new ByteArrayInputStream(alone))) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    assertThat(gzip(content, 1, 1 << 17)).isEqualTo(alone);
    assertThat(gzip(content, 3, 1 << 17)).isEqualTo(alone);
    assertThat(gzip(content, 3, 12_345)).isEqualTo(alone);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 2 << 20, (4 << 20) + 1, 9_876_543})
  void zstdIsReadBackAndTheSameForAnyNumberOfThreads(int length) throws Exception {
    byte[] content = text(length);
    byte[] alone = zstd(content, 1, 1 << 17);
    try (var in = new ZstdInputStream(new ByteArrayInputStream(alone))) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    assertThat(zstd(content, 2, 1 << 17)).isEqualTo(alone);
    assertThat(zstd(content, 3, 12_345)).isEqualTo(alone);
  }

  @Test
  void whatCannotBeCompressedIsReadBack() throws Exception {
    byte[] content = new byte[5 * STRETCH + 7];
    new Random(1).nextBytes(content);
    byte[] compressed = gzip(content, 2, 1 << 16);
    assertThat(compressed.length).isLessThan(content.length + content.length / 1000);
    try (var in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void isWithinAPercentOfCompressingAtOneGo() throws Exception {
    byte[] content = text(20 * STRETCH);
    ByteArrayOutputStream atOnce = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(atOnce)) {
      out.write(content);
    }
    assertThat(gzip(content, 1, 1 << 16).length).isLessThan(atOnce.size() / 100 * 101);
    atOnce.reset();
    try (OutputStream out = Compression.ZSTD.compress(atOnce)) {
      out.write(content);
    }
    assertThat(zstd(content, 1, 1 << 16).length).isLessThan(atOnce.size() / 100 * 101);
  }

  @Test
  void withoutCompressionTheStreamIsTheOther() throws Exception {
    OutputStream out = new ByteArrayOutputStream();
    assertThat(CompressedOutput.of(Compression.NONE, out)).isSameAs(out);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void aFailureToWriteIsThrownAtOnceAndEndsTheThreads(int threads) throws Exception {
    Failing below = new Failing(100_000);
    OutputStream out = new GzipOutput(below, threads(threads));
    byte[] content = text(STRETCH);
    assertThatThrownBy(
            () -> {
              while (true) {
                out.write(content);
              }
            })
        .hasMessage("No space left on device");
    int written = below.calls;
    out.close();
    assertThat(below.calls).isEqualTo(written);
    assertThat(below.closed).isTrue();
    assertNothingIsLeft();
    assertThatThrownBy(() -> out.write(1)).hasMessage("Cannot write gzip: it is closed");
  }

  @Test
  void zstdThrowsAFailureToWriteToo() throws Exception {
    OutputStream out = ZstdOutput.frame(new Failing(100_000), 2);
    byte[] content = text(STRETCH);
    assertThatThrownBy(
            () -> {
              while (true) {
                out.write(content);
              }
            })
        .hasMessage("No space left on device");
    assertThatThrownBy(out::close).hasMessage("No space left on device");
    out.close();
  }

  @Test
  void aFailureToCompressIsTheWriters() {
    GzipStretch stretch = new GzipStretch();
    Runnable deflating = stretch.deflating();
    stretch.close();
    deflating.run();
    assertThatThrownBy(() -> stretch.writeTo(new ByteArrayOutputStream()))
        .isInstanceOf(IOException.class)
        .hasMessage("Cannot compress: java.lang.NullPointerException: Deflater has been closed");
  }

  @Test
  void anInterruptEndsWaitingForAThread() {
    try (GzipStretch stretch = new GzipStretch()) {
      stretch.deflating();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> stretch.writeTo(new ByteArrayOutputStream()))
          .isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void whatIsAbandonedLeavesNoThread() throws Exception {
    SpareThreads threads = threads(3);
    for (int i = 0; i < 100; i++) {
      threads.offer(() -> {});
    }
    threads.close();
    assertNothingIsLeft();
  }

  private byte[] gzip(byte[] content, int threads, int piece) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = new GzipOutput(compressed, threads(threads))) {
      write(content, piece, out);
    }
    assertNothingIsLeft();
    return compressed.toByteArray();
  }

  private static byte[] zstd(byte[] content, int workers, int piece) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = ZstdOutput.frame(compressed, workers)) {
      write(content, piece, out);
    }
    return compressed.toByteArray();
  }

  private static void write(byte[] content, int piece, OutputStream out) throws IOException {
    for (int at = 0; at < content.length; at += piece) {
      out.write(content, at, Math.min(piece, content.length - at));
    }
  }

  /** There is always a core. */
  private SpareThreads threads(int most) {
    return new SpareThreads(
        most,
        () -> {
          coresTaken.incrementAndGet();
          return Optional.of(coresTaken::decrementAndGet);
        });
  }

  private void assertNothingIsLeft() {
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("sluice-compress"));
    assertThat(coresTaken).hasValue(0);
  }

  /** Lines that resemble each other. */
  private static byte[] text(int length) {
    Random random = new Random(length);
    StringBuilder text = new StringBuilder(length + 100);
    while (text.length() < length) {
      text.append("{\"page_id\":").append(random.nextInt(1_000_000)).append(",\"title\":\"");
      random.ints(random.nextInt(40), 'a', 'z').forEach(letter -> text.append((char) letter));
      text.append("\"}\n");
    }
    return Arrays.copyOf(text.toString().getBytes(US_ASCII), length);
  }

  private static final class Failing extends OutputStream {
    private int room;
    private int calls;
    private boolean closed;

    Failing(int room) {
      this.room = room;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      calls++;
      room -= length;
      if (room < 0) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
