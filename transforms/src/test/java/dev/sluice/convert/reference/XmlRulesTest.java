package dev.sluice.convert.reference;

import static dev.sluice.convert.Conversions.SITE;
import static dev.sluice.convert.Conversions.body;
import static dev.sluice.convert.Conversions.document;
import static dev.sluice.convert.Conversions.lines;
import static dev.sluice.convert.Conversions.only;
import static dev.sluice.convert.Conversions.revision;
import static dev.sluice.convert.Conversions.summary;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.convert.Conversions;
import dev.sluice.convert.LineSink;
import dev.sluice.convert.MemoryFiles;
import dev.sluice.convert.decompress.DumpInput;
import dev.sluice.convert.records.ConversionSummary;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.Rows;
import dev.sluice.convert.records.Tally;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XmlRulesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "&lt;&gt;&amp;&quot;&apos;        | '<>&\"'''",
        "&#65;&#x42;&#x1F600;&#128512;    | AB😀😀",
        "<![CDATA[<b>&amp;]]>]]&gt;       | '<b>&amp;]]>'",
        "<![CDATA[a]]><![CDATA[b]]>c      | abc",
        "a<!-- b -->c<?d e?>f             | acf",
        "a<b>c<d/></b>e                   | ae",
        "/slash é ß € 漢 😀                  | '/slash é ß € 漢 😀'",
      })
  void readsText(String xml, String text) throws IOException {
    assertThat(body("<text>" + xml + "</text>")).isEqualTo(text);
    assertThat(only(revision("<comment>" + xml + "</comment>")).get("revision_comment").asText())
        .isEqualTo(text);
  }

  @Test
  void normalisesLineEndsButNotReferencesToThem() throws IOException {
    assertThat(body("<text>a\r\nb\rc\n\r\nd&#13;&#10;e</text>")).isEqualTo("a\nb\nc\n\nd\r\ne");
  }

  @Test
  void normalisesAttributes() throws IOException {
    assertThat(
            only(document(
                    "<page><redirect title='a\r\nb\tc&#10;d&amp;&#x1F600;'/><revision/></page>"))
                .get("page_redirect_target")
                .textValue())
        .isEqualTo("a b c\nd&😀");
  }

  @Test
  void escapesOnlyWhatJsonDemands() throws IOException {
    assertThat(
            lines(revision("<comment>\"\\/\t&#13;\n\u007f\u0085\u2028\u2029\ufffd😀</comment>"))
                .get(0))
        .contains("\"revision_comment\":\"\\\"\\\\/\\t\\r\\n\u007f\u0085\u2028\u2029\ufffd😀\"");
    // XML 1.1 can write the other controls.
    assertThat(
            lines("<?xml version='1.1'?>" + revision("<comment>&#1;&#8;&#12;&#31;</comment>"))
                .get(0))
        .contains("\"revision_comment\":\"\\u0001\\b\\f\\u001F\"");
  }

  @Test
  void keepsASelfClosedTextToItself() throws IOException {
    assertThat(
            lines(
                document(
                    "<page><title>A</title><revision><text/></revision></page>"
                        + "<page><title>B</title><revision><text>b</text></revision></page>")))
        .satisfiesExactly(
            first -> assertThat(first).contains("\"page_title\":\"A\"", "\"content_body\":\"\""),
            second ->
                assertThat(second).contains("\"page_title\":\"B\"", "\"content_body\":\"b\""));
  }

  @Test
  void readsEveryEncodingMetInTheWild() throws IOException {
    String xml = document("<page><title>漢😀é</title><revision/></page>");
    List<String> expected = lines(xml);
    assertThat(expected.get(0)).contains("\"page_title\":\"漢😀é\"");
    String declared = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + xml;
    assertThat(lines(("\ufeff" + xml).getBytes(UTF_8))).isEqualTo(expected);
    assertThat(lines(("\ufeff" + xml).getBytes(UTF_16LE))).isEqualTo(expected);
    assertThat(lines(("\ufeff" + xml).getBytes(UTF_16BE))).isEqualTo(expected);
    assertThat(lines(("\ufeff" + declared).getBytes(UTF_16LE))).isEqualTo(expected);
    assertThat(lines(declared.getBytes(UTF_16LE))).isEqualTo(expected);
    assertThat(lines(declared.getBytes(UTF_16BE))).isEqualTo(expected);
    assertThat(lines(xml.getBytes(UTF_16BE))).isEqualTo(expected);
    assertThat(lines("<?xml version='1.0' encoding='utf-8'?>\n" + xml)).isEqualTo(expected);
    assertThat(
            lines(
                    ("<?xml version='1.0' encoding='ISO-8859-1'?>"
                            + document("<page><title>é</title><revision/></page>"))
                        .getBytes(ISO_8859_1))
                .get(0))
        .contains("\"page_title\":\"é\"");
  }

  @Test
  void skipsAndCountsWhatItDoesNotKnow() throws IOException {
    String xml =
        "<mediawiki><new><page/></new><siteinfo><x/><dbname>w</dbname><sitename>a<i/></sitename>"
            + "<namespaces><namespace>a</namespace><y/></namespaces></siteinfo>stray"
            + "<page>stray<upload><filename>f</filename></upload>more<title>A<b>x</b></title><x:id/>"
            + "<redirect title='r'>t<z/></redirect><discussionthreadinginfo><ThreadSubject/>"
            + "</discussionthreadinginfo><DiscussionThreading/><revision>"
            + "<minor>m</minor><contributor><ip>1</ip><q/></contributor><text>a<!----><b/>b<b/></text>"
            + "<content><role>r</role><w/></content><new/><new><id>9</id></new></revision></page>"
            + "<x:page><id>5</id></x:page><logitem><id>1</id></logitem></mediawiki>";
    assertThat(summary(xml).unknownElements())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("#text", 1L),
                Map.entry("logitem", 1L),
                Map.entry("new", 1L),
                Map.entry("page/#text", 2L),
                Map.entry("page/DiscussionThreading", 1L),
                Map.entry("page/discussionthreadinginfo", 1L),
                Map.entry("page/redirect/#text", 1L),
                Map.entry("page/redirect/z", 1L),
                Map.entry("page/revision/content/w", 1L),
                Map.entry("page/revision/contributor/q", 1L),
                Map.entry("page/revision/minor/#text", 1L),
                Map.entry("page/revision/new", 2L),
                Map.entry("page/revision/text/b", 2L),
                Map.entry("page/title/b", 1L),
                Map.entry("page/upload", 1L),
                Map.entry("page/x:id", 1L),
                Map.entry("siteinfo/namespaces/y", 1L),
                Map.entry("siteinfo/sitename/i", 1L),
                Map.entry("siteinfo/x", 1L),
                Map.entry("x:page", 1L)));
    assertThat(lines(xml))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line)
                    .startsWith("{\"wiki_id\":\"w\",\"page_id\":null,")
                    .contains("\"page_title\":\"A\"", "\"content_body\":\"ab\""));
  }

  @Test
  void boundsTheCountsOfWhatItDoesNotKnow() throws IOException {
    StringBuilder xml = new StringBuilder("<mediawiki>");
    for (int i = 0; i < 1100; i++) {
      xml.append("<e").append(i).append("/>");
    }
    assertThat(summary(xml.append("</mediawiki>").toString()).unknownElements())
        .hasSize(1001)
        .containsEntry("*", 100L);
  }

  @Test
  void readsNamesAsTheyAreWritten() throws IOException {
    assertThat(lines("<mediawiki xmlns:a='b'><a:page><revision/></a:page></mediawiki>")).isEmpty();
  }

  @Test
  void makesNoRecordsOfADumpWithoutPages() throws IOException {
    assertThat(lines("<mediawiki/>")).isEmpty();
    assertThat(lines("<!-- x --><mediawiki version='0.10'>" + SITE + "</mediawiki>\n")).isEmpty();
    assertThat(summary("<mediawiki version='0.10'/>"))
        .isEqualTo(
            new ConversionSummary(
                1,
                0,
                0,
                0,
                summary("<mediawiki/>").texts(),
                new TreeMap<>(),
                new TreeSet<>(List.of("0.10"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "enwiki-20260101-stub-meta-history1.xml.gz | ''                                | enwiki",
        "zh_min_nanwiki-2026-01-01-p1p2.xml.bz2    | <siteinfo/>                       | zh_min_nanwiki",
        "enwiki-20260101-x.xml                     | <siteinfo><dbname/></siteinfo>    | enwiki",
        "enwiki-20260101-x.xml           | <siteinfo><dbname>b</dbname></siteinfo> | b",
        "enwiki-202601010-x.xml                    | ''                                | -",
        "Enwiki-20260101-x.xml                     | ''                                | -",
        "''                                        | ''                                | -",
      })
  void tellsTheWiki(String fileName, String site, String wiki) throws IOException {
    byte[] xml = ("<mediawiki>" + site + "<page><revision/></page></mediawiki>").getBytes(UTF_8);
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    MemoryFiles files = new MemoryFiles(Map.of("f", xml));
    try (DumpInput input = DumpInput.open(files, MemoryFiles.uri("f"), fileName, bytes -> {})) {
      new XmlConverter(input, RecordSettings.of(Rows.REVISION), new LineSink(record), new Tally())
          .convert(Objects.requireNonNull(input.nextDocument(0)));
    }
    assertThat(record.toString(UTF_8))
        .startsWith("{\"wiki_id\":" + (wiki == null ? "null" : "\"" + wiki + "\""));
    assertThat(files.open()).isZero();
  }

  @Test
  void convertsWhatOldVersionsWrote() throws IOException {
    String v03 =
        "<mediawiki version='0.3'><siteinfo><sitename>x</sitename></siteinfo><page><title>T</title>"
            + "<id>1</id><restrictions>sysop</restrictions><revision><id>2</id><timestamp>t</timestamp>"
            + "<contributor><ip>i</ip></contributor><minor/><comment>c</comment>"
            + "<text xml:space='preserve'>x</text></revision></page></mediawiki>";
    assertThat(lines(v03).get(0))
        .contains(
            "\"page_namespace_id\":null", "\"content_format\":null", "\"content_body\":\"x\"");
    String v05 = "<page><title>T</title><id>1</id><redirect /><revision/></page>";
    assertThat(only(document(v05)).get("page_redirect_target").isNull()).isTrue();
    String v06 = "<text id='3' bytes='1'/><sha1>s</sha1>";
    assertThat(only(revision("<sha1>s</sha1>" + v06.substring(0, v06.indexOf("<sha1>")))))
        .isEqualTo(only(revision(v06)));
    String v08 = "<text>x</text><sha1>s</sha1><model>wikitext</model><format>text/x-wiki</format>";
    String v10 = "<model>wikitext</model><format>text/x-wiki</format><text>x</text><sha1>s</sha1>";
    assertThat(lines(revision(v08))).isEqualTo(lines(revision(v10)));
    assertThat(summary(v03).schemaVersions()).containsExactly("0.3");
  }

  @Test
  void takesTextsAndAttributesOfAnyUsualSize() throws IOException {
    String text = "a&lt;é\n漢😀&#65;".repeat(150_000);
    assertThat(body("<text>" + text + "</text>")).isEqualTo("a<é\n漢😀A".repeat(150_000));
    String title = "x".repeat(1_000_000);
    assertThat(
            only(document("<page><redirect title='" + title + "'/><revision/></page>"))
                .get("page_redirect_target")
                .textValue())
        .isEqualTo(title);
  }

  @Test
  void readsEntitiesThatTheDocumentDeclares() throws IOException {
    assertThat(
            lines(
                    "<!DOCTYPE mediawiki SYSTEM 'http://127.0.0.1:1/x.dtd' [<!ENTITY e '<b/>x&#38;#38;'>]>"
                        + revision("<text>&e;&e;</text>"))
                .get(0))
        .contains("\"content_body\":\"x&x&\"");
  }

  @Test
  void readsAStreamOnceAndMetersIt() throws IOException {
    byte[] xml = revision("<text>x</text>").getBytes(UTF_8);
    long[] metered = new long[1];
    Conversions.convert(
        DumpInput.open(
            new ByteArrayInputStream(xml), "standard input", bytes -> metered[0] += bytes),
        OutputStream.nullOutputStream());
    assertThat(metered[0]).isEqualTo(xml.length);
  }
}
