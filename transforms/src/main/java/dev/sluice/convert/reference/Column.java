package dev.sluice.convert.reference;

import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of records that are made of values of a type.
 *
 * @param name its key
 * @param writer writes key and value
 */
record Column<T>(String name, Writer<T> writer) {
  /** Writes a row's value under a key. */
  interface Writer<T> {
    void write(JsonRecord json, String key, T row) throws IOException;
  }

  interface StringOf<T> {
    @Nullable String of(T row);
  }

  interface IntegerOf<T> {
    @Nullable Long of(T row);
  }

  interface FlagOf<T> {
    boolean of(T row);
  }

  static <T> Column<T> string(String name, StringOf<T> value) {
    return new Column<>(name, (json, key, row) -> json.string(key, value.of(row)));
  }

  static <T> Column<T> integer(String name, IntegerOf<T> value) {
    return new Column<>(name, (json, key, row) -> json.integer(key, value.of(row)));
  }

  static <T> Column<T> flag(String name, FlagOf<T> value) {
    return new Column<>(name, (json, key, row) -> json.flag(key, value.of(row)));
  }

  /** The same column of rows that have such values in them. */
  <R> Column<R> of(Function<R, T> part) {
    return new Column<>(name, (json, key, row) -> writer.write(json, key, part.apply(row)));
  }

  void write(JsonRecord json, T row) throws IOException {
    writer.write(json, name, row);
  }
}
