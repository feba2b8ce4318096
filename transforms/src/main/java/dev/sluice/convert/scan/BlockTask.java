package dev.sluice.convert.scan;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.convert.scan.ScanState.Level;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A block on its way through the threads of a scan. Whoever claims it scans it. A helper does so
 * under a guess of where the document is at its beginning, made of the blocks before by looking for
 * tags alone; the guess is checked once these have been scanned.
 */
final class BlockTask {
  private static final byte[] PAGE = "<page>".getBytes(US_ASCII);
  private static final byte[] REVISION = "<revision>".getBytes(US_ASCII);

  /**
   * What came of a helper's scan.
   *
   * @param entry the guess
   */
  record Scanned(
      ScanState entry,
      RecordBlock records,
      BlockScanner.Outcome outcome,
      int consumed,
      ScanState exit,
      long lines) {}

  private final Block block;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private final CompletableFuture<@Nullable ScanState> entry;
  private final CompletableFuture<@Nullable ScanState> exit = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Scanned> result = new CompletableFuture<>();

  /**
   * @param before the task of the block before; null for the first one, whose entry is not guessed
   */
  BlockTask(Block block, @Nullable BlockTask before) {
    this.block = block;
    this.entry = before == null ? CompletableFuture.completedFuture(null) : before.exit;
  }

  Block block() {
    return block;
  }

  /** Takes it, unless it is taken. */
  boolean claim() {
    return claimed.compareAndSet(false, true);
  }

  /** Makes the guess that the next block's scan needs; whoever claims it has to. */
  @Nullable ScanState guess() throws InterruptedException {
    ScanState last = guessHere();
    ScanState first = await(entry);
    if (last == null && block.cut()) {
      last = first == null ? null : first.afterRevision();
    }
    exit.complete(last);
    return first;
  }

  void complete(@Nullable Scanned scanned) {
    result.complete(scanned);
  }

  void fail(Throwable cause) {
    exit.complete(null);
    result.completeExceptionally(cause);
  }

  /** Fails if there is no block, since reading failed. */
  void requireRead() throws InterruptedException {
    if (block.length() == 0 && result.isDone()) {
      await(result);
    }
  }

  /** What a helper made of it, or is about to; null if nothing. */
  @Nullable Scanned result() throws InterruptedException {
    return await(result);
  }

  private static <T> T await(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("a scanner failed: " + e.getCause(), e.getCause());
    }
  }

  /** Where the document is at the block's end, as far as the block itself tells. */
  private @Nullable ScanState guessHere() {
    byte[] bytes = block.bytes();
    int length = block.length();
    if (!block.cut()) {
      return null;
    }
    if (BlockReader.endsBelowRoot(bytes, length)) {
      return ScanState.at(Level.ROOT);
    }
    for (int i = length; i >= PAGE.length; i--) {
      if (bytes[i - 1] == '>' && BlockReader.endsAt(bytes, i, PAGE)) {
        return inPage(bytes, i - PAGE.length, length);
      }
    }
    return null;
  }

  private @Nullable ScanState inPage(byte[] bytes, int page, int length) {
    for (int i = page; i <= length - REVISION.length; i++) {
      if (bytes[i] == '<' && BlockReader.endsAt(bytes, i + REVISION.length, REVISION)) {
        byte[] head = Arrays.copyOfRange(bytes, page, i + REVISION.length);
        return new ScanState(Level.PAGE, head, block.offset() + page, "", true);
      }
    }
    return null;
  }
}
