package dev.sluice.convert;

import dev.sluice.convert.records.JsonText;
import dev.sluice.convert.scan.BlockSink;
import dev.sluice.convert.scan.RecordBlock;
import dev.sluice.sort.SortOrder;
import java.io.IOException;

/** Verifies the texts in records, and hands the records on as they are. */
record VerifyingSink(BlockSink sink, Sha1Verifier verifier) implements BlockSink {
  @Override
  public SortOrder order() {
    return sink.order();
  }

  @Override
  public void record(JsonText record, JsonText fields) throws IOException {
    verifier.verify(record.bytes(), record.offset(), record.length());
    sink.record(record, fields);
  }

  @Override
  public void block(RecordBlock block) throws IOException {
    block.forEach(verifier);
    sink.block(block);
  }

  @Override
  public void endOfPage() throws IOException {
    sink.endOfPage();
  }
}
