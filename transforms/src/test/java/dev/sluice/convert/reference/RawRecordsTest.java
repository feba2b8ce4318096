package dev.sluice.convert.reference;

import static dev.sluice.convert.Conversions.document;
import static dev.sluice.convert.Conversions.lines;
import static dev.sluice.convert.Conversions.summary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.convert.records.BadRecordException;
import dev.sluice.convert.records.ConversionSummary;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.Shape;
import dev.sluice.convert.records.UnknownElements;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawRecordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          <r/>                                       | {}
          <r>x</r>                                   | {"#text":"x"}
          <r> </r>                                   | {"#text":" "}
          <r><a/></r>                                | {"a":""}
          <r><a></a><!-- c --><?p i?></r>            | {"a":""}
          <r><a> x </a></r>                          | {"a":" x "}
          <r> <a>1</a> <b>2</b> </r>                 | {"a":"1","b":"2"}
          <r><b>1</b><a>2</a><b>3</b></r>            | {"b":["1","3"],"a":"2"}
          <r><a/><a b="c"/><a><d/></a></r>           | {"a":["",{"@b":"c"},{"d":""}]}
          <r><a id="7">x</a></r>                     | {"a":{"@id":"7","#text":"x"}}
          <r><a id="7"> </a></r>                     | {"a":{"@id":"7","#text":" "}}
          <r y="1" x="2" xml:space="preserve"/>      | {"@y":"1","@x":"2","@xml:space":"preserve"}
          <r> one <a/> <b/>two<a/></r>               | {"a":["",""],"b":"","#text":" one two"}
          <r>a<![CDATA[<b> ]]>&amp;&#65;<!-- -->c</r> | {"#text":"a<b> &Ac"}
          <r><x:a xmlns:x="u"/><a/></r>              | {"x:a":{"@xmlns:x":"u"},"a":""}
          <r><id>1</id><r>2</r></r>                  | {"id":"1","r":"2"}
          <r><a>"\\/é😀</a></r>                      | {"a":"\\"\\\\/é😀"}
          """)
  void makesJsonOfAnyElement(String xml, String json) throws IOException {
    assertThat(lines(document(xml), raw("r"))).containsExactly(json);
  }

  @Test
  void findsRowsWhereverTheyStandAndCountsWhatIsOutsideOfThem() throws IOException {
    String xml =
        document(
            "<r>1</r><page>stray<title>T</title><title/><q> <r>2<r>3</r></r> </q></page>"
                + "<e><x/> stray</e><r/>");
    assertThat(lines(xml, raw("r")))
        .containsExactly("{\"#text\":\"1\"}", "{\"r\":\"3\",\"#text\":\"2\"}", "{}");
    ConversionSummary summary = summary(xml, raw("r"));
    assertThat(summary.records()).isEqualTo(3);
    assertThat(summary.pages()).isZero();
    assertThat(summary.unknownElements())
        .isEqualTo(
            Map.of(
                "siteinfo/dbname", 1L,
                "page/title", 2L,
                "page/#text", 1L,
                "e/x", 1L,
                "e/#text", 1L));
  }

  @Test
  void takesSiteInformationForAnElementLikeOthers() throws IOException {
    assertThat(lines(document("<page/><siteinfo/>"), raw("siteinfo")))
        .containsExactly("{\"dbname\":\"testwiki\"}", "{}");
    assertThat(lines(document(""), raw("mediawiki"))).isEmpty();
  }

  @Test
  void readsARevisionAsItIs() throws IOException {
    assertThat(
            lines(
                document(
                    "<page><revision>\n <id>2</id>\n <id>3</id><minor />\n <text bytes='1'"
                        + " xml:space='preserve'>x\r\n</text></revision></page>"),
                raw("revision")))
        .containsExactly(
            "{\"id\":[\"2\",\"3\"],\"minor\":\"\",\"text\":{\"@bytes\":\"1\","
                + "\"@xml:space\":\"preserve\",\"#text\":\"x\\n\"}}");
  }

  @Test
  void readsElementsAsDeepAsTheParserDoes() throws IOException {
    int depth = 900;
    assertThat(
            lines(document("<r>" + "<a>".repeat(depth) + "</a>".repeat(depth) + "</r>"), raw("r")))
        .containsExactly("{\"a\":".repeat(depth) + "\"\"" + "}".repeat(depth));
  }

  @Test
  void refusesARowThatIsTooLarge() throws Exception {
    XmlCursor at =
        new XmlCursor(
            XmlParsers.open(new StringReader("<r>" + "<a>x</a>".repeat(1000) + "</r>")),
            new UnknownElements());
    at.root();
    assertThatThrownBy(() -> RawElement.read(at, new RawElement.Room(100_000)))
        .isInstanceOf(BadRecordException.class)
        .hasMessageStartingWith("the record is too large (more than 100000 bytes");
  }

  @Test
  void refusesWhatIsNoDump() {
    assertThatThrownBy(() -> lines("<html><r/></html>", raw("r")))
        .hasMessageContaining("it is not a dump (root html; expected mediawiki)");
  }

  private static RecordSettings raw(String element) {
    return new RecordSettings(element, Shape.RAW, List.of(), new TreeSet<>());
  }
}
