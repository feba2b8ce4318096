package dev.sluice.convert.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sluice.bytes.Words;
import dev.sluice.convert.Conversions;
import dev.sluice.convert.decompress.ConversionException;
import dev.sluice.convert.decompress.DumpInput;
import dev.sluice.convert.records.JsonText;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.Tally;
import dev.sluice.convert.reference.XmlConverter;
import dev.sluice.sort.SortKeys;
import dev.sluice.sort.SortOrder;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** What the reference and what scanners make of a document, to be compared. */
final class Differential {
  private final RecordSettings settings;
  private final SortOrder order;

  Differential(RecordSettings settings, SortOrder order) {
    this.settings = settings;
    this.order = order;
  }

  /** How a document is scanned: in blocks of what size, cut where, with how many threads. */
  record Way(int blockBytes, BlockReader.Cut cut, int threads) {
    /** As the product does, but for the size. */
    static Way inBlocksOf(int bytes, int threads) {
      return new Way(bytes, BlockReader::afterLastRecord, threads);
    }

    /** Cut wherever a block is full. */
    static Way cutEvery(int bytes, int threads) {
      return new Way(bytes, (block, length) -> length, threads);
    }
  }

  /** Records with their keys, ends of pages, and a summary or a refusal. */
  String byReference(byte[] xml) throws IOException {
    Recorded recorded = new Recorded(order);
    Tally tally = new Tally();
    try (DumpInput input = Conversions.standardInput(xml);
        InputStream document = Objects.requireNonNull(input.nextDocument(0))) {
      new XmlConverter(input, settings, recorded, tally).convert(document);
      recorded.events.append(tally.summary());
    } catch (ConversionException e) {
      recorded.events.append(e.getMessage());
    }
    return recorded.events.toString();
  }

  String scanned(byte[] xml, Way way) throws IOException {
    Recorded recorded = new Recorded(order);
    Tally tally = new Tally();
    try (DumpInput input = Conversions.standardInput(xml);
        InputStream document = Objects.requireNonNull(input.nextDocument(0));
        DocumentScan scan =
            new DocumentScan(
                new BlockReader(document, way.blockBytes, way.cut),
                way.threads,
                () -> new BlockScanner(settings, order, null),
                () -> new XmlConverter(input, settings, recorded, tally),
                recorded,
                tally)) {
      scan.run();
      recorded.events.append(tally.summary());
    } catch (ConversionException e) {
      recorded.events.append(e.getMessage());
    }
    return recorded.events.toString();
  }

  /** Whether scanners alone take a document to its end. */
  boolean isTaken(byte[] xml) {
    byte[] padded = Arrays.copyOf(xml, xml.length + Words.PADDING);
    BlockScanner scanner = new BlockScanner(settings, order, null);
    return scanner.scan(
                padded, 0, xml.length, 0, ScanState.at(ScanState.Level.START), new RecordBlock())
            == BlockScanner.Outcome.DONE
        && scanner.exit().level() == ScanState.Level.END;
  }

  private static final class Recorded implements BlockSink, RecordBlock.Consumer {
    final StringBuilder events = new StringBuilder();
    private final SortOrder order;
    private final SortKeys keys;

    Recorded(SortOrder order) {
      this.order = order;
      this.keys = SortKeys.of(order);
    }

    @Override
    public SortOrder order() {
      return order;
    }

    @Override
    public void record(JsonText record, JsonText fields) throws IOException {
      keys.take(fields.bytes(), fields.offset(), fields.length());
      record(keys.bytes(), 0, keys.length(), record.bytes(), record.offset(), record.length());
    }

    @Override
    public void block(RecordBlock block) throws IOException {
      block.forEach(this);
    }

    @Override
    public void record(
        byte[] key, int keyOffset, int keyLength, byte[] json, int offset, int length) {
      events.append(HexFormat.of().formatHex(key, keyOffset, keyOffset + keyLength)).append(' ');
      events.append(new String(json, offset, length, ISO_8859_1)).append('\n');
    }

    @Override
    public void endOfPage() {
      events.append("end of page\n");
    }
  }
}
