package dev.sluice.generate;

import static dev.sluice.generate.ByteText.utf8;

/** The {@code comment} elements of generated dumps. */
final class Comments {
  private static final byte[] DELETED = utf8("<comment deleted=\"deleted\" />\n");
  private static final byte[] EMPTY = utf8("<comment />\n");
  private static final byte[] START = utf8("<comment>");
  private static final byte[] END = utf8("</comment>\n");

  private static final byte[][] OPENINGS =
      utf8(
          "/* External links */ ",
          "Reverted edits by [[Special:Contributions/192.0.2.7|192.0.2.7]] ([[User talk:192.0.2.7|talk]])"
              + " to last version by ",
          "Undid revision 12345 by &quot;Somebody&quot; ",
          "[[WP:AES|←]]Created page with '",
          "fixed typo &amp; grammar: ",
          "&lt;nowiki&gt;{{&lt;/nowiki&gt; ",
          "a &lt; b &amp;&amp; b &gt; c; ",
          "&amp;amp; was &amp;lt;escaped&amp;gt; twice: ",
          "with \"plain\" and 'single' quotes ",
          "column\tand\tcolumn ",
          "C:\\wiki\\dump\\ ",
          "Ρομπότ: διόρθωση ανακατεύθυνσης ",
          "отмена правки 7 — ",
          "استرجاع ",
          "שחזור ",
          "सुधार ",
          "修正 ",
          "👍🏽 𝓯𝓲𝔁 ",
          "",
          "",
          "");

  private Comments() {}

  /** Appends one, or nothing a quarter of the time: real dumps omit empty comments. */
  static void comment(ByteText out, SplitMix random, byte[] indent) {
    int percent = random.below(100);
    if (percent < 25) {
      return;
    }
    out.put(indent);
    if (percent < 27) {
      out.put(DELETED);
    } else if (percent < 28) {
      out.put(EMPTY);
    } else {
      out.put(START).put(random.anyOf(OPENINGS));
      int words = random.below(4) + (random.oneIn(8) ? random.below(24) : 0);
      Vocabulary.words(out, random, Vocabulary.script(random), 1 + words);
      out.put(END);
    }
  }
}
