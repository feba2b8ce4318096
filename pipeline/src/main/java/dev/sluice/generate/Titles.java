package dev.sluice.generate;

import static dev.sluice.generate.ByteText.utf8;

/** The namespaces of generated wikis, and titles in them. */
final class Titles {
  /**
   * A namespace.
   *
   * @param key its number
   * @param name its name in the XML's escaped form; empty for articles
   */
  record Namespace(int key, String name) {}

  static final Namespace ARTICLES = new Namespace(0, "");
  static final Namespace USER = new Namespace(2, "User");
  static final Namespace FILE = new Namespace(6, "File");
  static final Namespace MODULE = new Namespace(828, "Module");

  /** All of them, as siteinfo lists them. No page is in the first two. */
  static final Namespace[] ALL = {
    new Namespace(-2, "Media"),
    new Namespace(-1, "Special"),
    ARTICLES,
    new Namespace(1, "Talk"),
    USER,
    new Namespace(3, "User talk"),
    new Namespace(4, "Sluice &amp; Friends"),
    new Namespace(5, "Sluice &amp; Friends talk"),
    FILE,
    new Namespace(7, "File talk"),
    new Namespace(8, "MediaWiki"),
    new Namespace(9, "MediaWiki talk"),
    new Namespace(10, "Template"),
    new Namespace(11, "Template talk"),
    new Namespace(12, "Help"),
    new Namespace(13, "Help talk"),
    new Namespace(14, "Category"),
    new Namespace(15, "Category talk"),
    new Namespace(100, "Portal"),
    new Namespace(118, "Draft"),
    new Namespace(710, "TimedText"),
    MODULE,
    new Namespace(829, "Module talk"),
    new Namespace(2600, "Θέμα")
  };

  private static final int VIRTUAL = 2;
  private static final byte[][] PREFIXES = prefixes();
  private static final byte[][] FLOURISHES =
      utf8(
          " &amp; Co.", " &quot;live&quot;", " (disambiguation)", "'s Theorem", ", Ελλάδα", "/doc");

  private Titles() {}

  /** A namespace picked at random, articles half of the time. */
  static Namespace anyNamespace(SplitMix random) {
    return random.oneIn(2) ? ARTICLES : ALL[VIRTUAL + random.below(ALL.length - VIRTUAL)];
  }

  /**
   * Appends a title in the XML's escaped form, which is the same in elements and attributes.
   *
   * @param number what makes the title the only one of its kind in the dump
   */
  static void title(ByteText out, SplitMix random, Namespace namespace, long number) {
    for (int i = VIRTUAL; i < ALL.length; i++) {
      if (ALL[i].key() == namespace.key()) {
        out.put(PREFIXES[i]);
      }
    }
    Vocabulary.words(out, random, Vocabulary.script(random), 1 + random.below(3));
    out.put(' ').number(number);
    if (random.oneIn(6)) {
      out.put(random.anyOf(FLOURISHES));
    }
  }

  private static byte[][] prefixes() {
    String[] texts = new String[ALL.length];
    for (int i = 0; i < ALL.length; i++) {
      texts[i] = ALL[i].name().isEmpty() ? "" : ALL[i].name() + ":";
    }
    return utf8(texts);
  }
}
