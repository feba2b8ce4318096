package dev.sluice.convert;

import static dev.sluice.convert.Conversions.document;
import static dev.sluice.convert.Conversions.lines;
import static dev.sluice.convert.Conversions.main;
import static dev.sluice.convert.Conversions.only;
import static dev.sluice.convert.Conversions.revision;
import static dev.sluice.convert.Conversions.summary;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.convert.records.ConversionSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevisionRecordsTest {
  @Test
  void writesEveryColumnInOrder() throws IOException {
    String xml =
        """
        <mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
          <siteinfo>
            <sitename>Test</sitename><dbname>testwiki</dbname><base>x</base>
            <generator>MediaWiki</generator><case>first-letter</case>
            <namespaces><namespace key="-2" case="first-letter">Media</namespace></namespaces>
          </siteinfo>
          <page>
            <title>Talk:A &amp; B</title>
            <ns>1</ns>
            <id>12</id>
            <redirect title="C/D" />
            <restrictions>edit=sysop</restrictions>
            <revision>
              <id>34</id>
              <parentid>33</parentid>
              <timestamp>2001-01-15T13:15:00Z</timestamp>
              <contributor><username>Ann "A"</username><id>56</id></contributor>
              <minor />
              <comment>a\tb</comment>
              <origin>34</origin>
              <model>wikitext</model>
              <format>text/x-wiki</format>
              <text bytes="5" sha1="textsha" id="78" location="tt:78" xml:space="preserve">Hé\\
        😀</text>
              <content>
                <role>z</role><origin>30</origin><model>json</model>
                <format>application/json</format>
                <text bytes="2" sha1="zsha" location="tt:9">{}</text>
              </content>
              <content><role>a</role><origin>-1</origin><text bytes="0" sha1="" /></content>
              <sha1>revsha</sha1>
            </revision>
          </page>
        </mediawiki>
        """;
    assertThat(lines(xml))
        .containsExactly(
            "{\"wiki_id\":\"testwiki\",\"page_id\":12,\"page_namespace_id\":1,"
                + "\"page_title\":\"Talk:A & B\",\"page_redirect_target\":\"C/D\","
                + "\"page_restrictions\":\"edit=sysop\",\"revision_id\":34,"
                + "\"revision_parent_id\":33,\"revision_dt\":\"2001-01-15T13:15:00Z\","
                + "\"user_id\":56,\"user_text\":\"Ann \\\"A\\\"\",\"user_is_visible\":true,"
                + "\"revision_is_minor_edit\":true,\"revision_comment\":\"a\\tb\","
                + "\"revision_comment_is_visible\":true,\"revision_sha1\":\"revsha\","
                + "\"revision_size\":5,\"revision_content_is_visible\":true,"
                + "\"revision_content_state\":\"present\",\"revision_content_slots\":{"
                + "\"main\":{\"content_body\":\"Hé\\\\\\n😀\",\"content_format\":\"text/x-wiki\","
                + "\"content_model\":\"wikitext\",\"content_sha1\":\"textsha\",\"content_size\":5,"
                + "\"origin_rev_id\":34,\"text_id\":78,\"text_location\":\"tt:78\"},"
                + "\"a\":{\"content_body\":\"\",\"content_format\":null,\"content_model\":null,"
                + "\"content_sha1\":null,\"content_size\":0,\"origin_rev_id\":null,"
                + "\"text_id\":null,\"text_location\":null},"
                + "\"z\":{\"content_body\":\"{}\",\"content_format\":\"application/json\","
                + "\"content_model\":\"json\",\"content_sha1\":\"zsha\",\"content_size\":2,"
                + "\"origin_rev_id\":30,\"text_id\":null,\"text_location\":\"tt:9\"}}}");
    ConversionSummary summary = summary(xml);
    assertThat(summary.documents()).isEqualTo(1);
    assertThat(summary.pages()).isEqualTo(1);
    assertThat(summary.records()).isEqualTo(1);
    assertThat(summary.schemaVersions()).containsExactly("0.11");
    assertThat(summary.unknownElements()).isEmpty();
    assertThat(summary.texts())
        .isEqualTo(Map.of("present", 2L, "empty", 1L, "deleted", 0L, "missing", 0L, "stub", 0L));
  }

  @Test
  void writesNullsForWhatIsAbsent() throws IOException {
    assertThat(lines("<mediawiki><page><revision/></page></mediawiki>"))
        .containsExactly(
            "{\"wiki_id\":null,\"page_id\":null,\"page_namespace_id\":null,\"page_title\":null,"
                + "\"page_redirect_target\":null,\"page_restrictions\":null,\"revision_id\":null,"
                + "\"revision_parent_id\":null,\"revision_dt\":null,\"user_id\":null,"
                + "\"user_text\":null,\"user_is_visible\":false,\"revision_is_minor_edit\":false,"
                + "\"revision_comment\":\"\",\"revision_comment_is_visible\":true,"
                + "\"revision_sha1\":null,\"revision_size\":null,"
                + "\"revision_content_is_visible\":true,\"revision_content_state\":\"missing\","
                + "\"revision_content_slots\":{\"main\":{\"content_body\":null,"
                + "\"content_format\":null,\"content_model\":null,\"content_sha1\":null,"
                + "\"content_size\":null,\"origin_rev_id\":null,\"text_id\":null,"
                + "\"text_location\":null}}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "<text>x</text>                             | present | x",
        "<text bytes='1' id='5'>x</text>            | present | x",
        "<text bytes='0'> </text>                   | present | ' '",
        "<text/>                                    | empty   | ''",
        "<text></text>                              | empty   | ''",
        "<text bytes='0'/>                          | empty   | ''",
        "<text bytes=' 0 '><!--x--></text>          | empty   | ''",
        "<text bytes='7'/>                          | missing | -",
        "<text bytes='-1'/>                         | missing | -",
        "<text bytes=''/>                           | missing | -",
        "<text bytes='0' id='5'/>                   | stub    | -",
        "<text bytes='7' location='tt:1'/>          | stub    | -",
        "<text id=''/>                              | stub    | -",
        "<text deleted='deleted'/>                  | deleted | -",
        "<text bytes='7' id='5' deleted='deleted'/> | deleted | -",
        "<text deleted=''>x</text>                  | deleted | -",
        "<id>1</id>                                 | missing | -",
      })
  void tellsTheStatesOfATextApart(String elements, String state, String body) throws IOException {
    JsonNode record = only(revision(elements));
    assertThat(record.get("revision_content_state").textValue()).isEqualTo(state);
    assertThat(record.get("revision_content_is_visible").booleanValue())
        .isEqualTo(!state.equals("deleted"));
    assertThat(record.get("revision_content_slots").get("main").get("content_body").textValue())
        .isEqualTo(body);
    assertThat(summary(revision(elements)).texts()).containsEntry(state, 1L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "''                                                                       | - | - | false",
        "<contributor deleted='deleted'/>                                         | - | - | false",
        "<contributor deleted='deleted'><username>x</username></contributor>      | - | - | false",
        "<contributor><ip>::1</ip></contributor>                                | - | ::1 | true",
        "<contributor><username>A</username><id>7</id></contributor>              | 7 | A | true",
        "<contributor><id>0</id><username>imp>A</username></contributor>      | 0 | imp>A | true",
        "<contributor><username>A</username><id>-1</id></contributor>             | - | A | true",
        "<contributor><username/><id/></contributor>                             | - | '' | true",
        "<contributor><ip>1.2.3.4</ip><username>A</username></contributor>        | - | A | true",
        "<contributor/>                                                           | - | - | true",
      })
  void tellsWhoMadeIt(String elements, Long id, String name, boolean visible) throws IOException {
    JsonNode record = only(revision(elements));
    JsonNode user = record.get("user_id");
    assertThat(user.isNull() ? null : (Long) user.longValue()).isEqualTo(id);
    assertThat(record.get("user_text").textValue()).isEqualTo(name);
    assertThat(record.get("user_is_visible").booleanValue()).isEqualTo(visible);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "''                                     | '' | true",
        "<comment/>                             | '' | true",
        "<comment>a &lt;b&gt;</comment>         | 'a <b>' | true",
        "<comment deleted='deleted'/>           | - | false",
        "<comment deleted='deleted'>x</comment> | - | false",
      })
  void tellsTheComment(String elements, String comment, boolean visible) throws IOException {
    JsonNode record = only(revision(elements));
    assertThat(record.get("revision_comment").textValue()).isEqualTo(comment);
    assertThat(record.get("revision_comment_is_visible").booleanValue()).isEqualTo(visible);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<id/>                     | revision_id",
        "<id>-1</id>               | revision_id",
        "<parentid/>               | revision_parent_id",
        "<parentid> -1 </parentid> | revision_parent_id",
        "<sha1/>                   | revision_sha1",
        "<text bytes='-1'/>        | revision_size",
        "<text bytes=''/>          | revision_size",
      })
  void makesNullOfNone(String elements, String column) throws IOException {
    assertThat(only(revision(elements)).get(column).isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<model/>            | content_model",
        "<format></format>   | content_format",
        "<origin>-1</origin> | origin_rev_id",
        "<origin/>           | origin_rev_id",
        "<text sha1=''/>     | content_sha1",
        "<text id='-1'/>     | text_id",
        "<text id=''/>       | text_id",
        "<text bytes='-1'/>  | content_size",
      })
  void makesNullOfNoneInASlot(String elements, String column) throws IOException {
    assertThat(main(elements).get(column).isNull()).isTrue();
  }

  @Test
  void trimsIntegersAndTakesAllOf64Bits() throws IOException {
    JsonNode record =
        only(
            document(
                "<page><ns>\r\n\t-2 </ns><id>9223372036854775807</id><revision><id>-9223372036854775808"
                    + "</id><parentid>+007</parentid></revision></page>"));
    assertThat(record.get("page_namespace_id").longValue()).isEqualTo(-2);
    assertThat(record.get("page_id").longValue()).isEqualTo(Long.MAX_VALUE);
    assertThat(record.get("revision_id").longValue()).isEqualTo(Long.MIN_VALUE);
    assertThat(record.get("revision_parent_id").longValue()).isEqualTo(7);
  }

  @Test
  void keepsEmptyStringsOfThePage() throws IOException {
    JsonNode record =
        only(
            document(
                "<page><title/><ns>-1</ns><id/><redirect title=''/><restrictions/>"
                    + "<revision><timestamp/></revision></page>"));
    assertThat(record.get("page_title").textValue()).isEmpty();
    assertThat(record.get("page_namespace_id").longValue()).isEqualTo(-1);
    assertThat(record.get("page_id").isNull()).isTrue();
    assertThat(record.get("page_redirect_target").textValue()).isEmpty();
    assertThat(record.get("page_restrictions").textValue()).isEmpty();
    assertThat(record.get("revision_dt").textValue()).isEmpty();
  }

  @Test
  void ordersSlotsByRoleAfterTheMainOne() throws IOException {
    String slots =
        "<content><role>z</role></content><content/><content><role>\ud83d\ude00</role></content>"
            + "<content><role>\uffee</role></content><content><role>a</role></content>";
    JsonNode record = only(revision(slots + "<text>x</text>"));
    List<String> roles = new ArrayList<>();
    record.get("revision_content_slots").fieldNames().forEachRemaining(roles::add);
    assertThat(roles).containsExactly("main", "", "a", "z", "\uffee", "\ud83d\ude00");
  }

  @Test
  void takesTheMainSlotFromAContentElementWhenTheRevisionHasNone() throws IOException {
    JsonNode record =
        only(revision("<content><role>main</role><text bytes='3'>abc</text></content>"));
    assertThat(record.get("revision_content_state").textValue()).isEqualTo("present");
    assertThat(record.get("revision_size").longValue()).isEqualTo(3);
    assertThat(record.get("revision_content_slots")).hasSize(1);
  }

  @Test
  void takesTheChildrenOfARevisionInAnyOrder() throws IOException {
    List<String> elements =
        new ArrayList<>(
            List.of(
                "<id>1</id>",
                "<timestamp>t</timestamp>",
                "<contributor><id>4</id><username>u</username></contributor>",
                "<model>m</model>",
                "<format>f</format>",
                "<content><role>r</role></content>",
                "<text bytes='1'>x</text>",
                "<sha1>s</sha1>"));
    List<String> expected = lines(revision(String.join("", elements)));
    for (int i = 0; i < elements.size(); i++) {
      elements.add(elements.remove(0));
      assertThat(lines(revision(String.join("", elements)))).isEqualTo(expected);
    }
  }

  @Test
  void givesEveryRevisionItsPagesColumns() throws IOException {
    ConversionSummary summary =
        summary(
            document(
                "<page><id>1</id><redirect title='x'/><revision/><revision/></page>"
                    + "<page><id>2</id></page><page><id>3</id><revision/></page>"));
    assertThat(summary.pages()).isEqualTo(3);
    assertThat(summary.records()).isEqualTo(3);
    assertThat(
            lines(
                document(
                    "<page><id>1</id><redirect title='x'/><revision/><revision/></page>"
                        + "<page><id>3</id><revision/></page>")))
        .extracting(line -> line.substring(0, line.indexOf(",\"page_restrictions")))
        .containsExactly(
            "{\"wiki_id\":\"testwiki\",\"page_id\":1,\"page_namespace_id\":null,"
                + "\"page_title\":null,\"page_redirect_target\":\"x\"",
            "{\"wiki_id\":\"testwiki\",\"page_id\":1,\"page_namespace_id\":null,"
                + "\"page_title\":null,\"page_redirect_target\":\"x\"",
            "{\"wiki_id\":\"testwiki\",\"page_id\":3,\"page_namespace_id\":null,"
                + "\"page_title\":null,\"page_redirect_target\":null");
  }
}
