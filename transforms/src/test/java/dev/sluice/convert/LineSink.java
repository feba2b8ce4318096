package dev.sluice.convert;

import dev.sluice.convert.records.JsonText;
import dev.sluice.convert.scan.BlockSink;
import dev.sluice.convert.scan.RecordBlock;
import dev.sluice.sort.SortOrder;
import java.io.IOException;
import java.io.OutputStream;

/** Gathers records of a test, as they come. */
public record LineSink(OutputStream out) implements BlockSink {
  @Override
  public SortOrder order() {
    return SortOrder.NONE;
  }

  @Override
  public void record(JsonText record, JsonText fields) throws IOException {
    out.write(record.bytes(), record.offset(), record.length());
  }

  @Override
  public void block(RecordBlock block) throws IOException {
    block.writeLines(out);
  }

  @Override
  public void endOfPage() {}
}
