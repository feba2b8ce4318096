package dev.sluice.generate;

import static dev.sluice.generate.ByteText.utf8;

/** Slots with their texts, whose sha1 and size are right. */
final class ArticleSlots implements Slots {
  private static final byte[] ORIGIN = utf8("      <origin>");
  private static final byte[] ORIGIN_END = utf8("</origin>\n");
  private static final byte[] DELETED =
      utf8("      <text deleted=\"deleted\" />\n      <sha1 />\n");
  private static final byte[] TEXT = utf8("      <text bytes=\"");
  private static final byte[] TEXT_SHA1 = utf8("\" sha1=\"");
  private static final byte[] TEXT_START_END = utf8("\" xml:space=\"preserve\">");
  private static final byte[] TEXT_EMPTY_END = utf8("\" xml:space=\"preserve\" />\n");
  private static final byte[] TEXT_END = utf8("</text>\n");
  private static final byte[] SHA1 = utf8("      <sha1>");
  private static final byte[] SHA1_END = utf8("</sha1>\n");
  private static final byte[] CONTENT = utf8("      <content>\n        <role>mediainfo</role>\n  ");
  private static final byte[] CONTENT_END = utf8("      </content>\n");
  private static final byte[] JSON_START = utf8("{\"type\":\"mediainfo\",\"id\":\"M");
  private static final byte[] JSON_END = utf8("\",\"labels\":[],\"note\":\"<&>\"}");

  private final ByteText body = new ByteText();
  private final Sha1 sha1 = new Sha1();

  @Override
  public int revisions(SplitMix random) {
    return 1;
  }

  @Override
  public void slots(ByteText out, SplitMix random, Page page, long revisionId, long room) {
    out.put(ORIGIN).number(revisionId).put(ORIGIN_END);
    out.put(ContentModel.of(page.namespace(), random).lines());
    int permille = random.below(1000);
    if (permille < 5) {
      out.put(DELETED);
      return;
    }
    body.clear();
    if (permille >= 15) {
      Wikitext.body(body, random, page.title(), page.redirect(), room);
    }
    byte[] hash = sha1.of(body);
    // Lost in the wiki's own storage: the size is known, the text is not there.
    boolean missing = permille >= 15 && permille < 18;
    text(out, hash, missing);
    if (page.namespace().equals(Titles.FILE) && random.oneIn(4)) {
      out.put(CONTENT).put(ORIGIN).number(revisionId).put(ORIGIN_END);
      out.put(ContentModel.MEDIAINFO.nestedLines());
      out.put(' ').put(' ');
      body.clear();
      body.put(JSON_START).number(revisionId).put(JSON_END);
      byte[] other = sha1.of(body);
      text(out, other, false);
      out.put(CONTENT_END);
      hash = sha1.ofSlots(hash, other);
    }
    out.put(SHA1).put(hash).put(SHA1_END);
  }

  private void text(ByteText out, byte[] hash, boolean missing) {
    out.put(TEXT).number(body.length()).put(TEXT_SHA1).put(hash);
    if (body.length() == 0 || missing) {
      out.put(TEXT_EMPTY_END);
    } else {
      out.put(TEXT_START_END).putEscaped(body).put(TEXT_END);
    }
  }
}
