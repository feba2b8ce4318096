package dev.sluice.overlap.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Reads blocks of CSV (RFC 4180, commas, UTF-8) whose columns are known. What has neither quotes
 * nor carriage returns of their own is read right here, byte by byte; fastcsv reads the rest, and
 * defines what is right.
 *
 * @param start the number of the start's column, from 0
 * @param end the end's
 * @param id the id's, or -1
 * @param width how many columns the header has
 */
record CsvRows(int start, int end, int id, int width) implements RowFormat {

  /** Reads the names of the columns in a block's first row. */
  static CsvRows ofHeader(String name, RowBlock header, Columns columns) throws IOException {
    List<String> names = List.of();
    try (CsvReader<CsvRecord> csv = reader(header)) {
      for (CsvRecord record : csv) {
        names = record.getFields();
      }
    } catch (CsvParseException | UncheckedIOException e) {
      throw new IOException(
          "Cannot read %s: its header is no CSV (%s)".formatted(name, e.getMessage()), e);
    }
    String[] wanted = columns.names();
    int[] places = new int[3];
    places[2] = -1;
    for (int i = 0; i < wanted.length; i++) {
      places[i] = names.indexOf(wanted[i]);
      if (places[i] < 0 || places[i] != names.lastIndexOf(wanted[i])) {
        throw new IOException(
            "Cannot read %s: line 1: it has %s column %s (%s; expected one of that name)"
                .formatted(
                    name,
                    places[i] < 0 ? "no" : "more than one",
                    wanted[i],
                    String.join(", ", names)));
      }
    }
    return new CsvRows(places[0], places[1], places[2], names.size());
  }

  private static CsvReader<CsvRecord> reader(RowBlock block) {
    return CsvReader.builder()
        .maxBufferSize(Math.max(16 << 20, block.to() - block.from()))
        .ofCsvRecord(
            new ByteArrayInputStream(block.bytes(), block.from(), block.to() - block.from()),
            UTF_8);
  }

  @Override
  public void read(RowBlock block, Rows rows) {
    if (block.quoted() || !readPlain(block, rows)) {
      readAny(block, rows);
    }
  }

  /** Reads what has no quotes; false, and nothing is read, if a row ends in a mere return. */
  private boolean readPlain(RowBlock block, Rows rows) {
    byte[] bytes = block.bytes();
    int to = block.to();
    if (hasLoneReturn(bytes, block.from(), to)) {
      return false;
    }
    Fields fields = new Fields();
    int line = 0;
    int at = block.from();
    while (at < to) {
      int rowFrom = at;
      fields.clear();
      int column = 0;
      int fieldFrom = at;
      while (true) {
        // What is no letter, digit, dash, dot or colon of a time may be a comma or an end.
        while (at < to && (bytes[at] > ',' || bytes[at] < 0)) {
          at++;
        }
        boolean ends = at == to || bytes[at] == '\n';
        if (!ends && bytes[at] != ',') {
          at++;
          continue;
        }
        int fieldTo = ends && at > rowFrom && at > fieldFrom && bytes[at - 1] == '\r' ? at - 1 : at;
        if (column == start) {
          fields.startFrom = fieldFrom;
          fields.startTo = fieldTo;
        }
        if (column == end) {
          fields.endFrom = fieldFrom;
          fields.endTo = fieldTo;
        }
        if (column == id) {
          fields.idFrom = fieldFrom;
          fields.idTo = fieldTo;
        }
        at++;
        if (ends) {
          if (column > 0 || fieldTo > rowFrom) {
            rows.add(line, bytes, fields);
          }
          break;
        }
        column++;
        fieldFrom = at;
      }
      line++;
    }
    rows.lines(line);
    return true;
  }

  private static boolean hasLoneReturn(byte[] bytes, int from, int to) {
    if (!RowBlocks.has('\r', bytes, from, to)) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\r' && i + 1 < to && bytes[i + 1] != '\n') {
        return true;
      }
    }
    return false;
  }

  private void readAny(RowBlock block, Rows rows) {
    Fields fields = new Fields();
    int line = 0;
    try (CsvReader<CsvRecord> csv = reader(block)) {
      for (CsvRecord record : csv) {
        line = (int) record.getStartingLineNumber() - 1;
        fields.clear();
        rows.add(line, bytes(record, fields), fields);
      }
    } catch (CsvParseException | UncheckedIOException e) {
      rows.bad(line, "it is no CSV (%s)".formatted(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Bytes in memory can be closed.
    }
    rows.lines(lines(block));
  }

  private byte[] bytes(CsvRecord record, Fields fields) {
    byte[] starts = bytes(record, start);
    byte[] ends = bytes(record, end);
    byte[] ids = bytes(record, id);
    byte[] all = new byte[starts.length + ends.length + ids.length];
    System.arraycopy(starts, 0, all, 0, starts.length);
    System.arraycopy(ends, 0, all, starts.length, ends.length);
    System.arraycopy(ids, 0, all, starts.length + ends.length, ids.length);
    fields.startFrom = start < record.getFieldCount() ? 0 : -1;
    fields.startTo = starts.length;
    fields.endFrom = end < record.getFieldCount() ? starts.length : -1;
    fields.endTo = starts.length + ends.length;
    fields.idFrom = id >= 0 && id < record.getFieldCount() ? fields.endTo : -1;
    fields.idTo = all.length;
    return all;
  }

  private static byte[] bytes(CsvRecord record, int column) {
    return column >= 0 && column < record.getFieldCount()
        ? record.getField(column).getBytes(UTF_8)
        : new byte[0];
  }

  /** As fastcsv counts them: a return and a line feed end one line, either alone too. */
  static int lines(RowBlock block) {
    int lines = 0;
    for (int i = block.from(); i < block.to(); i++) {
      byte b = block.bytes()[i];
      boolean pair = b == '\r' && i + 1 < block.to() && block.bytes()[i + 1] == '\n';
      if (b == '\n' || (b == '\r' && !pair)) {
        lines++;
      }
    }
    return lines;
  }
}
