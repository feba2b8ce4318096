package dev.sluice.convert;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes records one after another into a buffer that it uses again: no insignificant space, and
 * strings escaped only where RFC 8259 demands it.
 */
final class JsonRecord {
  private final Utf8Buffer buffer = new Utf8Buffer();
  private final JsonGenerator json;

  JsonRecord() {
    try {
      // Through characters: Jackson's own UTF-8 generator escapes all that is outside the BMP.
      json = new JsonFactoryBuilder().rootValueSeparator("").build().createGenerator(buffer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void start() throws IOException {
    buffer.clear();
    json.writeStartObject();
  }

  /** Ends the record and hands it on. */
  void end(RecordSink sink) throws IOException {
    json.writeEndObject();
    json.flush();
    sink.record(buffer.bytes(), 0, buffer.length());
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

  void endObject() throws IOException {
    json.writeEndObject();
  }
}
