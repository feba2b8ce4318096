package dev.sluice.convert.scan;

import static dev.sluice.convert.Conversions.SITE;
import static dev.sluice.convert.Conversions.document;
import static dev.sluice.convert.Conversions.revision;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.Rows;
import dev.sluice.convert.records.Shape;
import dev.sluice.convert.scan.Differential.Way;
import dev.sluice.sort.SortOrder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Scanners make the same of a document as the reference converter does, however it is cut. */
class ScannedLikeReferenceTest {
  private static final String FULL =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
          + "<mediawiki xmlns=\"http://www.mediawiki.org/xml/export-0.11/\" version=\"0.11\">\n"
          + "  <siteinfo><sitename>S &amp; T</sitename><dbname>testwiki</dbname><base>b</base>\n"
          + "<generator/><case>first-letter</case><namespaces><namespace key=\"-1\">Spéc</namespace>"
          + "<namespace key=\"0\" /><namespace key='1'>Talk</namespace></namespaces></siteinfo>\n"
          + "  <page>\n    <title>A \"b\" &quot;c&quot; \\ ✓</title>\n    <ns>0</ns>\n    <id>12</id>\n"
          + "    <redirect title=\"C&amp;D\" />\n    <restrictions>sysop</restrictions>\n"
          + "    <revision>\n      <id>3</id>\n      <parentid>2</parentid>\n"
          + "      <timestamp>2001-01-15T13:15:00Z</timestamp>\n      <contributor>\n"
          + "        <username>Ünï 漢😀</username>\n        <id>5</id>\n      </contributor>\n"
          + "      <minor />\n      <comment>c\n\td</comment>\n      <origin>3</origin>\n"
          + "      <model>wikitext</model>\n      <format>text/x-wiki</format>\n"
          + "      <text bytes=\"9\" sha1=\"abc\" xml:space=\"preserve\">a [[b]] &lt;c&gt; &#233;\r\nd</text>\n"
          + "      <sha1>abc</sha1>\n    </revision>\n"
          + "    <revision>\n      <id>4</id>\n      <timestamp>2002-01-15T13:15:00Z</timestamp>\n"
          + "      <contributor>\n        <ip>127.0.0.1</ip>\n      </contributor>\n"
          + "      <comment deleted=\"deleted\" />\n      <model>wikitext</model>\n"
          + "      <format>text/x-wiki</format>\n      <text bytes=\"0\" id=\"7\" location=\"tt:7\" />\n"
          + "      <sha1 />\n    </revision>\n  </page>\n"
          + "  <page>\n    <title>Talk:X</title>\n    <ns>1</ns>\n    <id>13</id>\n    <revision>\n"
          + "      <id>-1</id>\n      <contributor deleted=\"deleted\" />\n      <text deleted=\"deleted\" />\n"
          + "      <content><role>aux</role><origin>1</origin><model>m</model><format>f</format>"
          + "<text bytes=\"3\">xyz</text></content>\n    </revision>\n  </page>\n</mediawiki>\n";

  private static final String ODD =
      "\ufeff<!-- a --><?p i?>\n<mediawiki version='0.3'><!-- b -->x<new><page/></new>"
          + SITE
          + "<page><!-- <page> </revision> --><title>a<![CDATA[</page>]]>b<i>c</i>d</title>"
          + "<id>+07</id>stray<discussion><id>1</id></discussion><revision><sha1/>"
          + "<text\n bytes = '1'>]]&gt;<!-- </revision> --><![CDATA[ </revision>& ]]> x</text >"
          + "<id> 8 </id><minor>a<b/></minor><x y='&#10;>'/><contributor><z/>q</contributor>"
          + "</revision ><upload><revision/></upload>&#32;<revision/></page >"
          + "<page><title/><revision><content/></revision></page><page/><page><ns>4</ns></page>"
          + "</mediawiki><!-- c -->\n";

  private static final List<String> SEEDS =
      List.of(
          FULL,
          ODD,
          document("<page><title>T</title><id>1</id>" + "<revision/>".repeat(20) + "</page>"),
          document(
              "<page><id>1</id>"
                  + dated("<id>5</id>", "2003-01-01T00:00:00Z")
                  + dated("<id>7</id>", "2001-01-01T00:00:00Z")
                  + dated("<id>6</id>", "2001-01-01T00:00:00Z")
                  + "<revision><comment>é</comment></revision>"
                  + dated("", "2001-01-01T00:00:00Z")
                  + dated("<id>9</id>", "😀")
                  + dated("<id>8</id>", "\ufffd")
                  + "</page><page><id>2</id>"
                  + dated("<id>2</id>", "2002-01-01T00:00:00Z")
                  + dated("<id>1</id>", "2001-01-01T00:00:00Z")
                  + "</page>"),
          document("<page><revision><text>" + "漢é😀 a\n".repeat(40) + "</text></revision></page>"),
          document(
              "<logitem>\n    <id>2</id>\n    <timestamp>2004-12-23T03:20:32Z</timestamp>\n"
                  + "    <contributor>\n      <username>A &amp; B</username>\n      <id>5</id>\n"
                  + "    </contributor>\n    <comment>c \"d\"</comment>\n    <type>move</type>\n"
                  + "    <action>move</action>\n    <logtitle>Talk:X</logtitle>\n"
                  + "    <params xml:space=\"preserve\">Y\nZ</params>\n  </logitem>"
                  + "<logitem><id>-1</id><contributor deleted='deleted'/><comment deleted=''>x"
                  + "</comment><type/><text deleted='deleted'/><logtitle>T</logtitle><new/></logitem>"
                  + "<page><title>T</title></page><logitem/>"),
          document(
              "<page><title>b<i id='1' x=\"&lt;\">c</i>d</title>"
                  + "<revision><id>-<![CDATA[1]]></id><parentid>2</parentid>"
                  + "<comment deleted=\"deleted\"><![CDATA[a]]></comment><model>wikitext</model>"
                  + "<format><x/></format><sha1>s</sha1></revision>"
                  + "<revision><id>4<![CDATA[1]]></id><parentid>2</parentid>"
                  + "<comment>hello<![CDATA[a]]></comment><model>wikitext</model>"
                  + "<format>f<x/></format><sha1>s</sha1></revision></page>"),
          revision("<comment>&#13;&#x1F600;&apos;</comment><content><role>a</role></content>"));

  private static String dated(String id, String timestamp) {
    return "<revision>%s<timestamp>%s</timestamp></revision>".formatted(id, timestamp);
  }

  private static final String[] TOKENS = {
    "<page>",
    "</page>",
    "<revision>",
    "</revision>",
    "<id>",
    "</id>",
    "<text>",
    "</text>",
    "<ns>",
    "<title>",
    "</title>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "&amp;",
    "&#1;",
    "&#xd;",
    "&lt;",
    "&",
    ";",
    "<",
    ">",
    "/",
    "\"",
    "'",
    "=",
    " ",
    "\n",
    "\r",
    "\t",
    "\0",
    "\u0001",
    "é",
    "\ufffe",
    "😀",
    "<x/>",
    "<content>",
    "</content>",
    "<role>main</role>",
    "<minor/>",
    "-1",
    "0",
    "99999999999999999999",
    "<siteinfo>",
    "</siteinfo>",
    "deleted=''",
    " id='1'",
    " bytes='0'",
    "<contributor>",
    "</contributor>",
    "<restrictions>",
    "<!DOCTYPE a>",
    "<?xml version='1.1'?>",
    "encoding='ISO-8859-1'",
    "</mediawiki>",
    "<mediawiki>",
    "]]",
    "--"
  };

  private static final List<Differential> SETTINGS =
      List.of(
          new Differential(RecordSettings.of(Rows.REVISION), Rows.REVISION.naturalOrder()),
          new Differential(
              new RecordSettings(
                  "revision",
                  Shape.WMF,
                  List.of("page_title", "revision_id", "revision_comment"),
                  new TreeSet<>(List.of(0L, 1L))),
              SortOrder.parse("user_text:desc,page_title,revision_size,revision_is_minor_edit")),
          new Differential(
              new RecordSettings(
                  "revision", Shape.WMF, List.of("revision_dt"), new TreeSet<>(List.of(1L))),
              SortOrder.NONE),
          new Differential(RecordSettings.of(Rows.PAGE), Rows.PAGE.naturalOrder()),
          new Differential(
              new RecordSettings(
                  "page",
                  Shape.WMF,
                  List.of("page_title", "revision_id", "revision_dt"),
                  new TreeSet<>(List.of(0L, 1L))),
              SortOrder.parse("page_restrictions:desc,page_id")),
          new Differential(
              new RecordSettings("page", Shape.WMF, List.of("page_id"), new TreeSet<>()),
              SortOrder.NONE),
          new Differential(RecordSettings.of(Rows.LOGITEM), Rows.LOGITEM.naturalOrder()),
          new Differential(
              new RecordSettings(
                  "logitem", Shape.WMF, List.of("log_title"), new TreeSet<>(List.of(0L, 1L))),
              SortOrder.parse("log_comment:desc,log_is_visible")));

  private static final String REFUSED = "Cannot convert ";

  @Test
  void takesAllThatIsWellFormedAndARecord() {
    for (String seed : SEEDS) {
      assertThat(SETTINGS.get(0).isTaken(seed.getBytes(UTF_8))).as(seed).isTrue();
    }
  }

  @Test
  void makesTheSameWhereverItIsCut() throws IOException {
    for (Differential settings : SETTINGS) {
      for (String seed : SEEDS) {
        byte[] xml = seed.getBytes(UTF_8);
        String expected = settings.byReference(xml);
        for (int size = 1; size < 100; size++) {
          assertSame(settings, xml, expected, Way.cutEvery(size, 0));
        }
        for (int size : new int[] {1, 2, 3, 50, 200, 1000, 100_000}) {
          for (int threads : new int[] {0, 1, 4}) {
            assertSame(settings, xml, expected, Way.inBlocksOf(size, threads));
          }
        }
      }
    }
  }

  @Test
  void refusesTheSameInWhatIsNotWanted() throws IOException {
    for (String bad : List.of("&nbsp;", "\u0001", "\ufffe")) {
      byte[] xml =
          document(
                  "<logitem><id>1</id><comment>%s</comment><logtitle>Talk:X</logtitle></logitem>"
                      .formatted(bad))
              .getBytes(UTF_8);
      for (Differential settings : SETTINGS) {
        String expected = settings.byReference(xml);
        assertSame(settings, xml, expected, Way.inBlocksOf(1000, 0));
      }
    }
  }

  @Test
  void refusesTheSameWhereverADocumentEnds() throws IOException {
    for (String seed : SEEDS.subList(0, 2)) {
      byte[] xml = seed.getBytes(UTF_8);
      for (int length = 1; length < xml.length; length++) {
        byte[] truncated = Arrays.copyOf(xml, length);
        String expected = SETTINGS.get(0).byReference(truncated);
        assertSame(SETTINGS.get(0), truncated, expected, Way.inBlocksOf(64, 0));
        assertSame(SETTINGS.get(0), truncated, expected, Way.cutEvery(17, 0));
      }
    }
  }

  @Test
  void makesTheSameOfOtherEncodings() throws IOException {
    byte[] wide = FULL.substring(FULL.indexOf('\n') + 1).getBytes(UTF_16BE);
    assertSame(SETTINGS.get(0), wide, SETTINGS.get(0).byReference(wide), Way.inBlocksOf(100, 1));
  }

  @Test
  void makesTheSameOfDamagedDocuments() throws IOException {
    mutate(System.nanoTime(), 12);
  }

  @Test
  @Tag("soak")
  void makesTheSameOfManyDamagedDocuments() throws IOException {
    mutate(System.nanoTime(), 600);
  }

  private static void mutate(long seed, int seconds) throws IOException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    for (long i = seed; System.nanoTime() < end; i++) {
      Random random = new Random(i);
      byte[] xml = SEEDS.get(random.nextInt(SEEDS.size())).getBytes(UTF_8);
      for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
        xml = edited(xml, random);
      }
      Differential settings = SETTINGS.get(random.nextInt(SETTINGS.size()));
      String expected = settings.byReference(xml);
      int size = 1 + random.nextInt(400);
      Way way =
          random.nextBoolean()
              ? Way.cutEvery(size, 0)
              : Way.inBlocksOf(size, random.nextInt(8) == 0 ? 3 : 0);
      String scanned = settings.scanned(xml, way);
      String context = "seed %d, %s: %s".formatted(i, way, new String(xml, UTF_8));
      if (expected.contains(REFUSED)) {
        // Which of several errors is met first depends on how far ahead a decoder reads.
        assertThat(scanned).as(context).contains(REFUSED);
        String records = expected.substring(0, expected.indexOf(REFUSED));
        assertThat(scanned.substring(0, scanned.indexOf(REFUSED)))
            .as(context)
            .matches(made -> made.startsWith(records) || records.startsWith(made));
      } else if (!refusesWhatWoodstoxMisses(scanned, xml)) {
        assertThat(scanned).as(context).isEqualTo(expected);
      }
    }
  }

  /** Where its buffers begin decides whether Woodstox refuses a "]]>", or misses it. */
  private static boolean refusesWhatWoodstoxMisses(String scanned, byte[] xml) {
    return scanned.contains("String ']]>' not allowed") && new String(xml, UTF_8).contains("]]>");
  }

  private static byte[] edited(byte[] xml, Random random) {
    int at = random.nextInt(xml.length + 1);
    int length = Math.min(xml.length - at, random.nextInt(random.nextInt(40) + 1));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(xml, 0, at);
    switch (random.nextInt(5)) {
      case 0 -> out.write(random.nextInt(256));
      case 1 -> {
        out.write(xml, at, length);
        out.write(xml, at, length);
      }
      case 2 -> {
        int from = random.nextInt(xml.length - length + 1);
        out.write(xml, from, length);
      }
      default -> out.writeBytes(TOKENS[random.nextInt(TOKENS.length)].getBytes(UTF_8));
    }
    int rest = random.nextBoolean() ? at : at + length;
    out.write(xml, rest, xml.length - rest);
    return out.toByteArray();
  }

  private static void assertSame(Differential settings, byte[] xml, String expected, Way way)
      throws IOException {
    assertThat(settings.scanned(xml, way)).as("%s", way).isEqualTo(expected);
  }
}
