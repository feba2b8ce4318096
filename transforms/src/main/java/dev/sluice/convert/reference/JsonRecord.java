package dev.sluice.convert.reference;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.convert.records.BadRecordException;
import dev.sluice.convert.records.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes records one after another into a buffer that it uses again: no insignificant space, and
 * strings escaped only where RFC 8259 demands it.
 */
final class JsonRecord {
  private final Utf8Buffer buffer;
  private final JsonGenerator json;

  /**
   * @param mostBytes in one record
   */
  JsonRecord(int mostBytes) {
    buffer = new Utf8Buffer(mostBytes);
    try {
      // Through characters: Jackson's own UTF-8 generator escapes all that is outside the BMP.
      json = new JsonFactoryBuilder().rootValueSeparator("").build().createGenerator(buffer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What refuses a record.
   *
   * @param mostBytes what it should not pass
   */
  static BadRecordException tooLarge(long mostBytes) {
    return new BadRecordException(
        "the record is too large (more than %d bytes%s)"
            .formatted(
                mostBytes,
                mostBytes < JsonText.MOST_BYTES ? ", an eighth of the heap; -Xmx gives more" : ""));
  }

  void start() throws IOException {
    buffer.clear();
    json.writeStartObject();
  }

  /** Ends the record; it is valid until the next one starts. */
  JsonText end() throws IOException {
    json.writeEndObject();
    json.flush();
    return new JsonText(buffer.bytes(), 0, buffer.length());
  }

  void string(String key, @Nullable String value) throws IOException {
    json.writeFieldName(key);
    json.writeString(value);
  }

  void integer(String key, @Nullable Long value) throws IOException {
    json.writeFieldName(key);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeNumber(value);
    }
  }

  void flag(String key, boolean value) throws IOException {
    json.writeBooleanField(key, value);
  }

  void startObject(String key) throws IOException {
    json.writeObjectFieldStart(key);
  }

  void startArray(String key) throws IOException {
    json.writeArrayFieldStart(key);
  }

  void endArray() throws IOException {
    json.writeEndArray();
  }

  /** A string in an array. */
  void string(String value) throws IOException {
    json.writeString(value);
  }

  /** An element of an array that is JSON already. */
  void value(byte[] utf8) throws IOException {
    json.writeRawValue("");
    json.flush();
    buffer.write(utf8);
  }

  /** Begins an object in an array. */
  void startObject() throws IOException {
    json.writeStartObject();
  }

  void endObject() throws IOException {
    json.writeEndObject();
  }

  /** How many bytes have been written. */
  int length() throws IOException {
    json.flush();
    return buffer.length();
  }

  /** Puts other bytes in the place of those from an offset on. */
  void replaceFrom(int offset, byte[] bytes) throws IOException {
    json.flush();
    System.arraycopy(bytes, 0, buffer.bytes(), offset, bytes.length);
  }

  /** Copies bytes that have been written. */
  void copy(int offset, int length, byte[] to, int toOffset) {
    System.arraycopy(buffer.bytes(), offset, to, toOffset, length);
  }
}
