package dev.sluice.convert.scan;

import dev.sluice.bytes.Words;
import dev.sluice.convert.records.Site;
import dev.sluice.step.Interruption;
import dev.sluice.step.OwnedThreads;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The threads beside the one that converts: one reads ahead, one writes, the others scan ahead what
 * was read. An error in any of them is the caller's at once.
 */
final class ScanHelpers implements Closeable {
  private static final Block NOTHING =
      new Block(new byte[Words.PADDING], 0, 0, false, 0, false, null);

  private final BlockReader reader;
  private final RecordPool pool;
  private final WriteBehind writer;
  private final OwnedThreads threads = new OwnedThreads();
  private final BlockingQueue<BlockTask> inOrder = new LinkedBlockingQueue<>();
  private final BlockingQueue<BlockTask> unclaimed = new LinkedBlockingQueue<>();
  private final CompletableFuture<Site> site = new CompletableFuture<>();
  private final Semaphore room;

  /** Made beforehand: there may be no memory for it later. */
  private final BlockTask wakeUp = new BlockTask(NOTHING, null);

  private volatile boolean scansAhead;
  private volatile boolean stopped;

  /**
   * Starts the threads.
   *
   * @param count how many, 1 or more
   * @param scanners makes a scanner for a thread
   * @param pool has what records are put into, and gets it back
   * @param sink gets the records
   */
  ScanHelpers(
      BlockReader reader,
      int count,
      Supplier<BlockScanner> scanners,
      RecordPool pool,
      BlockSink sink) {
    this.reader = reader;
    this.pool = pool;
    this.writer = new WriteBehind(sink, pool, this::wake);
    this.scansAhead = count > 1;
    this.room = new Semaphore(count + 2);
    threads.start("sluice-read", this::readAhead);
    for (int i = 1; i < count; i++) {
      threads.start("sluice-scan-" + i, () -> scanAhead(scanners.get()));
    }
  }

  /** The next block, which is the caller's to scan, unless a helper has claimed it. */
  BlockTask next() throws IOException {
    try {
      BlockTask task = inOrder.take();
      room.release();
      task.requireRead();
      return task;
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  /** Lets the helpers scan; they cannot before. */
  void begin(Site known) {
    site.complete(known);
  }

  /** Hands records on to the sink, behind those before. */
  void write(RecordBlock records) throws IOException {
    writer.write(records);
  }

  /** Waits until the sink has all records. */
  void drain() throws IOException {
    writer.drain();
  }

  /** From now on scans nothing ahead, and leaves the sink alone. */
  void readOnly() throws IOException {
    scansAhead = false;
    unclaimed.clear();
    writer.drain();
  }

  /** Makes the caller, if it waits for a block, go on with one that has nothing. */
  private void wake() {
    inOrder.add(wakeUp);
  }

  private void readAhead() {
    BlockTask before = null;
    try {
      Block block;
      do {
        room.acquire();
        block = reader.next();
        BlockTask task = new BlockTask(block, before);
        before = task;
        inOrder.add(task);
        if (scansAhead) {
          unclaimed.add(task);
        }
      } while (!block.last() && !stopped);
    } catch (InterruptedException e) {
      // Nobody waits any more.
    } catch (Throwable e) {
      BlockTask failed = new BlockTask(NOTHING, null);
      failed.claim();
      failed.fail(e);
      inOrder.add(failed);
    }
  }

  private void scanAhead(BlockScanner scanner) {
    try {
      scanner.know(site.get());
      while (scansAhead && !stopped) {
        BlockTask task = unclaimed.take();
        if (task.claim()) {
          scan(task, scanner);
        }
      }
    } catch (InterruptedException | ExecutionException e) {
      // Nobody waits any more.
    }
  }

  private void scan(BlockTask task, BlockScanner scanner) throws InterruptedException {
    try {
      ScanState entry = task.guess();
      if (entry == null) {
        task.complete(null);
        return;
      }
      Block block = task.block();
      RecordBlock records = pool.take();
      BlockScanner.Outcome outcome =
          scanner.scan(block.bytes(), 0, block.length(), block.offset(), entry, records);
      long lines = block.lines(0, scanner.consumed());
      task.complete(
          new BlockTask.Scanned(
              entry, records, outcome, scanner.consumed(), scanner.exit(), lines));
    } catch (Throwable e) {
      task.fail(e);
      if (e instanceof InterruptedException interrupted) {
        throw interrupted;
      }
    }
  }

  /** Ends the threads; one that waits for input which does not come is left behind. */
  @Override
  public void close() {
    stopped = true;
    threads.close();
    writer.close();
  }
}
