package dev.sluice.convert.decompress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecompressedTest {
  private static final int HEADER_BYTES = 10;

  private int opened;
  private int closed;

  enum Packed {
    GZIP("gzip"),
    ZSTD("zstd");

    private final String label;

    Packed(String label) {
      this.label = label;
    }

    byte[] pack(String... pieces) throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (String piece : pieces) {
        try (OutputStream out =
            this == GZIP
                ? new GZIPOutputStream(all)
                : new ZstdOutputStream(all).setChecksum(true)) {
          out.write(piece.getBytes(UTF_8));
        }
      }
      return all.toByteArray();
    }
  }

  @AfterEach
  void everythingIsClosed() {
    assertThat(closed).isEqualTo(opened);
  }

  @Test
  void refusesAnArchiveOfSeveralFiles() throws IOException {
    assertThat(read(archive("{}\n"))).isEqualTo("{}\n");
    assertThatThrownBy(() -> read(archive("{}\n", "[]\n")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it is an archive of several files (expected one)");
  }

  private static byte[] archive(String... files) throws IOException {
    SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
    try (SevenZOutputFile out = new SevenZOutputFile(channel)) {
      for (String file : files) {
        SevenZArchiveEntry entry = new SevenZArchiveEntry();
        entry.setName(file);
        out.putArchiveEntry(entry);
        out.write(file.getBytes(UTF_8));
        out.closeArchiveEntry();
      }
    }
    return Arrays.copyOf(channel.array(), (int) channel.size());
  }

  @ParameterizedTest
  @EnumSource
  void readsAllPieces(Packed format) throws IOException {
    assertThat(read(format.pack("{\"a\":1}\n", "", "{\"a\":2}\n", "ü\n")))
        .isEqualTo("{\"a\":1}\n{\"a\":2}\nü\n");
  }

  @ParameterizedTest
  @EnumSource
  void readsAnEmptyPiece(Packed format) throws IOException {
    assertThat(read(format.pack(""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1}\n", "{", "\n", "{}"})
  void passesPlainTextOnAsItIs(String text) throws IOException {
    assertThat(read(text.getBytes(UTF_8))).isEqualTo(text);
  }

  @Test
  void leavesNothingNothing() throws IOException {
    assertThat(read(new byte[0])).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void neverTakesATruncatedStreamForAWholeOne(Packed format) throws IOException {
    byte[] first = format.pack("{\"a\":1}\n");
    byte[] whole = format.pack("{\"a\":1}\n", "{\"a\":2}\n");
    // A stream that ends with its first piece is a whole one.
    for (int length = HEADER_BYTES; length < whole.length; length++) {
      if (length != first.length) {
        assertRefuses(format, Arrays.copyOf(whole, length));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void closesAStreamWhoseHeaderIsCut(Packed format) throws IOException {
    byte[] whole = format.pack("{\"a\":1}\n");
    for (int length = 4; length < HEADER_BYTES; length++) {
      assertRefuses(format, Arrays.copyOf(whole, length));
    }
  }

  private void assertRefuses(Packed format, byte[] cut) {
    assertThatThrownBy(() -> read(cut))
        .as("%d bytes", cut.length)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "Cannot read f.ndjson.gz: the %s data is truncated or corrupt ("
                .formatted(format.label));
  }

  private String read(byte[] bytes) throws IOException {
    opened++;
    InputStream counted =
        new FilterInputStream(new ByteArrayInputStream(bytes)) {
          private boolean open = true;

          @Override
          public void close() {
            closed += open ? 1 : 0;
            open = false;
          }
        };
    try (InputStream in = Decompressed.open(counted, "f.ndjson.gz")) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
