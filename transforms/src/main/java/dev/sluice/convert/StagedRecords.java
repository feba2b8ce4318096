package dev.sluice.convert;

import dev.sluice.convert.records.JsonText;
import dev.sluice.convert.scan.BlockSink;
import dev.sluice.convert.scan.RecordBlock;
import dev.sluice.sort.ExternalSorter;
import dev.sluice.sort.RunWriter;
import dev.sluice.sort.SortKeys;
import dev.sluice.sort.SortMemory;
import dev.sluice.sort.SortOrder;
import dev.sluice.step.Interruption;
import dev.sluice.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Writes records with their sort keys into a run. Where the order begins with the page, as the
 * natural one does, every page is put in order by itself: imported history makes revisions come out
 * of time order here and there, and that alone shall not send a whole file to be sorted.
 *
 * <p>Memory: its share of the settings', for one page; a longer page is spilled.
 */
final class StagedRecords implements BlockSink, RecordBlock.Consumer, Closeable {
  private static final List<String> PAGE = List.of("wiki_id", "page_id");

  private final SortOrder order;
  private final RunWriter run;
  private final SortKeys keys;
  private final ExternalSorter page;
  private final boolean byPage;
  private long count;

  /**
   * @param atATime how many files are staged at a time in the process
   */
  StagedRecords(RunWriter run, Storage storage, ConvertSettings settings, int atATime) {
    this.order = settings.order();
    this.run = run;
    this.keys = SortKeys.of(order);
    this.page =
        ExternalSorter.create(
            storage, settings.spills(), SortMemory.shared(settings.sortMemoryMib(), atATime));
    this.byPage = beginsWithPage(order);
  }

  /** How many records have come. */
  long count() {
    return count;
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
  public void record(byte[] key, int keyOffset, int keyLength, byte[] json, int offset, int length)
      throws IOException {
    count++;
    if (!byPage) {
      run.add(key, keyOffset, keyLength, json, offset, length);
      return;
    }
    try {
      page.add(key, keyOffset, keyLength, json, offset, length);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  @Override
  public void endOfPage() throws IOException {
    if (byPage) {
      try {
        page.drainTo(run);
      } catch (InterruptedException e) {
        throw Interruption.of(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    page.close();
  }

  private static boolean beginsWithPage(SortOrder order) {
    return order.fields().size() >= PAGE.size()
        && order.fields().stream()
            .limit(PAGE.size())
            .allMatch(field -> !field.descending() && PAGE.contains(field.path()));
  }
}
