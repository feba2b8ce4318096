package dev.sluice.convert;

import dev.sluice.convert.decompress.DumpInput;
import dev.sluice.convert.records.JsonText;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.scan.BlockSink;
import dev.sluice.convert.scan.RecordBlock;
import dev.sluice.sort.Run;
import dev.sluice.sort.RunWriter;
import dev.sluice.sort.SortOrder;
import dev.sluice.step.Cores;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;

/** Dump files to newline-delimited JSON, in the file's order: the command {@code convert}. */
public final class ConvertStream {
  private ConvertStream() {}

  /**
   * Converts an open input, which stays open.
   *
   * @param settings what records are made of it
   * @param out gets one record a line, UTF-8, each ending in a line feed; it should be buffered, is
   *     flushed and stays open
   * @throws ConversionException if the input is not a dump, or not all of one
   */
  public static Conversion convert(DumpInput input, RecordSettings settings, OutputStream out)
      throws IOException {
    Conversion conversion = DumpConverter.convert(input, settings, new Lines(out), Cores.COUNT - 1);
    out.flush();
    return conversion;
  }

  /**
   * Converts an open input into a run that keeps the file's order.
   *
   * @param place where the run is put
   */
  public static Staged stage(DumpInput input, RecordSettings settings, Storage storage, URI place)
      throws IOException {
    try (RunWriter run = RunWriter.create(storage, place, 0, input.fileName())) {
      Conversion conversion =
          DumpConverter.convert(input, settings, new Keyless(run), Cores.COUNT - 1);
      return new Staged(run.commit(), conversion);
    }
  }

  /**
   * What was staged.
   *
   * @param run the records
   * @param conversion what became of the input
   */
  public record Staged(Run run, Conversion conversion) {}

  private record Keyless(RunWriter run) implements BlockSink, RecordBlock.Consumer {
    private static final byte[] NO_KEY = {};

    @Override
    public SortOrder order() {
      return SortOrder.NONE;
    }

    @Override
    public void record(JsonText record, JsonText fields) throws IOException {
      run.add(NO_KEY, 0, 0, record.bytes(), record.offset(), record.length());
    }

    @Override
    public void block(RecordBlock block) throws IOException {
      block.forEach(this);
    }

    @Override
    public void record(
        byte[] key, int keyOffset, int keyLength, byte[] json, int offset, int length)
        throws IOException {
      run.add(NO_KEY, 0, 0, json, offset, length);
    }

    @Override
    public void endOfPage() {}
  }

  private record Lines(OutputStream out) implements BlockSink {
    @Override
    public SortOrder order() {
      return SortOrder.NONE;
    }

    @Override
    public void record(JsonText record, JsonText fields) throws IOException {
      out.write(record.bytes(), record.offset(), record.length());
      out.write('\n');
    }

    @Override
    public void block(RecordBlock block) throws IOException {
      block.writeLines(out);
    }

    @Override
    public void endOfPage() {}
  }
}
