package dev.sluice.convert.decompress;

import static dev.sluice.convert.Conversions.document;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.sluice.convert.Conversions;
import dev.sluice.convert.MemoryFiles;
import dev.sluice.convert.records.ConversionSummary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZMethod;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One battery for all formats, in several pieces where a format has them. */
class DecompressionTest {
  private static final String XML =
      document(
          "<page><id>1</id><revision><text>a</text></revision></page>"
              + "<page><id>2</id><revision><text>b</text></revision></page>"
              + "<page><id>3</id><revision><text>漢😀</text></revision></page>");

  /** A format that compresses. */
  enum Packed {
    GZIP("gzip"),
    BZIP2("bzip2"),
    ZSTD("zstd"),
    SEVEN_ZIP("7z");

    private final String label;

    Packed(String label) {
      this.label = label;
    }

    /** A document in as many members, streams or frames as there are pieces. */
    byte[] pack(String... pieces) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      if (this == SEVEN_ZIP) {
        return archive(String.join("", pieces));
      }
      for (String piece : pieces) {
        try (OutputStream packed = stream(out)) {
          packed.write(piece.getBytes(UTF_8));
        }
      }
      return out.toByteArray();
    }

    private OutputStream stream(OutputStream out) throws IOException {
      return switch (this) {
        case GZIP -> new GZIPOutputStream(out);
        case BZIP2 -> new BZip2CompressorOutputStream(out, 1);
        case ZSTD -> new ZstdOutputStream(out).setChecksum(true);
        case SEVEN_ZIP -> throw new IllegalArgumentException("no stream");
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsOnePiece(Packed format) throws IOException {
    assertSame(format.pack(XML));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SEVEN_ZIP")
  void readsManyPieces(Packed format) throws IOException {
    String[] pieces = XML.split("(?<=</page>)");
    assertThat(pieces).hasSize(4);
    assertSame(format.pack(pieces));
    assertSame(format.pack("", pieces[0], "", pieces[1], pieces[2], pieces[3], ""));
  }

  @ParameterizedTest
  @EnumSource
  void neverTakesATruncatedFileForAWholeOne(Packed format) throws IOException {
    byte[] whole =
        format == Packed.SEVEN_ZIP
            ? format.pack(XML)
            : format.pack(XML.substring(0, 100), XML.substring(100));
    for (int length = 1; length < whole.length; length++) {
      byte[] truncated = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> convert(truncated))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(ConversionException.class)
          .hasMessageStartingWith("Cannot convert memory:/f: the ");
    }
  }

  @ParameterizedTest
  @EnumSource
  void neverConvertsAFlippedBitToSomethingElse(Packed format) throws IOException {
    byte[] whole = format.pack(XML);
    List<String> expected = convert(whole);
    int refused = 0;
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      List<String> lines;
      try {
        lines = convertFile(flipped);
      } catch (ConversionException e) {
        refused++;
        continue;
      }
      // Such as a time stamp in gzip's header, which no checksum covers.
      assertThat(lines).as("bit %d", bit).isEqualTo(expected);
    }
    assertThat(refused).isGreaterThan(whole.length * 8 * 2 / 3);
  }

  @ParameterizedTest
  @EnumSource
  void saysThatTheTrailerIsMissing(Packed format) throws IOException {
    byte[] whole = format.pack(XML);
    assertThatThrownBy(() -> convert(Arrays.copyOf(whole, whole.length - 1)))
        .hasMessageMatching(
            "Cannot convert memory:/f: the %s data is truncated or corrupt \\(.+\\).*"
                .formatted(format.label));
  }

  @Test
  void saysHowFarATruncatedGzipGoes() throws IOException {
    String large =
        document(
            "<page><title>A</title><id>7</id><revision><id>8</id><text>"
                + "x".repeat(100_000)
                + "</text></revision></page>");
    byte[] whole = Packed.GZIP.pack(large);
    byte[] truncated = Arrays.copyOf(whole, whole.length - 30);
    assertThatThrownBy(() -> convert(truncated))
        .hasMessage(
            ("Cannot convert memory:/f: the gzip data is truncated or corrupt (it ends too early)"
                    + " near byte %d, line 1, page 7 \"A\", revision 8")
                .formatted(whatComesOutOf(truncated)));
  }

  /** How many bytes Java's own reader has of a truncated file: it depends on who packed it. */
  private static int whatComesOutOf(byte[] truncated) throws IOException {
    int count = 0;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(truncated))) {
      while (in.read() >= 0) {
        count++;
      }
    } catch (EOFException e) {
      return count;
    }
    throw new AssertionError("not truncated");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SEVEN_ZIP")
  void refusesWhatFollowsTheLastPiece(Packed format) throws IOException {
    byte[] whole = format.pack(XML);
    byte[] longer = Arrays.copyOf(whole, whole.length + 5);
    Arrays.fill(longer, whole.length, longer.length, (byte) 'x');
    assertThatThrownBy(() -> convert(longer))
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("the " + format.label + " data is truncated or corrupt (");
  }

  @Test
  void readsZstdFramesLargerThanItsBuffers() throws IOException {
    String large =
        document("<page><revision><text>" + "ab漢".repeat(500_000) + "</text></revision></page>");
    byte[] whole = Packed.ZSTD.pack(large.substring(0, 1_000_000), large.substring(1_000_000));
    assertThat(convert(whole)).isEqualTo(Conversions.lines(large));
    assertThatThrownBy(() -> convert(Arrays.copyOf(whole, whole.length - 4)))
        .hasMessage(
            "Cannot convert memory:/f: the zstd data is truncated or corrupt (it ends within a frame)"
                + " near byte "
                + large.getBytes(UTF_8).length
                + ", line 1");
  }

  @Test
  void readsASkippableZstdFrame() throws IOException {
    byte[] frame = Packed.ZSTD.pack(XML);
    ByteBuffer file = ByteBuffer.allocate(frame.length + 11).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0x184d2a53).putInt(3).put(new byte[3]).put(frame);
    assertSame(file.array());
  }

  @Test
  void readsEveryFileOfAnArchive() throws IOException {
    byte[] file = archive(XML, document(""), XML.replace("testwiki", "otherwiki"));
    assertThat(convert(file)).hasSize(6);
    MemoryFiles files = new MemoryFiles(Map.of("f", file));
    ConversionSummary summary =
        Conversions.convert(
            DumpInput.open(files, MemoryFiles.uri("f"), bytes -> {}),
            OutputStream.nullOutputStream());
    assertThat(summary.documents()).isEqualTo(3);
    assertThat(summary.pages()).isEqualTo(6);
    assertThat(convert(file).get(5)).startsWith("{\"wiki_id\":\"otherwiki\",\"page_id\":3,");
  }

  @Test
  void readsAnArchiveWhoseFileHasNoName() throws IOException {
    assertSame(namelessArchive(XML.getBytes(UTF_8)));
  }

  @Test
  void refusesAnArchiveWithoutAFile() throws IOException {
    assertThatThrownBy(() -> convert(archive()))
        .hasMessage(
            "Cannot convert memory:/f: the 7z data is truncated or corrupt (no file in it)");
  }

  @Test
  void refusesAnEmptyFileInAnArchive() throws IOException {
    assertThatThrownBy(() -> convert(archive(XML, "")))
        .isInstanceOf(ConversionException.class)
        .hasMessageStartingWith("Cannot convert memory:/f: the XML is truncated (");
  }

  @Test
  void refusesNothing() {
    assertThatThrownBy(() -> convert(new byte[0]))
        .isInstanceOf(ConversionException.class)
        .hasMessage("Cannot convert memory:/f: it is empty (0 bytes; expected an XML document)");
  }

  @Test
  void refusesOtherFiles() {
    assertThatThrownBy(() -> convert("PK\3\4".getBytes(UTF_8)))
        .isInstanceOf(ConversionException.class)
        .hasMessageStartingWith("Cannot convert memory:/f: the XML is malformed (")
        .hasMessageEndingWith(" at byte 0, line 1");
  }

  private static void assertSame(byte[] file) throws IOException {
    assertThat(convert(file)).isEqualTo(Conversions.lines(XML));
  }

  /** Converts it as a file and as a stream. */
  private static List<String> convert(byte[] file) throws IOException {
    List<String> lines = convertFile(file);
    assertThat(Conversions.lines(file)).isEqualTo(lines);
    return lines;
  }

  /** Converts it as a file, and sees everything closed and metered. */
  private static List<String> convertFile(byte[] file) throws IOException {
    MemoryFiles files = new MemoryFiles(Map.of("f", file));
    long[] metered = new long[1];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Conversions.convert(
          DumpInput.open(files, MemoryFiles.uri("f"), bytes -> metered[0] += bytes), out);
    } finally {
      assertThat(files.open()).isZero();
    }
    // Of a 7z archive, the headers are read more than once.
    assertThat(metered[0]).isBetween((long) file.length, file.length + 200L);
    return out.toString(UTF_8).lines().toList();
  }

  private static byte[] archive(String... documents) throws IOException {
    SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
    try (SevenZOutputFile out = new SevenZOutputFile(channel)) {
      out.setContentCompression(SevenZMethod.LZMA2);
      for (int i = 0; i < documents.length; i++) {
        SevenZArchiveEntry entry = new SevenZArchiveEntry();
        entry.setName(i + ".xml");
        out.putArchiveEntry(entry);
        out.write(documents[i].getBytes(UTF_8));
        out.closeArchiveEntry();
      }
    }
    return Arrays.copyOf(channel.array(), (int) channel.size());
  }

  /** What {@code 7z a -si} writes, with the method Copy: no names at all (7zFormat.txt). */
  private static byte[] namelessArchive(byte[] document) {
    ByteBuffer header = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
    header.put(new byte[] {0x01, 0x04, 0x06, 0x00, 0x01, 0x09});
    number(header, document.length);
    header.put(new byte[] {0x00, 0x07, 0x0b, 0x01, 0x00, 0x01, 0x01, 0x00, 0x0c});
    number(header, document.length);
    header.put(new byte[] {0x0a, 0x01}).putInt(crc(document, document.length));
    header.put(new byte[] {0x00, 0x08, 0x00, 0x00, 0x05, 0x01});
    // Its time of change, which it does have.
    header.put(new byte[] {0x14, 0x0a, 0x01, 0x00}).putLong(0).put(new byte[] {0x00, 0x00});
    int headerBytes = header.position();
    ByteBuffer start = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    start.putLong(document.length).putLong(headerBytes).putInt(crc(header.array(), headerBytes));
    ByteBuffer file =
        ByteBuffer.allocate(32 + document.length + headerBytes).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {'7', 'z', (byte) 0xbc, (byte) 0xaf, 0x27, 0x1c, 0, 4});
    file.putInt(crc(start.array(), 20)).put(start.array()).put(document);
    return file.put(header.array(), 0, headerBytes).array();
  }

  /** A number below 2^14. */
  private static void number(ByteBuffer out, int number) {
    out.put((byte) (0x80 | (number >> 8))).put((byte) number);
  }

  private static int crc(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
