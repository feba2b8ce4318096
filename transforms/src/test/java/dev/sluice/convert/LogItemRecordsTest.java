package dev.sluice.convert;

import static dev.sluice.convert.Conversions.document;
import static dev.sluice.convert.Conversions.lines;
import static dev.sluice.convert.Conversions.only;
import static dev.sluice.convert.Conversions.summary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.convert.decompress.ConversionException;
import dev.sluice.convert.records.ConversionSummary;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.Rows;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogItemRecordsTest {
  private static final RecordSettings LOG_ITEMS = RecordSettings.of(Rows.LOGITEM);

  @Test
  void writesEveryColumnInOrder() throws IOException {
    String xml =
        document(
            """
              <logitem>
                <id>5</id>
                <timestamp>2004-12-23T03:34:26Z</timestamp>
                <contributor><username>Ann</username><id>7</id></contributor>
                <comment>content was: "x" &lt;</comment>
                <type>delete</type>
                <action>delete</action>
                <logtitle>Talk:Ä/b</logtitle>
                <params xml:space="preserve">a
            b</params>
              </logitem>
            """);
    assertThat(lines(xml, LOG_ITEMS))
        .containsExactly(
            "{\"wiki_id\":\"testwiki\",\"log_id\":5,\"log_dt\":\"2004-12-23T03:34:26Z\","
                + "\"user_id\":7,\"user_text\":\"Ann\",\"user_is_visible\":true,"
                + "\"log_comment\":\"content was: \\\"x\\\" <\",\"log_comment_is_visible\":true,"
                + "\"log_type\":\"delete\",\"log_action\":\"delete\",\"log_title\":\"Talk:Ä/b\","
                + "\"log_params\":\"a\\nb\",\"log_is_visible\":true}");
    ConversionSummary summary = summary(xml, LOG_ITEMS);
    assertThat(summary.records()).isEqualTo(1);
    assertThat(summary.pages()).isZero();
    assertThat(summary.unknownElements()).isEmpty();
  }

  @Test
  void writesNullsForWhatIsAbsent() throws IOException {
    assertThat(lines("<mediawiki><logitem/></mediawiki>", LOG_ITEMS))
        .containsExactly(
            "{\"wiki_id\":null,\"log_id\":null,\"log_dt\":null,\"user_id\":null,"
                + "\"user_text\":null,\"user_is_visible\":false,\"log_comment\":\"\","
                + "\"log_comment_is_visible\":true,\"log_type\":null,\"log_action\":null,"
                + "\"log_title\":null,\"log_params\":null,\"log_is_visible\":true}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "<text deleted='deleted'/>                                           | - | - | false",
        "<logtitle>T</logtitle><params>p</params><text deleted=''/>          | - | - | false",
        "<logtitle>T</logtitle><params/>                                     | T | '' | true",
        "<logtitle/><text/>                                                  | '' | - | true",
      })
  void tellsWhetherTheTitleIsSuppressed(
      String elements, String title, String params, boolean visible) throws IOException {
    JsonNode record = item(elements);
    assertThat(record.get("log_title").textValue()).isEqualTo(title);
    assertThat(record.get("log_params").textValue()).isEqualTo(params);
    assertThat(record.get("log_is_visible").booleanValue()).isEqualTo(visible);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "''                                                        | - | -   | false | '' | true",
        "<contributor deleted='deleted'/><comment deleted='x'>y</comment> | - | - | false | - | false",
        "<contributor><ip>::1</ip></contributor><comment/>         | - | ::1 | true  | '' | true",
        "<contributor><id>0</id><username>A</username></contributor> | 0 | A | true  | '' | true",
      })
  void tellsWhoDidItAndWhyAsForRevisions(
      String elements, Long id, String name, boolean visible, String comment, boolean shown)
      throws IOException {
    JsonNode record = item(elements);
    JsonNode user = record.get("user_id");
    assertThat(user.isNull() ? null : (Long) user.longValue()).isEqualTo(id);
    assertThat(record.get("user_text").textValue()).isEqualTo(name);
    assertThat(record.get("user_is_visible").booleanValue()).isEqualTo(visible);
    assertThat(record.get("log_comment").textValue()).isEqualTo(comment);
    assertThat(record.get("log_comment_is_visible").booleanValue()).isEqualTo(shown);
  }

  @Test
  void countsWhatItDoesNotKnow() throws IOException {
    String xml =
        document(
            "<page><id>1</id></page><logitem><id>-1</id><new/><text deleted='1'>x</text></logitem>");
    assertThat(summary(xml, LOG_ITEMS).unknownElements())
        .isEqualTo(Map.of("page", 1L, "logitem/new", 1L, "logitem/text/#text", 1L));
    assertThat(only(xml, LOG_ITEMS).get("log_id").isNull()).isTrue();
    assertThat(summary(xml).unknownElements()).containsEntry("logitem", 1L);
  }

  @Test
  void saysWhichLogItemIsWrong() {
    assertThatThrownBy(() -> lines(document("<logitem><id>5</id><id>6</id></logitem>"), LOG_ITEMS))
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("there is a second logitem/id (expected one) at byte ")
        .hasMessageEndingWith(", line 1, log item 5");
  }

  private static JsonNode item(String elements) throws IOException {
    return only(document("<logitem>" + elements + "</logitem>"), LOG_ITEMS);
  }
}
