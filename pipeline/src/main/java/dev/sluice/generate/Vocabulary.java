package dev.sluice.generate;

import static dev.sluice.generate.ByteText.utf8;

/**
 * The words of generated dumps, in several scripts. No word has a character that XML or wikitext
 * gives a meaning.
 */
final class Vocabulary {
  private static final byte[][] LATIN =
      utf8(
          "river",
          "station",
          "history",
          "music",
          "northern",
          "century",
          "village",
          "season",
          "species",
          "council",
          "album",
          "railway",
          "school",
          "border",
          "museum",
          "language",
          "island",
          "bridge",
          "player",
          "election",
          "castle",
          "film",
          "league",
          "province",
          "année",
          "Straße",
          "sjø",
          "město",
          "łódź",
          "ñandú",
          "naïve",
          "façade",
          "2024",
          "1789");
  private static final byte[][] GREEK =
      utf8("πόλη", "ιστορία", "θάλασσα", "νησί", "γλώσσα", "αιώνας", "μουσείο", "δρόμος");
  private static final byte[][] CYRILLIC =
      utf8("город", "история", "река", "язык", "область", "музыка", "століття", "ѓорѓи");
  private static final byte[][] ARABIC =
      utf8("مدينة", "تاريخ", "لغة", "جزيرة", "قرن", "كتاب", "زبان", "موسيقى");
  private static final byte[][] HEBREW =
      utf8("עיר", "היסטוריה", "שפה", "נהר", "ספר", "מוזיקה", "בית", "מאה");
  private static final byte[][] DEVANAGARI =
      utf8("नगर", "इतिहास", "भाषा", "नदी", "संगीत", "पुस्तक", "द्वीप", "शताब्दी");
  private static final byte[][] CJK =
      utf8("歴史", "都市", "音楽", "東京", "语言", "世纪", "博物馆", "한국어", "도시", "ひらがな");

  /** Characters outside the Basic Multilingual Plane, joined sequences and combining marks. */
  private static final byte[][] ASTRAL =
      utf8("😀", "🏳️‍🌈", "𝔘𝔫𝔦", "𠮷野家", "𐍈", "👩🏽‍🚀", "e\u0301a\u0308", "🇬🇷");

  private static final byte[][][] SCRIPTS = {
    GREEK, CYRILLIC, ARABIC, HEBREW, DEVANAGARI, CJK, ASTRAL
  };

  private Vocabulary() {}

  /** The words of a script picked at random, Latin two times in three. */
  static byte[][] script(SplitMix random) {
    return random.oneIn(3) ? SCRIPTS[random.below(SCRIPTS.length)] : LATIN;
  }

  /** Appends so many words of one script with spaces between. */
  static void words(ByteText out, SplitMix random, byte[][] script, int count) {
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        out.put(' ');
      }
      out.put(random.anyOf(script));
    }
  }
}
