package dev.sluice.convert.records;

import static dev.sluice.convert.Conversions.document;
import static dev.sluice.convert.Conversions.lines;
import static dev.sluice.convert.Conversions.summary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.convert.ConvertSettings;
import dev.sluice.convert.decompress.DumpInput;
import dev.sluice.convert.reference.XmlConverter;
import dev.sluice.sort.SortOrder;
import dev.sluice.step.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordSettingsTest {
  private static final String NAMESPACES =
      "<namespaces><namespace key='-1'>Special</namespace><namespace key='0' /><namespace key='1'>"
          + "Talk</namespace><namespace key='4'>Project</namespace></namespaces>";

  @Test
  void knowsTheColumnsOfEveryKind() throws IOException {
    String xml = document("<page><revision/></page><logitem/>");
    for (Rows rows : Rows.values()) {
      String line = lines(xml, RecordSettings.of(rows)).get(0);
      for (String column : rows.columns()) {
        assertThat(line).contains("\"" + column + "\":");
      }
    }
    assertThat(Rows.PAGE.columns())
        .hasSize(Rows.REVISION.columns().size() + 1)
        .startsWith("wiki_id", "page_id")
        .contains("revisions");
    assertThat(Rows.LOGITEM.columns()).hasSize(13);
  }

  @Test
  void knowsTheNaturalOrders() {
    assertThat(RecordSettings.of(Rows.REVISION).naturalOrder())
        .hasToString("wiki_id,page_id,revision_dt,revision_id");
    assertThat(RecordSettings.of(Rows.PAGE).naturalOrder()).hasToString("wiki_id,page_id");
    assertThat(RecordSettings.of(Rows.LOGITEM).naturalOrder()).hasToString("wiki_id,log_id");
    assertThat(raw("page", List.of(), new TreeSet<>()).naturalOrder()).isEqualTo(SortOrder.NONE);
  }

  @Test
  void knowsWhatADumpIsMadeOf() {
    assertThat(Rows.ofFamily("pages-logging")).isEqualTo(Rows.LOGITEM);
    assertThat(Rows.ofFamily("content-history")).isEqualTo(Rows.REVISION);
    assertThat(Rows.PAGE.isIn("pages-logging")).isFalse();
    assertThat(Rows.LOGITEM.isIn("pages-articles")).isFalse();
  }

  @Test
  void writesTheChosenColumnsInTheirOrder() throws IOException {
    String xml =
        document(
            "<page><title>T</title><id>1</id><revision><id>2</id></revision></page><logitem/>");
    assertThat(lines(xml, chosen("revision", "revision_id", "page_title")))
        .containsExactly("{\"page_title\":\"T\",\"revision_id\":2}");
    assertThat(lines(xml, chosen("logitem", "log_is_visible", "wiki_id")))
        .containsExactly("{\"wiki_id\":\"testwiki\",\"log_is_visible\":true}");
  }

  @Test
  void givesTheFieldsToSortByBesideARecordWithoutThem() throws IOException {
    String xml =
        document(
            "<page><title>T</title><id>1</id><revision><id>2</id><timestamp>t</timestamp>"
                + "</revision></page>");
    assertThat(records(xml, chosen("revision", "page_title"), "page_id,revision_dt:desc"))
        .containsExactly("{\"page_title\":\"T\"} {\"page_id\":1,\"revision_dt\":\"t\"}");
    assertThat(
            records(
                xml, chosen("revision", "page_title"), "revision_content_slots.main.content_size"))
        .singleElement()
        .satisfies(
            record ->
                assertThat(record)
                    .startsWith("{\"page_title\":\"T\"} {\"revision_content_slots\":{\"main\":"));
    assertThat(records(xml, chosen("revision", "page_id", "page_title"), "page_id"))
        .containsExactly("{\"page_id\":1,\"page_title\":\"T\"} {\"page_id\":1}");
    assertThat(records(xml, chosen("page", "page_title"), "wiki_id,page_id"))
        .containsExactly("{\"page_title\":\"T\"} {\"wiki_id\":\"testwiki\",\"page_id\":1}");
  }

  private static List<String> records(String xml, RecordSettings settings, String order)
      throws IOException {
    List<String> records = new ArrayList<>();
    RowSink sink =
        new RowSink() {
          @Override
          public SortOrder order() {
            return SortOrder.parse(order);
          }

          @Override
          public void record(JsonText record, JsonText fields) {
            records.add(text(record) + " " + text(fields));
          }

          @Override
          public void endOfPage() {}
        };
    try (DumpInput input =
        DumpInput.open(
            new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), "x", bytes -> {})) {
      new XmlConverter(input, settings, sink, new Tally())
          .convert(Objects.requireNonNull(input.nextDocument(0)));
    }
    return records;
  }

  private static String text(JsonText json) {
    return new String(json.bytes(), json.offset(), json.length(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<ns>4</ns><title>Talk:x</title> | 4",
        "<title>Talk:x</title>           | 1",
        "<title>Project:Talk:x</title>   | 4",
        "<title>x</title>                | 0",
        "<title>Star Wars: x</title>     | 0",
        "<title>talk:x</title>           | 0",
        "<title>:Talk:x</title>          | 0",
        "<ns>-1</ns>                     | -1",
      })
  void takesThePagesOfANamespace(String elements, long namespace) throws IOException {
    String xml =
        "<mediawiki><siteinfo>%s</siteinfo><page>%s<revision/><id/></page></mediawiki>"
            .formatted(NAMESPACES, elements)
            .replace("<id/>", "");
    for (long wanted = -2; wanted < 6; wanted++) {
      ConversionSummary summary = summary(xml, inNamespaces("revision", wanted));
      assertThat(summary.records()).isEqualTo(wanted == namespace ? 1 : 0);
      assertThat(summary.skipped()).isEqualTo(wanted == namespace ? 0 : 1);
      assertThat(summary.pages()).isEqualTo(1);
    }
  }

  @Test
  void goesOnAfterAPageThatItPassed() throws IOException {
    String xml =
        document(
            "<page><ns>1</ns><x/><revision><id>no</id><y/></revision>stray<z/><revision/></page>"
                + "<page><ns>1</ns></page><page><ns>0</ns><revision/></page>");
    ConversionSummary summary = summary(xml, inNamespaces("page", 0));
    assertThat(summary.records()).isEqualTo(1);
    assertThat(summary.skipped()).isEqualTo(2);
    assertThat(summary.texts()).containsEntry("missing", 1L);
    assertThat(summary.unknownElements()).containsOnlyKeys("page/x");
  }

  @Test
  void takesTheLogItemsOfANamespaceByTheirTitles() throws IOException {
    String xml =
        "<mediawiki><siteinfo>"
            + NAMESPACES
            + "</siteinfo><logitem><id>1</id><logtitle>Talk:x</logtitle></logitem>"
            + "<logitem><id>2</id><logtitle>x</logtitle></logitem>"
            + "<logitem><id>3</id><text deleted='deleted'/></logitem></mediawiki>";
    ConversionSummary summary = summary(xml, inNamespaces("logitem", 0));
    assertThat(summary.records()).isEqualTo(1);
    assertThat(summary.skipped()).isEqualTo(2);
    assertThat(lines(xml, inNamespaces("logitem", 0, 1))).hasSize(2);
  }

  @Test
  void refusesToGuessANamespace() {
    assertThatThrownBy(
            () ->
                lines(
                    document("<page><title>A:b</title><id>1</id></page>"), inNamespaces("page", 0)))
        .hasMessageContaining(
            "the namespace of \"A:b\" cannot be told (no ns, and no namespaces in the siteinfo;"
                + " expected one) at byte ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "revisoin | WMF | page_id         |   | Cannot make rows of revisoin in the shape wmf (expected revision, page or logitem; any element in the shape raw)",
        "revision | WMF | log_id          |   | Cannot take column log_id: revision rows have none of that name",
        "page     | WMF | page_id,page_id |   | Cannot take column page_id: it is named twice (expected once)",
        "page     | RAW | page_id         |   | Cannot take columns in the shape raw: it knows none (expected the shape wmf)",
        "page     | RAW |                 | 0 | Cannot choose namespaces in the shape raw: it knows none (expected the shape wmf)",
        "a b      | RAW |                 |   | Cannot make rows of \"a b\": it is no element's name",
      })
  void refusesWhatCannotBeHad(
      String rows, Shape shape, String columns, Long namespace, String sentence) {
    List<String> names = columns == null ? List.of() : Arrays.asList(columns.split(","));
    SortedSet<Long> namespaces = new TreeSet<>();
    if (namespace != null) {
      namespaces.add(namespace);
    }
    assertThatThrownBy(() -> new RecordSettings(rows, shape, names, namespaces))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "revision | RAW |                   | Cannot verify SHA-1s in the shape raw: it knows no texts (expected the shape wmf)",
        "logitem  | WMF |                   | Cannot verify SHA-1s of logitem rows: they have no texts (expected revision or page)",
        "revision | WMF | page_id           | Cannot verify SHA-1s without the texts: the columns leave them out (expected revision_content_slots)",
        "page     | WMF | page_id,user_text | Cannot verify SHA-1s without the texts: the columns leave them out (expected revision_content_slots)",
      })
  void refusesToVerifyWhatHasNoTexts(String rows, Shape shape, String columns, String sentence) {
    assertThatThrownBy(() -> verifying(rows, shape, columns == null ? "" : columns))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"revision", "page"})
  void verifiesWhateverHasTexts(String rows) {
    assertThat(verifying(rows, Shape.WMF, "").verifySha1()).isTrue();
    assertThat(verifying(rows, Shape.WMF, "revision_content_slots").verifySha1()).isTrue();
    assertThat(verifying("page", Shape.WMF, "revisions").verifySha1()).isTrue();
  }

  private static RecordSettings verifying(String rows, Shape shape, String columns) {
    List<String> names = columns.isEmpty() ? List.of() : Arrays.asList(columns.split(","));
    return new RecordSettings(rows, shape, names, new TreeSet<>(), true);
  }

  @Property(tries = 50)
  void goesThereAndBackAsJsonAndAsAnObject(
      @ForAll Rows rows, @ForAll Set<Long> namespaces, @ForAll boolean raw) throws IOException {
    RecordSettings settings =
        raw
            ? raw("x:y", List.of(), new TreeSet<>())
            : new RecordSettings(
                rows.label(), Shape.WMF, rows.columns().subList(1, 3), new TreeSet<>(namespaces));
    assertThat(Json.value(Json.text(settings), RecordSettings.class)).isEqualTo(settings);
    assertThat(SerializableUtils.clone(settings)).isEqualTo(settings);
    ConvertSettings convert =
        new ConvertSettings(
            settings,
            settings.naturalOrder(),
            URI.create("file:/x/"),
            URI.create("file:/y/"),
            1,
            true);
    assertThat(Json.value(Json.text(convert), ConvertSettings.class)).isEqualTo(convert);
  }

  private static RecordSettings chosen(String rows, String... columns) {
    return new RecordSettings(rows, Shape.WMF, List.of(columns), new TreeSet<>());
  }

  private static RecordSettings inNamespaces(String rows, long... namespaces) {
    SortedSet<Long> wanted = new TreeSet<>();
    for (long namespace : namespaces) {
      wanted.add(namespace);
    }
    return new RecordSettings(rows, Shape.WMF, List.of(), wanted);
  }

  private static RecordSettings raw(String rows, List<String> columns, SortedSet<Long> namespaces) {
    return new RecordSettings(rows, Shape.RAW, columns, namespaces);
  }
}
