package dev.sluice.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GeneratedFileTest {
  private static final DumpSpec SPEC = DumpSpec.of(DumpKind.PAGES_ARTICLES, 1_500_000, 9);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"d.xml", "d.xml.gz", "d.xml.bz2", "d.xml.zst"})
  void compressesAsTheNameAsksFor(String name) throws IOException {
    Path file = folder.resolve("new").resolve(name);
    GeneratedDump made = GeneratedFile.write(SPEC, file, false);
    try (InputStream in = open(file, true)) {
      assertThat(in.readAllBytes()).hasSize((int) made.xmlBytes()).isEqualTo(xml());
    }
    try (Stream<Path> left = Files.list(file.getParent())) {
      assertThat(left).containsExactly(file);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"d.xml.gz", "d.xml.bz2", "d.xml.zst"})
  void compressesTheSameWayTwice(String name) throws IOException {
    Path file = folder.resolve(name);
    GeneratedFile.write(SPEC, file, false);
    byte[] first = Files.readAllBytes(file);
    GeneratedFile.write(SPEC, file, false);
    assertThat(Files.readAllBytes(file)).isEqualTo(first);
  }

  @Test
  void writesManyStreamsAsWikimediaDoes() throws IOException {
    Path file = folder.resolve("d.xml.bz2");
    GeneratedDump made = GeneratedFile.write(SPEC, file, true);
    try (InputStream whole = open(file, true);
        InputStream first = open(file, false)) {
      assertThat(whole.readAllBytes()).isEqualTo(xml());
      assertThat(new String(first.readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("<mediawiki ")
          .endsWith("  </siteinfo>\n");
    }
    assertThat(occurrences(Files.readAllBytes(file), "BZh91AY&SY"))
        .isEqualTo(2 + (int) ((made.pages() + 99) / 100));
  }

  @Test
  void refusesAnEndingThatItDoesNotKnow() {
    assertThatThrownBy(() -> GeneratedFile.write(SPEC, Path.of("d.7z"), false))
        .hasMessage(
            "Cannot generate d.7z: its ending does not say how it is compressed"
                + " (expected .xml, .gz, .bz2 or .zst)");
    assertThatThrownBy(() -> GeneratedFile.write(SPEC, Path.of("d.gz"), true))
        .hasMessage("Cannot generate d.gz with many streams: only bzip2 has them (expected .bz2)");
  }

  private static byte[] xml() throws IOException {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    DumpGenerator.of(SPEC).writeTo(xml);
    return xml.toByteArray();
  }

  private static InputStream open(Path file, boolean allStreams) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    String name = file.toString();
    if (name.endsWith(".gz")) {
      return new GZIPInputStream(in);
    }
    if (name.endsWith(".zst")) {
      return new ZstdInputStream(in);
    }
    return name.endsWith(".bz2") ? new BZip2CompressorInputStream(in, allStreams) : in;
  }

  /** How often the header of a stream with its first block, whole bytes, is there. */
  private static int occurrences(byte[] bytes, String ascii) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int count = 0;
    for (int at = text.indexOf(ascii); at >= 0; at = text.indexOf(ascii, at + 1)) {
      count++;
    }
    return count;
  }
}
