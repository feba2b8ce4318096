package dev.sluice.convert;

import dev.sluice.convert.ConvertStream.Staged;
import dev.sluice.convert.decompress.DumpInput;
import dev.sluice.dump.DumpFile;
import dev.sluice.sort.RunWriter;
import dev.sluice.sort.SortKeyException;
import dev.sluice.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;

/**
 * A dump file on its way to a run of its records. The run is in order unless the dump's pages are
 * not, or another order was asked for. Without {@link #commit} nothing of it is left.
 */
final class FileStaging implements Closeable {
  private final DumpFile file;
  private final ConvertSettings settings;
  private final RunWriter writer;
  private final StagedRecords records;

  private FileStaging(
      DumpFile file, ConvertSettings settings, RunWriter writer, StagedRecords records) {
    this.file = file;
    this.settings = settings;
    this.writer = writer;
    this.records = records;
  }

  /**
   * @param atATime how many files are staged at a time in the process, which share its memory
   */
  static FileStaging begin(DumpFile file, ConvertSettings settings, Storage storage, int atATime)
      throws IOException {
    URI place = settings.folder().resolve("%05d-%s.run".formatted(file.ordinal(), file.name()));
    RunWriter writer = RunWriter.create(storage, place, file.ordinal(), file.name());
    StagedRecords records = new StagedRecords(writer, storage, settings, atATime);
    return new FileStaging(file, settings, writer, records);
  }

  /** Converts all of an input, as {@link DumpConverter} does it. */
  Conversion convert(DumpInput input, int threads) throws IOException {
    try {
      return DumpConverter.convert(input, settings.records(), records, threads);
    } catch (SortKeyException e) {
      throw new IOException(
          "Cannot sort %s: record %d: %s".formatted(file.name(), records.count() + 1, e.reason()),
          e);
    }
  }

  Staged commit(Conversion conversion) throws IOException {
    return new Staged(writer.commit(), conversion);
  }

  @Override
  public void close() throws IOException {
    try (writer) {
      records.close();
    }
  }
}
