package dev.sluice.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class DecompressedTest {
  @Test
  void namesTheSourceOfWhatIsTruncated() throws IOException {
    byte[] whole = gzip("x".repeat(1000));
    assertThat(open(whole).readAllBytes()).hasSize(1000);
    try (InputStream in = open(Arrays.copyOf(whole, whole.length - 9))) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("Cannot read a.ndjson: the gzip data is truncated or corrupt (");
    }
  }

  @Test
  void namesTheSourceOfWhatCannotBeOpened() {
    assertThatThrownBy(() -> open(new byte[] {0x1f, (byte) 0x8b, 1}))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Cannot read a.ndjson: the gzip data is truncated or corrupt (");
  }

  private static InputStream open(byte[] bytes) throws IOException {
    return Decompressed.open(new ByteArrayInputStream(bytes), "a.ndjson");
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return out.toByteArray();
  }
}
