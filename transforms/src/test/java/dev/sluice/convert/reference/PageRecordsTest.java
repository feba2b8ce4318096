package dev.sluice.convert.reference;

import static dev.sluice.convert.Conversions.document;
import static dev.sluice.convert.Conversions.lines;
import static dev.sluice.convert.Conversions.summary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.convert.Conversions;
import dev.sluice.convert.LineSink;
import dev.sluice.convert.records.BadRecordException;
import dev.sluice.convert.records.ConversionSummary;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.RowSink;
import dev.sluice.convert.records.Rows;
import dev.sluice.convert.records.Shape;
import dev.sluice.convert.records.Tally;
import dev.sluice.sort.SortKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PageRecordsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RecordSettings PAGES = RecordSettings.of(Rows.PAGE);

  @Test
  void writesThePagesColumnsAndThenItsRevisions() throws IOException {
    String xml =
        document(
            "<page><title>T</title><ns>0</ns><id>1</id><redirect title='R'/><restrictions>x"
                + "</restrictions><revision><id>2</id></revision><upload/>"
                + "<revision><id>3</id><text>é😀</text></revision></page>"
                + "<page><id>4</id></page>");
    List<String> revisions = lines(xml);
    String page =
        "{\"wiki_id\":\"testwiki\",\"page_id\":1,\"page_namespace_id\":0,\"page_title\":\"T\","
            + "\"page_redirect_target\":\"R\",\"page_restrictions\":\"x\",";
    assertThat(revisions).hasSize(2).allMatch(line -> line.startsWith(page));
    assertThat(lines(xml, PAGES))
        .containsExactly(
            "%s\"revisions\":[{%s,{%s]}"
                .formatted(
                    page,
                    revisions.get(0).substring(page.length()),
                    revisions.get(1).substring(page.length())),
            "{\"wiki_id\":\"testwiki\",\"page_id\":4,\"page_namespace_id\":null,"
                + "\"page_title\":null,\"page_redirect_target\":null,\"page_restrictions\":null,"
                + "\"revisions\":[]}");
    ConversionSummary summary = summary(xml, PAGES);
    assertThat(summary.pages()).isEqualTo(2);
    assertThat(summary.records()).isEqualTo(2);
    assertThat(summary.texts()).containsEntry("present", 1L).containsEntry("missing", 1L);
    assertThat(summary.unknownElements()).containsOnlyKeys("page/upload");
  }

  @Property(tries = 200)
  void putsRevisionsInTheNaturalOrderOfRevisions(
      @ForAll @Size(max = 12) List<@IntRange(max = 3) Integer> times, @ForAll long seed)
      throws IOException {
    String[] stamps = {null, "2001", "2001-01-01T00:00:00Z", "\ud83d\ude00"};
    StringBuilder xml = new StringBuilder();
    List<String> order = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      long id = Math.floorMod(seed + 7L * i, 5L) - 1;
      String stamp = stamps[times.get(i)];
      xml.append("<revision><id>").append(id).append("</id>");
      xml.append(stamp == null ? "" : "<timestamp>" + stamp + "</timestamp>");
      xml.append("<comment>").append(i).append("</comment></revision>");
    }
    String page = document("<page><id>1</id>" + xml + "</page>");
    // What the sort of revision rows makes of it is what the array has to be.
    List<String> rows = new ArrayList<>(lines(page));
    SortKeys keys = SortKeys.of(Rows.REVISION.naturalOrder());
    rows.sort((left, right) -> Arrays.compareUnsigned(key(keys, left), key(keys, right)));
    for (String row : rows) {
      order.add(JSON.readTree(row).get("revision_comment").textValue());
    }
    JsonNode record = JSON.readTree(lines(page, PAGES).get(0));
    assertThat(record.get("revisions").findValuesAsText("revision_comment")).isEqualTo(order);
  }

  private static byte[] key(SortKeys keys, String row) {
    try {
      byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
      keys.take(bytes, 0, bytes.length);
      return Arrays.copyOf(keys.bytes(), keys.length());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void givesARowForEachPartOfAPageThatIsSplit() throws IOException {
    String part = "<page><id>1</id><revision/></page>";
    assertThat(lines(document(part + part), PAGES)).hasSize(2);
  }

  @Test
  void refusesAPageThatIsTooLarge() {
    String xml =
        document(
            "<page><title>T</title><id>7</id>"
                + "<revision><comment>x</comment></revision>".repeat(1000)
                + "</page>");
    assertThatThrownBy(() -> withMost(100_000, xml, PAGES))
        .isInstanceOf(BadRecordException.class)
        .hasMessage(
            "the record is too large (more than 100000 bytes, an eighth of the heap; -Xmx gives"
                + " more)");
  }

  @Test
  void refusesAPageOfMoreRevisionsThanItCanPutInOrder() {
    RecordSettings few = chosen("revision_id");
    String xml = document("<page>" + "<revision/>".repeat(1000) + "</page>");
    assertThatThrownBy(() -> withMost(100_000, xml, few))
        .isInstanceOf(BadRecordException.class)
        .hasMessageStartingWith("the record is too large (more than 100000 bytes");
  }

  private static void withMost(int mostBytes, String xml, RecordSettings settings)
      throws Exception {
    Tally tally = new Tally();
    RowSink sink = new LineSink(new ByteArrayOutputStream());
    XmlCursor at = new XmlCursor(XmlParsers.open(new java.io.StringReader(xml)), tally.unknown());
    at.root();
    at.nextChild();
    at.skip();
    at.nextChild();
    new PageRows(settings, sink, tally, mostBytes)
        .write(new PageReader(at, new Whereabouts(), null), List.of());
  }

  @Test
  void takesTheColumnsOfPageAndRevisionsThatAreChosen() throws IOException {
    String xml = document("<page><title>T</title><id>1</id><revision><id>2</id></revision></page>");
    assertThat(lines(xml, chosen("page_title"))).containsExactly("{\"page_title\":\"T\"}");
    assertThat(lines(xml, chosen("revision_id", "page_id")))
        .containsExactly("{\"page_id\":1,\"revisions\":[{\"revision_id\":2}]}");
    assertThat(lines(xml, chosen("page_id", "revisions", "revision_id")))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line)
                    .startsWith("{\"page_id\":1,\"revisions\":[{\"revision_id\":2,")
                    .contains("\"revision_content_slots\":{\"main\":"));
  }

  private static RecordSettings chosen(String... columns) {
    return new RecordSettings("page", Shape.WMF, List.of(columns), new TreeSet<>());
  }

  @Test
  void readsPagesFromAStream() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] xml = document("<page/>").getBytes(StandardCharsets.UTF_8);
    Conversions.convert(Conversions.standardInput(xml), PAGES, out);
    assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("\"revisions\":[]}\n");
  }
}
