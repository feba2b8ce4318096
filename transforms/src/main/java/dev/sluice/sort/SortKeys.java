package dev.sluice.sort;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the sort key of a JSON record: bytes whose unsigned order is the {@link SortOrder} of the
 * records. A record is one JSON object in UTF-8; it is read to its end, so that invalid JSON is
 * found, unless within a string that is not looked at, but no tree of it is built. Of a name given
 * twice the last value counts.
 *
 * <p>Memory: a few times the key's length. Not for use by several threads at a time.
 */
public final class SortKeys {
  private final SortOrder order;
  private final MissingFields missing;
  private final FieldNames names;
  private final KeyBytes[] fields;
  private final KeyScan scan;
  private final KeyBytes key = new KeyBytes();

  private SortKeys(SortOrder order, MissingFields missing) {
    this.order = order;
    this.missing = missing;
    this.fields = new KeyBytes[order.fields().size()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = new KeyBytes();
    }
    this.names = FieldNames.of(order);
    this.scan = new KeyScan(names, fields);
  }

  /** Keys of this order; those of {@link SortOrder#NONE} are empty, whatever the record. */
  public static SortKeys of(SortOrder order) {
    return of(order, MissingFields.FAIL);
  }

  /** The same, of records that may lack a field. */
  public static SortKeys of(SortOrder order, MissingFields missing) {
    return new SortKeys(order, missing);
  }

  /**
   * Takes the key of a record: it is in {@link #bytes()} up to {@link #length()} until the next
   * call.
   *
   * @throws SortKeyException if the record is not a JSON object, or a field is an object or an
   *     array, or missing where that fails
   */
  public void take(byte[] record, int offset, int length) throws SortKeyException {
    key.clear();
    if (fields.length == 0) {
      return;
    }
    clearFields();
    int end = offset + length;
    if (scan.scan(record, offset, end) != end) {
      clearFields();
      parse(record, offset, length);
    }
    join();
  }

  /**
   * Takes the key of a record that begins at a position and is ended by a line feed, if it can be
   * taken without a parser.
   *
   * @param to where it ends at the latest
   * @return where its line feed is; -1 if there is no key, and {@link #take} is to say why
   */
  int takeLine(byte[] lines, int from, int to) throws SortKeyException {
    key.clear();
    clearFields();
    int end = scan.scan(lines, from, to);
    if (end < 0 || end >= to || lines[end] != '\n') {
      return -1;
    }
    join();
    return end;
  }

  private void clearFields() {
    for (KeyBytes field : fields) {
      field.clear();
    }
  }

  private void join() throws SortKeyException {
    for (int i = 0; i < fields.length; i++) {
      SortField field = order.fields().get(i);
      if (fields[i].length() == 0 && missing != MissingFields.FAIL) {
        // Descending turns it round again.
        FieldKeys.addMissing((missing == MissingFields.FIRST) != field.descending(), fields[i]);
      }
      if (fields[i].length() == 0) {
        throw new SortKeyException(
            "field %s is missing (expected in every record)".formatted(field.path()));
      }
      int start = key.length();
      key.add(fields[i].array(), 0, fields[i].length());
      if (field.descending()) {
        key.invertFrom(start);
      }
    }
  }

  /** Holds the key last taken; used again by the next call. */
  public byte[] bytes() {
    return key.array();
  }

  /** The length of the key last taken. */
  public int length() {
    return key.length();
  }

  /**
   * The values of a key's fields, for people: null, Boolean, Integer, Long, BigInteger, Double, or
   * String (also a number that none of these holds exactly; cut past 1,000 characters).
   */
  public static List<@Nullable Object> values(SortOrder order, byte[] key, int offset, int length) {
    KeyReader reader = new KeyReader(key, offset, length);
    List<@Nullable Object> values = new ArrayList<>();
    for (SortField field : order.fields()) {
      reader.descending(field.descending());
      values.add(FieldKeys.value(reader));
    }
    return Collections.unmodifiableList(values);
  }

  private void parse(byte[] record, int offset, int length) throws SortKeyException {
    // Jackson would take two leading bytes with a zero for UTF-16.
    if (length < 2 || record[offset] == 0 || record[offset + 1] == 0) {
      throw new SortKeyException("the record is not a JSON object in UTF-8");
    }
    try (JsonParser parser = RecordParser.of(record, offset, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT || (record[offset] & 0x80) != 0) {
        throw new SortKeyException("the record is not a JSON object in UTF-8");
      }
      object(parser, names);
      if (parser.nextToken() != null) {
        throw new SortKeyException(
            "something follows the object (byte %d of the record; expected the line's end)"
                .formatted(parser.getTokenLocation().getByteOffset()));
      }
    } catch (JsonProcessingException e) {
      throw invalid(e);
    } catch (SortKeyException e) {
      throw e;
    } catch (IOException e) {
      throw (SortKeyException)
          new SortKeyException("the record is not valid JSON (%s)".formatted(e.getMessage()))
              .initCause(e);
    }
  }

  private static void number(byte[] text, KeyBytes field) throws SortKeyException {
    NumberKeys.add(text, 0, text.length, field);
  }

  private static SortKeyException invalid(JsonProcessingException e) {
    // Without the place where the object began, which quotes the record.
    String found =
        String.valueOf(e.getOriginalMessage())
            .replaceAll("\\s+", " ")
            .replaceFirst(" \\((?:for|start marker at) .*\\[Source.*", "");
    long at = e.getLocation() == null ? 0 : e.getLocation().getByteOffset();
    SortKeyException exception =
        new SortKeyException(
            "the record is not valid JSON near its byte %d (%s)".formatted(at, found));
    exception.initCause(e);
    return exception;
  }

  private void object(JsonParser parser, FieldNames node) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      FieldNames child = node.find(parser.getCurrentName());
      JsonToken token = parser.nextToken();
      if (child == FieldNames.NONE) {
        parser.skipChildren();
        continue;
      }
      child.clear(fields); // Of a name given twice.
      if (child.field() >= 0) {
        value(parser, token, child.field());
      } else if (token == JsonToken.START_OBJECT) {
        object(parser, child);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void value(JsonParser parser, JsonToken token, int index) throws IOException {
    KeyBytes field = fields[index];
    field.clear();
    switch (token) {
      case VALUE_NULL -> FieldKeys.addNull(field);
      case VALUE_TRUE, VALUE_FALSE -> FieldKeys.addBoolean(token == JsonToken.VALUE_TRUE, field);
      case VALUE_STRING ->
          FieldKeys.addString(
              parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength(), field);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          number(parser.getText().getBytes(ISO_8859_1), field);
      default ->
          throw new SortKeyException(
              "field %s is %s (expected a string, a number, true, false or null)"
                  .formatted(
                      order.fields().get(index).path(),
                      token == JsonToken.START_ARRAY ? "an array" : "an object"));
    }
  }
}
