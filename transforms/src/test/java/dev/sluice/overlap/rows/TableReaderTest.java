package dev.sluice.overlap.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.sluice.sort.LineInput;
import dev.sluice.step.SideBySide;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableReaderTest {
  private static final Columns COLUMNS = new Columns("s", "e", "i");

  /** Rows as text, {@code start|end|id}, and what was bad. */
  private record Found(List<String> rows, long bad) {}

  @Provide
  static Arbitrary<String> tables() {
    Arbitrary<String> fields =
        Arbitraries.oneOf(
            Arbitraries.integers().between(-20, 40).map(String::valueOf),
            Arbitraries.of("", "x", "\"7\"", "\"a,b\"", "\"a\nb\"", "\"a\"\"b\"", "5\" disk"),
            Arbitraries.of(" 3", "ä", "\"\"", "\"8\"9", "\\", "+4", "007"));
    Arbitrary<String> plain =
        Arbitraries.oneOf(
            Arbitraries.integers().between(-20, 40).map(String::valueOf), Arbitraries.of("", "x"));
    Arbitrary<String> ends =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.just("\n")),
            Tuple.of(2, Arbitraries.just("\r\n")),
            Tuple.of(1, Arbitraries.of("\r", "\n\n", "\r\n\r\n")));
    return Arbitraries.of(fields, plain)
        .flatMap(
            kind ->
                Combinators.combine(kind.list().ofMinSize(1).ofMaxSize(5), ends)
                    .as((row, end) -> String.join(",", row) + end)
                    .list()
                    .ofMaxSize(40)
                    .map(rows -> "e,i,s,more\n" + String.join("", rows)));
  }

  @Property(tries = 500)
  void findsInCsvWhatFastcsvFinds(
      @ForAll("tables") String table, @ForAll @IntRange(min = 1, max = 200) int blockBytes)
      throws Exception {
    List<String> expected = new ArrayList<>();
    int bad = 0;
    try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(table)) {
      for (CsvRecord record : csv) {
        if (record.getStartingLineNumber() > 1) {
          String row = row(record);
          bad += row.isEmpty() ? 1 : 0;
          if (!row.isEmpty()) {
            expected.add(row);
          }
        }
      }
    }
    Found found = read(table, blockBytes);
    assertThat(found.rows()).isEqualTo(expected);
    assertThat(found.bad()).isEqualTo(bad);
  }

  private static String row(CsvRecord record) {
    if (record.getFieldCount() < 3 || !record.getField(2).matches("[+-]?\\d+")) {
      return "";
    }
    String end = record.getField(0);
    if (!end.matches("([+-]?\\d+)?")
        || (!end.isEmpty() && Long.parseLong(end) < Long.parseLong(record.getField(2)))) {
      return "";
    }
    String id = record.getField(1);
    boolean number = id.matches("0|-?[1-9]\\d*");
    return "%d|%s|%s"
        .formatted(
            Long.parseLong(record.getField(2)),
            end.isEmpty() ? "open" : Long.parseLong(end),
            number
                ? id
                : "\""
                    + id.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\u000a")
                    + "\"");
  }

  @Provide
  static Arbitrary<Map<String, Object>> objects() {
    Arbitrary<Object> values =
        Arbitraries.oneOf(
            Arbitraries.integers().between(-9, 40).map(value -> (Object) value),
            Arbitraries.of("7", "", "a\"b", "ä", "x", true, List.of(1), Map.of("s", 3), 1.5));
    return Arbitraries.maps(Arbitraries.of("s", "e", "i", "o", "p\"q"), values.injectNull(0.1))
        .ofMaxSize(5)
        .map(LinkedHashMap::new);
  }

  @Property(tries = 300)
  void findsInJsonWhatJacksonFinds(
      @ForAll("objects") Map<String, Object> object, @ForAll boolean wide) throws Exception {
    ObjectMapper json = new ObjectMapper();
    String line =
        (wide ? json.writerWithDefaultPrettyPrinter() : json.writer()).writeValueAsString(object);
    String id = object.containsKey("i") ? json.writeValueAsString(object.get("i")) : "";
    String start = String.valueOf(object.get("s"));
    String end = object.get("e") == null ? "" : String.valueOf(object.get("e"));
    boolean good =
        start.matches("-?\\d+")
            && object.containsKey("e")
            && end.matches("(-?\\d+)?")
            && (end.isEmpty() || Long.parseLong(end) >= Long.parseLong(start))
            && !id.isEmpty()
            && !(object.get("i") instanceof List)
            && !(object.get("i") instanceof Map);
    Found found = read(line.replaceAll("\r?\n", " ") + "\n", 100);
    assertThat(found.bad()).isEqualTo(good ? 0 : 1);
    assertThat(found.rows())
        .isEqualTo(
            good
                ? List.of("%s|%s|%s".formatted(start, end.isEmpty() ? "open" : end, id))
                : List.of());
  }

  @Property(tries = 500)
  void readsTimesAsTheJdkDoes(
      @ForAll("moments") Instant moment, @ForAll @IntRange(min = -1080, max = 1080) int minutes) {
    OffsetDateTime there = moment.atOffset(ZoneOffset.ofTotalSeconds(60 * minutes));
    if (there.getYear() >= 0 && there.getYear() <= 9999) {
      assertThat(iso(there.toString())).isEqualTo(micros(moment));
    }
  }

  @Provide
  static Arbitrary<Instant> moments() {
    long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    long first = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    return Combinators.combine(
            Arbitraries.longs().between(first, last),
            Arbitraries.of(0L, 1L, 1_000L, 120_000L, 999_999L))
        .as((second, micros) -> Instant.ofEpochSecond(second, 1000 * micros));
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-29, 2024-02-29T00:00:00Z",
    "2024-02-29T01:02, 2024-02-29T01:02:00Z",
    "2024-02-29 01:02:03, 2024-02-29T01:02:03Z",
    "2024-02-29T01:02:03+0130, 2024-02-28T23:32:03Z",
    "2024-02-29T01:02:03-02, 2024-02-29T03:02:03Z",
    "2024-02-29T01:02:03.5z, 2024-02-29T01:02:03.5Z",
    "0000-03-01, 0000-03-01T00:00:00Z",
    "2024-02-29T01:02:03.123456000Z, 2024-02-29T01:02:03.123456Z"
  })
  void readsTimesOfEachKind(String text, Instant expected) {
    assertThat(iso(text)).isEqualTo(micros(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2023-02-29",
        "1900-02-29",
        "2024-13-01",
        "2024-00-01",
        "2024-04-31",
        "2024-1-01",
        "20240101",
        "2024-01-01T",
        "2024-01-01T24:00",
        "2024-01-01T01",
        "2024-01-01T01:60",
        "2024-01-01T01:02:60",
        "2024-01-01T01:02:03.",
        "2024-01-01T01:02:03.1234567Z",
        "2024-01-01T01:02:03Zx",
        "2024-01-01T01:02+19:00",
        "2024-01-01x",
        "2024-01-01 ",
        "+2024-01-01",
        "2024-01-01T01:02:03+1"
      })
  void refusesWhatIsNoTime(String text) {
    TimeText time = new TimeText();
    time.read(TimeForm.ISO, text.getBytes(UTF_8), 0, text.getBytes(UTF_8).length);
    assertThat(time.valid()).isFalse();
  }

  private static long micros(Instant moment) {
    return 1_000_000 * moment.getEpochSecond() + moment.getNano() / 1000;
  }

  private static long iso(String text) {
    TimeText time = new TimeText();
    long read = time.read(TimeForm.ISO, text.getBytes(UTF_8), 0, text.length());
    assertThat(time.valid()).as(text).isTrue();
    return read;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s,e|line 1: it has no column i (s, e; expected one of that name)",
        "s,e,i,s|line 1: it has more than one column s (s, e, i, s; expected one of that name)",
        "s,e,i~1,2,3~4,1,1|line 3: its e 1 is before its s 4 (expected not before it)",
        "s,e,i~~1,2,3~2024-01-01,,1|line 4: its s is no time (2024-01-01; expected a whole number)",
        "s,e,i~x,,1|line 2: its s is no time (x; expected a whole number or an ISO 8601 date or time such as 2026-01-01T00:00:00Z)",
        "s,e,i~,2,1|line 2: its s is empty (expected a time)",
        "s,e,i~1|line 2: it has no e (expected in every row)",
        "s,e,i~1,\"2~\",3~1,2|line 2: its e is no time (2 ; expected a whole number)",
        "{\"s\":1,\"e\":2,\"i\":3}~{\"s\":1}|line 2: it has no e (expected in every row)",
        "{\"s\":1,\"e\":2,\"i\":[]}|line 1: its i is no plain value (expected a string or a number)",
        "{\"s\":1,\"e\":2,\"i\":3}~~|line 2: it is no JSON object in UTF-8",
        "{\"s\":1,\"e\":2,|line 1: it is not valid JSON (near its byte 13)",
      })
  void namesTheLineOfABadRow(String table, String expected) throws Exception {
    assertThatThrownBy(() -> read(table.replace('~', '\n'), 4096, BadRows.FAIL))
        .isInstanceOf(IOException.class)
        .hasMessage("Cannot read table: " + expected);
  }

  @Test
  void findsLinesBeyondABlock() {
    StringBuilder table = new StringBuilder("s,e,i\n");
    for (int i = 0; i < 1000; i++) {
      table.append(i % 100 == 7 ? "1,2,\"a\nb\"\n" : "1,2,c\r\n");
    }
    assertThatThrownBy(() -> read(table + "1,0,1\n", 64, BadRows.FAIL))
        .hasMessageStartingWith("Cannot read table: line 1012: its e 0 is before its s 1");
  }

  @Test
  void readsWhatBeginsWithAByteOrderMarkAndLacksALastLineFeed() throws Exception {
    assertThat(read("\ufeffs,e,i\n1,2,3", 64).rows()).containsExactly("1|2|3");
    assertThat(read("\ufeff{\"s\":1,\"e\":2,\"i\":3}", 64).rows()).containsExactly("1|2|3");
    assertThat(read("", 64).rows()).isEmpty();
  }

  private static Found read(String table, int blockBytes) throws Exception {
    return read(table, blockBytes, BadRows.SKIP);
  }

  private static Found read(String table, int blockBytes, BadRows badRows) throws Exception {
    try (SideBySide team = new SideBySide("test")) {
      TableReader reader = new TableReader(team, COLUMNS, badRows, TimeForm.INTEGER, blockBytes);
      if (badRows == BadRows.FAIL) {
        reader = new TableReader(team, COLUMNS, badRows, null, blockBytes);
      }
      List<String> rows = new ArrayList<>();
      reader.read(
          new LineInput("table", () -> new ByteArrayInputStream(table.getBytes(UTF_8))),
          TableReaderTest::texts,
          rows::addAll);
      return new Found(rows, reader.bad());
    }
  }

  private static List<String> texts(Rows rows) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < rows.count(); i++) {
      int from = rows.ids().end(i - 1);
      String id = new String(rows.ids().json(), from, rows.ids().end(i) - from, UTF_8);
      texts.add(
          "%d|%s|%s"
              .formatted(
                  rows.starts()[i], rows.ends()[i] == Rows.OPEN ? "open" : rows.ends()[i], id));
    }
    return texts;
  }
}
