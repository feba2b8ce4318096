package dev.sluice.generate;

import static dev.sluice.generate.ByteText.utf8;

/** Wikitext pages, unescaped. */
final class Wikitext {
  private static final byte[] REDIRECT = utf8("#REDIRECT [[");
  private static final byte[] LINK_END = utf8("]]");
  private static final byte[] INTRO = utf8("'''The subject''' of &quot;this page&quot; is ");
  private static final byte[] HEADING = utf8("\n\n== ");
  private static final byte[] HEADING_END = utf8(" ==\n");
  private static final byte[] LINK = utf8(" [[");
  private static final byte[] REF = utf8("<ref name=\"r");
  private static final byte[] REF_END =
      utf8("\">{{cite web|url=https://example.org/?a=1&b=2|title=");
  private static final byte[] REF_CLOSE = utf8("}}</ref> ");
  private static final byte[] TEMPLATE =
      utf8("{{Infobox\n| name = <small>x</small>\n| area = 5&nbsp;km<sup>2</sup>\n| motto = ");
  private static final byte[] TEMPLATE_END = utf8("\n}}\n");
  private static final byte[] TABLE =
      utf8("\n{| class=\"wikitable sortable\"\n! Name !! Value\n|-\n| a < b && c > d || \t");
  private static final byte[] TABLE_ROW = utf8("\n|-\n| style=\"color:#080\" | ");
  private static final byte[] TABLE_END = utf8("\n|}\n");
  private static final byte[] HIDDEN = utf8("\n<!-- not shown: ]]> & <page> -->\n");
  private static final byte[] BULLET = utf8("\n* ");
  private static final byte[] CATEGORY = utf8("\n\n[[Category:");

  private Wikitext() {}

  /**
   * Appends a page's text, seldom more than 200,000 bytes.
   *
   * @param page the page's title, used as a link's target
   * @param room past this length no paragraph is begun
   */
  static void body(ByteText out, SplitMix random, ByteText page, boolean redirect, long room) {
    if (redirect) {
      out.put(REDIRECT).put(page).put(LINK_END);
      return;
    }
    byte[][] script = Vocabulary.script(random);
    if (random.oneIn(3)) {
      out.put(TEMPLATE);
      Vocabulary.words(out, random, script, 3);
      out.put(TEMPLATE_END);
    }
    out.put(INTRO);
    int paragraphs = 1 + random.below(2 << Math.min(7, random.halvings()));
    for (int i = 0; i < paragraphs && out.length() < room; i++) {
      paragraph(out, random, script, page);
    }
    out.put(CATEGORY);
    Vocabulary.words(out, random, script, 2);
    out.put(LINK_END);
  }

  private static void paragraph(ByteText out, SplitMix random, byte[][] script, ByteText page) {
    switch (random.below(12)) {
      case 0, 1 -> {
        out.put(HEADING);
        Vocabulary.words(out, random, script, 1 + random.below(3));
        out.put(HEADING_END);
      }
      case 2 -> {
        out.put(TABLE).number(random.below(10_000));
        for (int row = random.below(6); row >= 0; row--) {
          out.put(TABLE_ROW);
          Vocabulary.words(out, random, script, 2);
        }
        out.put(TABLE_END);
      }
      case 3 -> out.put(HIDDEN);
      case 4 -> {
        for (int row = random.below(6); row >= 0; row--) {
          out.put(BULLET);
          Vocabulary.words(out, random, script, 5);
        }
      }
      default -> {}
    }
    for (int sentence = random.below(6); sentence >= 0; sentence--) {
      Vocabulary.words(out, random, script, 4 + random.below(14));
      switch (random.below(8)) {
        case 0 -> out.put(LINK).put(page).put('|').put(random.anyOf(script)).put(LINK_END);
        case 1 -> {
          out.put(REF).number(random.below(100)).put(REF_END);
          Vocabulary.words(out, random, Vocabulary.script(random), 4);
          out.put(REF_CLOSE);
        }
        default -> {}
      }
      out.put('.').put(' ');
    }
    out.put('\n').put('\n');
  }
}
