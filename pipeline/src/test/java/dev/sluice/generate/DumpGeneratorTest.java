package dev.sluice.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class DumpGeneratorTest {
  private static final int BYTES = 3_000_000;

  /** The XML may never change: recorded results of other tests and benchmarks rest on it. */
  @ParameterizedTest
  @CsvSource({
    "STUB_META_HISTORY, 1, 2ae8bf05a451b81d8df96f346fd650480761ba3383e57225a2f6fcd76ceb384e",
    "STUB_META_HISTORY, 2, 96fff255c4f1d9553b6ec748787c2ab94d6a5bb3539cdcfa8bc8dd4357dfb6fb",
    "PAGES_ARTICLES, 1, 25f26d259633793f49556dcda8a95833bc177fa28c4658760b0f7da0b112814a",
    "PAGES_ARTICLES, 2, b84c3d2e303e611307d1473e154f9baf2e58d9ea5540d67f753e1fc9a9c94039",
    "PAGES_LOGGING, 1, 26cc8643d2b14d6a73c86edcf791e28340f978a27e5da751d66c63309d2353f9",
    "PAGES_LOGGING, 2, a2aa56fadb5e0805dd16308214d7b9bc9560a3385c058adc1f9ef89b53dcedf3",
  })
  void writesTheSameXmlForTheSameSpecificationForEver(DumpKind kind, long seed, String sha256)
      throws Exception {
    byte[] xml = generate(DumpSpec.of(kind, 300_000, seed)).xml();
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(xml)))
        .isEqualTo(sha256);
  }

  @ParameterizedTest
  @EnumSource(DumpKind.class)
  void writesWellFormedXmlWithTheCountsItReturns(DumpKind kind) throws Exception {
    Generated dump = generate(DumpSpec.of(kind, BYTES, 3));
    XmlSurvey survey = XmlSurvey.of(new ByteArrayInputStream(dump.xml()));
    assertThat(survey.pageIds)
        .hasSize((int) dump.made().pages())
        .doesNotHaveDuplicates()
        .isSorted();
    assertThat(survey.revisionIds)
        .hasSize((int) dump.made().revisions())
        .doesNotHaveDuplicates()
        .isSorted();
    assertThat(survey.logIds)
        .hasSize((int) dump.made().logItems())
        .doesNotHaveDuplicates()
        .isSorted();
    assertThat(dump.xml()).hasSize((int) dump.made().xmlBytes());
    List<Long> ids = kind == DumpKind.PAGES_LOGGING ? survey.logIds : survey.pageIds;
    assertThat(ids).first().isEqualTo(1L);
    assertThat(ids).last().isEqualTo(dump.made().lastPageId());
  }

  @ParameterizedTest
  @EnumSource(DumpKind.class)
  void comesWithinFivePerCentOfTheLengthAskedFor(DumpKind kind) throws Exception {
    for (long bytes : new long[] {100_000, 1_000_000, 5_000_000}) {
      long made = generate(DumpSpec.of(kind, bytes, 4)).made().xmlBytes();
      assertThat(made).isBetween(bytes, bytes + bytes / 20);
    }
  }

  @Test
  void writesHeaderAndEndAloneWhenNoBytesAreAskedFor() throws Exception {
    Generated dump = generate(DumpSpec.of(DumpKind.STUB_META_HISTORY, 0, 1));
    assertThat(dump.made()).isEqualTo(new GeneratedDump(0, 0, 0, dump.xml().length, 0, 0));
    assertThat(XmlSurvey.of(new ByteArrayInputStream(dump.xml())).pageIds).isEmpty();
  }

  @Test
  void givesSha1AndBytesThatAreRight() throws Exception {
    XmlSurvey survey =
        XmlSurvey.of(
            new ByteArrayInputStream(
                generate(DumpSpec.of(DumpKind.PAGES_ARTICLES, BYTES, 5)).xml()));
    assertThat(survey.texts).hasSizeGreaterThan(200);
    assertThat(survey.texts).anyMatch(text -> text.body().isEmpty());
    for (XmlSurvey.Text text : survey.texts) {
      byte[] body = text.body().getBytes(StandardCharsets.UTF_8);
      assertThat(text.bytes()).isEqualTo(body.length);
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(body);
      assertThat(text.sha1()).isEqualTo(new String(Sha1.base36(hash), StandardCharsets.US_ASCII));
    }
  }

  @Test
  void padsSha1WithZeros() {
    assertThat(Sha1.base36(new byte[20])).asString().isEqualTo("0".repeat(31));
  }

  @Test
  void hasWhatConvertersStumbleOver() throws Exception {
    String stubs = text(DumpSpec.of(DumpKind.STUB_META_HISTORY, BYTES, 6));
    assertThat(stubs)
        .contains("<dbname>sluicewiki</dbname>")
        .contains("<namespace key=\"-2\" case=\"first-letter\">Media</namespace>")
        .contains("<redirect title=\"")
        .contains("<restrictions>edit=sysop:move=sysop</restrictions>")
        .contains("<username>~2025-")
        .contains("<id>0</id>")
        .contains("<ip>2001:DB8:")
        .contains("<contributor deleted=\"deleted\" />")
        .contains("<comment deleted=\"deleted\" />")
        .contains("<text deleted=\"deleted\" />")
        .contains("<origin>-1</origin>")
        .contains("<text bytes=\"0\" sha1=\"phoiac9h4m842xq45sp7s6u21eteeq1\"")
        .contains("<role>mediainfo</role>")
        .contains("<minor />")
        .contains("<DiscussionThreading>")
        .contains("<upload>")
        .contains("column\tand")
        .contains("&amp;", "&lt;", "&gt;", "&quot;")
        .contains("😀", "γλώσσα", "язык", "لغة", "שפה", "भाषा", "语言");
    assertThat(text(DumpSpec.of(DumpKind.PAGES_ARTICLES, BYTES, 6)))
        .contains("{| class=&quot;wikitable sortable&quot;\n", "xml:space=\"preserve\" />");
    assertThat(text(DumpSpec.of(DumpKind.PAGES_LOGGING, BYTES, 6)))
        .contains(
            "<text deleted=\"deleted\" />", "<params xml:space=\"preserve\" />", "<type>move");
  }

  @Test
  void keepsAPagesRevisionsInTimeOrderButForImportedOnes() throws Exception {
    XmlSurvey survey =
        XmlSurvey.of(
            new ByteArrayInputStream(
                generate(DumpSpec.of(DumpKind.STUB_META_HISTORY, BYTES, 7)).xml()));
    assertThat(survey.pagesOutOfTimeOrder).isBetween(1, survey.pageIds.size() / 20);
    assertThat(survey.longestHistory).isGreaterThan(200);
  }

  @Test
  void goesOnWhereThePartBeforeEnded() throws Exception {
    DumpSpec first = DumpSpec.of(DumpKind.STUB_META_HISTORY, 200_000, 8).withWiki("aawiki");
    GeneratedDump made = generate(first).made();
    XmlSurvey second = XmlSurvey.of(new ByteArrayInputStream(generate(first.after(made)).xml()));
    assertThat(second.pageIds).first().isEqualTo(made.lastPageId() + 1);
    assertThat(second.revisionIds).first().isEqualTo(made.lastRevisionId() + 1);
  }

  @Test
  void refusesWhatCannotBeGenerated() {
    assertThatThrownBy(() -> DumpKind.ofFamily("pages-meta"))
        .hasMessage(
            "Cannot generate pages-meta: no such kind"
                + " (expected stub-meta-history, pages-articles, pages-logging)");
    assertThatThrownBy(() -> DumpSpec.of(DumpKind.PAGES_LOGGING, -1, 1))
        .hasMessage("Cannot generate a dump: -1 bytes (expected 0 or more)");
  }

  private record Generated(ByteArrayOutputStream out, GeneratedDump made) {
    byte[] xml() {
      return out.toByteArray();
    }
  }

  private static Generated generate(DumpSpec spec) throws IOException {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    GeneratedDump made = DumpGenerator.of(spec).writeTo(xml);
    return new Generated(xml, made);
  }

  private static String text(DumpSpec spec) throws IOException {
    return new String(generate(spec).xml(), StandardCharsets.UTF_8);
  }
}
