package dev.sluice.convert.reference;

import dev.sluice.convert.records.JsonText;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.RowSink;
import dev.sluice.sort.SortOrder;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes rows as records of the columns that are wanted. The fields that the sink sorts by go into
 * a small record of their own, so that what is published has no say in how it is sorted, and no
 * text has to be read again for its key.
 */
final class RowWriter<T> {
  private final RowSink sink;
  private final List<Column<T>> published;
  private final List<Column<T>> fields;
  private final JsonRecord record;
  private final JsonRecord fieldsRecord = new JsonRecord(JsonText.MOST_BYTES);

  /**
   * @param columns all there are
   * @param mostBytes in one record
   */
  RowWriter(List<Column<T>> columns, RecordSettings settings, RowSink sink, int mostBytes) {
    this.sink = sink;
    this.published = RowColumns.chosen(columns, settings::publishes);
    this.record = new JsonRecord(mostBytes);
    Set<String> needed = fields(sink.order());
    this.fields = RowColumns.chosen(columns, needed::contains);
  }

  void write(T row) throws IOException {
    start(row);
    end(row);
  }

  /** Begins a record with the row's columns; more may follow. */
  JsonRecord start(T row) throws IOException {
    record.start();
    for (Column<T> column : published) {
      column.write(record, row);
    }
    return record;
  }

  /** Ends the record that was begun for a row, and hands it on. */
  void end(T row) throws IOException {
    JsonText text = record.end();
    if (fields.isEmpty()) {
      sink.record(text, text);
      return;
    }
    fieldsRecord.start();
    for (Column<T> column : fields) {
      column.write(fieldsRecord, row);
    }
    sink.record(text, fieldsRecord.end());
  }

  private static Set<String> fields(SortOrder order) {
    return order.fields().stream()
        .map(field -> field.path().replaceFirst("\\..*", ""))
        .collect(Collectors.toSet());
  }
}
