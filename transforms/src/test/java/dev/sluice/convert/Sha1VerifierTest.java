package dev.sluice.convert;

import static dev.sluice.convert.Conversions.document;
import static dev.sluice.convert.Conversions.revision;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.convert.VerifiedTexts.Mismatch;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The SHA-1s are those that {@code sha1sum} gives, in base 36 by Python. */
class Sha1VerifierTest {
  private static final String X = "23jghj7l2sya9tjhd4oknvaaanjty0i";
  private static final String EMPTY = "phoiac9h4m842xq45sp7s6u21eteeq1";
  private static final String QUOTED = "ljjznhjbyi7gk8oizg2uccrpwfk6rn3";
  private static final String NON_BMP = "co0edywnza6srakou1o1xdgeuelws1i";
  private static final String ZEROS_IN_FRONT = "00mmwx4pzph8ahzp90ksgtu43zcpkik";
  private static final String WRONG = "0".repeat(31);

  @ParameterizedTest
  @ValueSource(strings = {"revision", "page"})
  void findsThatTextsAreRight(String rows) throws IOException {
    String xml =
        revision("<text>x</text><sha1>" + X + "</sha1>")
            .replace(
                "</page>",
                slot("x", X)
                    + slot("", EMPTY)
                    + slot("&quot;\\/&amp;\n\t\u007f\u00e4&#x2028;", QUOTED)
                    + slot("a\ud83d\ude00&#x10FFFF;", NON_BMP)
                    + slot("351", ZEROS_IN_FRONT)
                    + "</page>");
    assertThat(verified(xml, rows)).isEqualTo(new VerifiedTexts(6, 0, 0, List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"revision", "page"})
  void tellsWhereATextIsWrong(String rows) throws IOException {
    String xml =
        document(
            "<page><id>7</id><revision><id>8</id><text sha1='%s'>x</text></revision>".formatted(X)
                + "<revision><id>9</id><text>x</text><sha1>%s</sha1></revision></page>"
                    .formatted(WRONG)
                + "<page><revision><text sha1='%s'></text></revision></page>".formatted(X));
    assertThat(verified(xml, rows))
        .isEqualTo(
            new VerifiedTexts(
                3,
                2,
                0,
                List.of(
                    new Mismatch(7L, 9L, "main", WRONG, X),
                    new Mismatch(null, null, "main", X, EMPTY))));
  }

  /** The revision's is made of all slots', so that it stands for none of them. */
  @Test
  void comparesEachSlotWithItsOwn() throws IOException {
    String content = "<content><role>%s</role><text%s>x</text></content>";
    String xml =
        revision(
            "<id>2</id><text>x</text>"
                + content.formatted("a", " sha1='" + X + "'")
                + content.formatted("b", " sha1='" + WRONG + "'")
                + "<sha1>%s</sha1>".formatted(WRONG));
    assertThat(verified(xml, "revision"))
        .isEqualTo(new VerifiedTexts(2, 1, 1, List.of(new Mismatch(1L, 2L, "b", WRONG, X))));
  }

  @Test
  void prefersTheTextsOwnToTheRevisions() throws IOException {
    String xml = revision("<text sha1='%s'>x</text><sha1>%s</sha1>".formatted(X, WRONG));
    assertThat(verified(xml, "revision")).isEqualTo(new VerifiedTexts(1, 0, 0, List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<text>x</text>                                                           | 1",
        "<text sha1=''>x</text><sha1/>                                            | 1",
        "<text/>                                                                  | 1",
        "<text id='1' bytes='1' sha1='23jghj7l2sya9tjhd4oknvaaanjty0i'/>          | 0",
        "<text deleted='deleted'/>                                                | 0",
        "<text bytes='1' sha1='23jghj7l2sya9tjhd4oknvaaanjty0i'/><sha1>x</sha1>   | 0",
        "<sha1>23jghj7l2sya9tjhd4oknvaaanjty0i</sha1>                             | 0",
      })
  void doesNotCompareWhatTheDumpDoesNotGive(String elements, long withoutSha1) throws IOException {
    assertThat(verified(revision(elements), "revision"))
        .isEqualTo(new VerifiedTexts(0, 0, withoutSha1, List.of()));
  }

  @Test
  void listsTheFirstMismatchesOnly() throws IOException {
    StringBuilder revisions = new StringBuilder();
    IntStream.range(0, 50).forEach(i -> revisions.append(slot("x", WRONG)));
    VerifiedTexts texts = verified(document("<page>" + revisions + "</page>"), "revision");
    assertThat(texts.mismatches()).isEqualTo(50);
    assertThat(texts.firstMismatches()).hasSize(20);
    VerifiedTexts twice = texts.plus(texts);
    assertThat(twice.checked()).isEqualTo(100);
    assertThat(twice.firstMismatches()).isEqualTo(texts.firstMismatches());
  }

  @Test
  void goesWithoutTheColumnsOfIds() throws IOException {
    String xml = revision("<id>2</id><text sha1='%s'>x</text>".formatted(WRONG));
    RecordSettings settings = settings("revision", List.of("revision_content_slots"), true);
    assertThat(convert(xml, settings, new ByteArrayOutputStream()).verifiedTexts())
        .isEqualTo(new VerifiedTexts(1, 1, 0, List.of(new Mismatch(null, null, "main", WRONG, X))));
  }

  private static String slot(String text, String sha1) {
    return "<revision><text sha1='%s'>%s</text></revision>".formatted(sha1, text);
  }

  /** Also makes sure that the records are those that come without verifying. */
  private static VerifiedTexts verified(String xml, String rows) throws IOException {
    ByteArrayOutputStream verified = new ByteArrayOutputStream();
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    Conversion conversion = convert(xml, settings(rows, List.of(), true), verified);
    assertThat(convert(xml, settings(rows, List.of(), false), plain))
        .isEqualTo(new Conversion(conversion.summary(), conversion.referenceDocuments(), null));
    assertThat(verified.toString(UTF_8)).isEqualTo(plain.toString(UTF_8));
    return Objects.requireNonNull(conversion.verifiedTexts());
  }

  private static Conversion convert(String xml, RecordSettings settings, ByteArrayOutputStream out)
      throws IOException {
    return ConvertStream.convert(Conversions.standardInput(xml.getBytes(UTF_8)), settings, out);
  }

  private static RecordSettings settings(String rows, List<String> columns, boolean verifies) {
    return new RecordSettings(rows, Shape.WMF, columns, new TreeSet<>(), verifies);
  }
}
