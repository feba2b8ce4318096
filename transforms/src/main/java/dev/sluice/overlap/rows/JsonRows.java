package dev.sluice.overlap.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.overlap.rows.Fields.IdKind;
import dev.sluice.sort.RecordParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads blocks of NDJSON: one object a line, the columns' names at its top. Lines of strings
 * without escapes, whole numbers, true, false and null are read right here; Jackson reads the rest,
 * and defines what is right. Of a name given twice the last value counts; null is empty.
 */
final class JsonRows implements RowFormat {
  private static final byte[] EMPTY = new byte[0];
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

  private final byte[] start;
  private final byte[] end;
  private final byte[] id;

  JsonRows(Columns columns) {
    this.start = columns.start().getBytes(UTF_8);
    this.end = columns.end().getBytes(UTF_8);
    this.id = columns.id() == null ? EMPTY : columns.id().getBytes(UTF_8);
  }

  @Override
  public void read(RowBlock block, Rows rows) {
    byte[] bytes = block.bytes();
    Fields fields = new Fields();
    int line = 0;
    int at = block.from();
    while (at < block.to()) {
      int to = at;
      while (to < block.to() && bytes[to] != '\n') {
        to++;
      }
      fields.clear();
      if (readPlain(bytes, at, to, fields)) {
        rows.add(line, bytes, fields);
      } else {
        readAny(line, Arrays.copyOfRange(bytes, at, to), fields, rows);
      }
      line++;
      at = to + 1;
    }
    rows.lines(line);
  }

  private boolean readPlain(byte[] bytes, int from, int to, Fields fields) {
    int at = from;
    if (at == to || bytes[at++] != '{') {
      return false;
    }
    while (true) {
      at = space(bytes, at, to);
      int nameFrom = at + 1;
      int nameTo = string(bytes, at, to) - 1;
      if (nameTo < nameFrom) {
        return false;
      }
      at = space(bytes, nameTo + 1, to);
      if (at == to || bytes[at++] != ':') {
        return false;
      }
      int valueFrom = space(bytes, at, to);
      int valueTo = value(bytes, valueFrom, to);
      if (valueTo < 0) {
        return false;
      }
      take(bytes, nameFrom, nameTo, valueFrom, valueTo, fields);
      at = space(bytes, valueTo, to);
      if (at == to) {
        return false;
      }
      byte next = bytes[at++];
      if (next == '}') {
        return space(bytes, at, to) == to;
      }
      if (next != ',') {
        return false;
      }
    }
  }

  private static int space(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r')) {
      at++;
    }
    return at;
  }

  /** Where a string ends, behind its last quote; -1 if it is none, or has escapes. */
  private static int string(byte[] bytes, int from, int to) {
    if (from >= to || bytes[from] != '"') {
      return -1;
    }
    // Whether other bytes are UTF-8 is for Jackson to say.
    for (int i = from + 1; i < to && bytes[i] >= ' ' && bytes[i] != '\\'; i++) {
      if (bytes[i] == '"') {
        return i + 1;
      }
    }
    return -1;
  }

  private static int value(byte[] bytes, int from, int to) {
    if (from == to) {
      return -1;
    }
    return switch (bytes[from]) {
      case '"' -> string(bytes, from, to);
      case 'n' -> literal(bytes, from, to, NULL);
      case 't' -> literal(bytes, from, to, TRUE);
      case 'f' -> literal(bytes, from, to, FALSE);
      default -> number(bytes, from, to);
    };
  }

  private static int literal(byte[] bytes, int from, int to, byte[] literal) {
    int end = from + literal.length;
    return end <= to && Arrays.equals(bytes, from, end, literal, 0, literal.length) ? end : -1;
  }

  /** A whole number. */
  private static int number(byte[] bytes, int from, int to) {
    int first = bytes[from] == '-' ? from + 1 : from;
    int at = first;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    boolean whole =
        at > first
            && (bytes[first] != '0' || at == first + 1)
            && (at == to || (bytes[at] != '.' && bytes[at] != 'e' && bytes[at] != 'E'));
    return whole ? at : -1;
  }

  private void take(
      byte[] bytes, int nameFrom, int nameTo, int valueFrom, int valueTo, Fields fields) {
    boolean isString = bytes[valueFrom] == '"';
    int from = isString ? valueFrom + 1 : valueFrom;
    int to = isString ? valueTo - 1 : bytes[valueFrom] == 'n' ? valueFrom : valueTo;
    if (Arrays.equals(bytes, nameFrom, nameTo, start, 0, start.length)) {
      fields.startFrom = from;
      fields.startTo = to;
    }
    if (Arrays.equals(bytes, nameFrom, nameTo, end, 0, end.length)) {
      fields.endFrom = from;
      fields.endTo = to;
    }
    if (id.length > 0 && Arrays.equals(bytes, nameFrom, nameTo, id, 0, id.length)) {
      fields.idFrom = valueFrom;
      fields.idTo = valueTo;
      fields.idKind = IdKind.JSON;
    }
  }

  private void readAny(int number, byte[] line, Fields fields, Rows rows) {
    ByteArrayOutputStream texts = new ByteArrayOutputStream();
    fields.clear();
    // Jackson would take two leading bytes with a zero for UTF-16.
    if (space(line, 0, line.length) == line.length || line[0] < '\t') {
      rows.bad(number, "it is no JSON object in UTF-8");
      return;
    }
    try (JsonParser parser = RecordParser.of(line, 0, line.length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        rows.bad(number, "it is no JSON object in UTF-8");
        return;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        byte[] name = parser.getCurrentName().getBytes(UTF_8);
        JsonToken token = parser.nextToken();
        take(name, parser, token, texts, fields);
        parser.skipChildren();
      }
      if (parser.nextToken() != null) {
        rows.bad(number, "something follows its object (expected the line's end)");
        return;
      }
      rows.add(number, texts.toByteArray(), fields);
    } catch (JsonProcessingException e) {
      rows.bad(
          number,
          "it is not valid JSON (near its byte %d)".formatted(e.getLocation().getByteOffset()));
    } catch (IOException e) {
      rows.bad(number, "it is not valid JSON (%s)".formatted(e.getMessage()));
    }
  }

  private void take(
      byte[] name, JsonParser parser, JsonToken token, ByteArrayOutputStream texts, Fields fields)
      throws IOException {
    boolean isStart = Arrays.equals(name, start);
    boolean isEnd = Arrays.equals(name, end);
    boolean isId = id.length > 0 && Arrays.equals(name, id);
    if (!isStart && !isEnd && !isId) {
      return;
    }
    int from = texts.size();
    texts.writeBytes(parser.getText().getBytes(UTF_8));
    int to = texts.size();
    int timeTo = token == JsonToken.VALUE_NULL ? from : to;
    if (isStart) {
      fields.startFrom = from;
      fields.startTo = timeTo;
    }
    if (isEnd) {
      fields.endFrom = from;
      fields.endTo = timeTo;
    }
    if (isId) {
      fields.idFrom = from;
      fields.idTo = to;
      fields.idKind =
          token == JsonToken.VALUE_STRING
              ? IdKind.STRING
              : token.isScalarValue() ? IdKind.JSON : IdKind.NONE;
    }
  }
}
