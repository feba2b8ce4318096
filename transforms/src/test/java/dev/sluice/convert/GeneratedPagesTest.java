package dev.sluice.convert;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever a page holds and however its characters are written, it is what the records hold. */
class GeneratedPagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  record GeneratedRevision(long id, String user, String comment, String text, String model) {}

  record GeneratedPage(long id, int namespace, String title, List<GeneratedRevision> revisions) {}

  @Property(tries = 300)
  void givesBackWhatWasPutIn(
      @ForAll("pages") List<GeneratedPage> pages, @ForAll long seed, @ForAll boolean wide)
      throws IOException {
    String xml = Conversions.document(xml(pages, new Random(seed)));
    List<String> lines = Conversions.lines(xml.getBytes(wide ? UTF_16BE : UTF_8));
    int line = 0;
    for (GeneratedPage page : pages) {
      for (GeneratedRevision revision : page.revisions) {
        String text = lines.get(line++);
        JsonNode record = JSON.readTree(text);
        assertThat(record.get("page_id").longValue()).isEqualTo(page.id);
        assertThat(record.get("page_namespace_id").intValue()).isEqualTo(page.namespace);
        assertThat(record.get("page_title").textValue()).isEqualTo(page.title);
        assertThat(record.get("revision_id").longValue()).isEqualTo(revision.id);
        assertThat(record.get("user_text").textValue()).isEqualTo(revision.user);
        assertThat(record.get("revision_comment").textValue()).isEqualTo(revision.comment);
        JsonNode main = record.get("revision_content_slots").get("main");
        assertThat(main.get("content_body").textValue())
            .isEqualTo(revision.text.isEmpty() ? null : revision.text);
        assertThat(main.get("content_model").textValue())
            .isEqualTo(revision.model.isEmpty() ? null : revision.model);
        assertThat(main.get("text_location").textValue()).isEqualTo(revision.model);
        assertThat(record.get("revision_content_state").textValue())
            .isEqualTo(revision.text.isEmpty() ? "stub" : "present");
        assertThat(text).doesNotContain("\n", "\r");
      }
    }
    assertThat(lines).hasSize(line);
  }

  @Provide
  Arbitrary<List<GeneratedPage>> pages() {
    Arbitrary<String> text =
        Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.integers().between(0x20, 0x7e)),
                Tuple.of(2, Arbitraries.of((int) '<', (int) '&', (int) '>', (int) ']', 9, 10, 13)),
                Tuple.of(2, Arbitraries.integers().between(0x7f, 0xd7ff)),
                Tuple.of(1, Arbitraries.integers().between(0xe000, 0xfffd)),
                Tuple.of(1, Arbitraries.integers().between(0x10000, 0x10ffff)))
            .list()
            .ofMaxSize(40)
            .map(
                points -> {
                  StringBuilder made = new StringBuilder();
                  points.forEach(made::appendCodePoint);
                  return made.toString();
                });
    Arbitrary<GeneratedRevision> revision =
        Combinators.combine(Arbitraries.longs().greaterOrEqual(0), text, text, text, text)
            .as(GeneratedRevision::new);
    return Combinators.combine(
            Arbitraries.longs().greaterOrEqual(0),
            Arbitraries.integers(),
            text,
            revision.list().ofMaxSize(4))
        .as(GeneratedPage::new)
        .list()
        .ofMaxSize(4);
  }

  private static String xml(List<GeneratedPage> pages, Random random) {
    StringBuilder xml = new StringBuilder();
    for (GeneratedPage page : pages) {
      xml.append("<page>\n<title>").append(written(page.title, random)).append("</title><ns> ");
      xml.append(page.namespace).append("\n</ns><id>").append(page.id).append("</id>");
      for (GeneratedRevision revision : page.revisions) {
        List<String> elements = new ArrayList<>();
        elements.add("<id>" + revision.id + "</id>");
        elements.add(
            "<contributor><username>"
                + written(revision.user, random)
                + "</username></contributor>");
        elements.add("<comment>" + written(revision.comment, random) + "</comment>");
        elements.add("<model>" + written(revision.model, random) + "</model>");
        // White space as it stands would become spaces in an attribute.
        String location = referred(revision.model);
        elements.add(
            revision.text.isEmpty() && random.nextBoolean()
                ? "<text location='" + location + "' />"
                : "<text location=\"%s\">%s</text>"
                    .formatted(location, written(revision.text, random)));
        Collections.shuffle(elements, random);
        xml.append("<revision>").append(String.join("\r\n", elements)).append("</revision>");
      }
      xml.append("</page>");
    }
    return xml.toString();
  }

  /** A text in one of the many ways in which XML can write it. */
  private static String written(String text, Random random) {
    StringBuilder xml = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              String character = Character.toString(point);
              boolean plain = "<&>\r".indexOf(point) < 0;
              switch (random.nextInt(12)) {
                case 0 -> xml.append("&#x").append(Integer.toHexString(point)).append(';');
                case 1 -> xml.append("&#").append(point).append(';');
                case 2 -> xml.append("<!-- & < -->").append(plain ? character : "&#" + point + ";");
                case 3 -> xml.append(point == '\r' ? "&#13;" : "<![CDATA[" + character + "]]>");
                default ->
                    xml.append(
                        switch (point) {
                          case '<' -> "&lt;";
                          case '&' -> "&amp;";
                          case '>' -> "&gt;";
                          case '\r' -> "&#13;";
                          case '\n' -> random.nextBoolean() ? "\r\n" : "\r";
                          default -> character;
                        });
              }
            });
    return xml.toString();
  }

  private static String referred(String text) {
    StringBuilder xml = new StringBuilder();
    text.codePoints().forEach(point -> xml.append("&#").append(point).append(';'));
    return xml.toString();
  }
}
