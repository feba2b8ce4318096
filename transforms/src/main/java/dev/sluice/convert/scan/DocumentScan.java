package dev.sluice.convert.scan;

import dev.sluice.bytes.Words;
import dev.sluice.convert.records.GatheredRecords;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.Tally;
import dev.sluice.convert.reference.XmlConverter;
import dev.sluice.convert.scan.BlockScanner.Outcome;
import dev.sluice.convert.scan.BlockTask.Scanned;
import dev.sluice.convert.scan.ScanState.Level;
import dev.sluice.sort.SortOrder;
import dev.sluice.step.Interruption;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Scans a document block by block and hands the records on in order. What was scanned ahead counts
 * only if it began where the blocks before ended; else it is scanned again. From the first byte on
 * that is not for scanners, the reference converter goes on to the document's end, and refuses what
 * is to be refused, with its place.
 *
 * <p>Memory: three times {@link BlockReader#blockBytes} for each thread and about as many bytes as
 * records are made of them; a record that is longer, up to {@link BlockReader#mostBytes}, several
 * times; that of a page, up to {@link GatheredRecords#mostBytes}, too.
 */
public final class DocumentScan implements Closeable {
  private final BlockReader reader;
  private final @Nullable ScanHelpers helpers;
  private final boolean scansAhead;
  private final BlockScanner scanner;
  private final Supplier<XmlConverter> reference;
  private final BlockSink sink;
  private final Tally tally;
  private final RecordPool pool = new RecordPool();
  private final SplitPages pages = new SplitPages(pool);
  private ScanState state = ScanState.at(Level.START);
  private byte[] unread = {};
  private long offset;
  private long lines;
  private @Nullable Block current;

  /**
   * @param threads how many threads help; 0 if all is done on the caller's
   */
  DocumentScan(
      BlockReader reader,
      int threads,
      Supplier<BlockScanner> scanners,
      Supplier<XmlConverter> reference,
      BlockSink sink,
      Tally tally) {
    this.reader = reader;
    this.scansAhead = threads > 1;
    this.scanner = scanners.get();
    this.reference = reference;
    this.sink = sink;
    this.tally = tally;
    this.helpers = threads == 0 ? null : new ScanHelpers(reader, threads, scanners, pool, sink);
  }

  /**
   * A scan of a document, which stays open.
   *
   * @param settings what records are made of it; {@link #canMake} tells whether they can be
   * @param wikiByName what the file's name tells
   * @param threads how many threads help; 0 if all is done on the caller's
   * @param reference makes the converter for what is not for scanners, of the same settings, sink
   *     and tally
   */
  public static DocumentScan of(
      InputStream document,
      RecordSettings settings,
      @Nullable String wikiByName,
      int threads,
      Supplier<XmlConverter> reference,
      BlockSink sink,
      Tally tally) {
    return new DocumentScan(
        new BlockReader(document, BlockReader.blockBytes(threads), BlockReader::afterLastRecord),
        threads,
        () -> new BlockScanner(settings, sink.order(), wikiByName),
        reference,
        sink,
        tally);
  }

  /** Whether a scan makes the records that are asked for, and their keys by an order. */
  public static boolean canMake(RecordSettings settings, SortOrder order) {
    return BlockScanner.canMake(settings, order);
  }

  /** Scans to the document's end; it is to be done once. */
  public void run() throws IOException {
    boolean more = true;
    while (more) {
      BlockTask task = next();
      Block block = task.block();
      Scanned ahead = ahead(task);
      if (ahead != null && unread.length == 0 && ahead.entry().isSameAs(state)) {
        more = take(block, ahead);
      } else {
        more = scan(joined(block), 0);
      }
      if (helpers != null && scanner.siteKnown()) {
        helpers.begin(scanner.site());
      }
      if (more) {
        reader.recycle(block);
      }
    }
    if (helpers != null) {
      helpers.drain();
    }
  }

  private void hand(RecordBlock records) throws IOException {
    RecordBlock whole = pages.take(records);
    if (whole != null) {
      write(whole);
    }
    write(records);
  }

  private void write(RecordBlock records) throws IOException {
    records.addTo(tally);
    if (helpers != null) {
      helpers.write(records);
    } else {
      sink.block(records);
      pool.give(records);
    }
  }

  private BlockTask next() throws IOException {
    return helpers == null ? new BlockTask(reader.next(), null) : helpers.next();
  }

  private @Nullable Scanned ahead(BlockTask task) throws IOException {
    if (!scansAhead) {
      return null;
    }
    try {
      if (!task.claim()) {
        return task.result();
      }
      task.guess();
      return null;
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  private boolean take(Block block, Scanned ahead) throws IOException {
    if (!pages.fits(ahead.records())) {
      resume(block, 0);
      return false;
    }
    hand(ahead.records());
    if (ahead.consumed() > 0) {
      state = ahead.exit();
    }
    offset = block.offset() + ahead.consumed();
    lines += ahead.lines();
    return ahead.outcome() == Outcome.FULL
        ? scan(block, ahead.consumed())
        : after(block, ahead.outcome(), ahead.consumed());
  }

  /** The block after what is left of those before. */
  private Block joined(Block block) {
    if (unread.length == 0) {
      return block;
    }
    int length = unread.length + block.length();
    byte[] bytes = Arrays.copyOf(unread, length + Words.PADDING);
    System.arraycopy(block.bytes(), 0, bytes, unread.length, block.length());
    unread = new byte[0];
    return new Block(
        bytes,
        length,
        offset,
        block.cut(),
        Words.lines(bytes, 0, length),
        block.last(),
        block.failure());
  }

  private boolean scan(Block block, int start) throws IOException {
    int from = start;
    while (true) {
      RecordBlock records = pool.take();
      Outcome outcome =
          scanner.scan(block.bytes(), from, block.length(), block.offset(), state, records);
      int consumed = scanner.consumed();
      if (!pages.fits(records)) {
        resume(block, from);
        return false;
      }
      if (consumed > from) {
        state = scanner.exit();
      }
      lines += block.lines(from, consumed);
      offset = block.offset() + consumed;
      hand(records);
      from = consumed;
      if (outcome != Outcome.FULL) {
        return after(block, outcome, consumed);
      }
    }
  }

  /** What comes after a block has been scanned as far as can be; tells whether more blocks do. */
  private boolean after(Block block, Outcome outcome, int consumed) throws IOException {
    boolean ends = block.last() && block.failure() == null;
    if (ends && outcome == Outcome.DONE && state.level() == Level.END) {
      return false;
    }
    int left = block.length() - consumed;
    if (outcome == Outcome.DOUBT || block.last() || left > BlockReader.mostBytes()) {
      resume(block, consumed);
      return false;
    }
    if (left > 0) {
      unread = Arrays.copyOfRange(block.bytes(), consumed, block.length());
    }
    return true;
  }

  private void resume(Block block, int consumed) throws IOException {
    if (helpers != null) {
      helpers.readOnly();
    }
    current = block;
    XmlConverter converter = reference.get();
    converter.resume(
        new Rest(consumed),
        state.resumption(scanner.site(), scanner.siteKnown(), offset, lines, pages.made()));
  }

  /** The document from some byte of the current block on. */
  private final class Rest extends InputStream {
    private int at;

    Rest(int at) {
      this.at = at;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int start, int length) throws IOException {
      Block block = Objects.requireNonNull(current);
      while (at == block.length()) {
        if (block.failure() != null) {
          throw block.failure();
        }
        if (block.last()) {
          return -1;
        }
        block = next().block();
        current = block;
        at = 0;
      }
      int count = Math.min(length, block.length() - at);
      System.arraycopy(block.bytes(), at, to, start, count);
      at += count;
      return count;
    }
  }

  @Override
  public void close() {
    if (helpers != null) {
      helpers.close();
    }
  }
}
