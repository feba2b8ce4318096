package dev.sluice.generate;

import static dev.sluice.generate.ByteText.utf8;

/** Slots whose texts are elsewhere: {@code <text bytes sha1 location id />}. */
final class StubSlots implements Slots {
  private static final byte[] EMPTY_SHA1 = utf8("phoiac9h4m842xq45sp7s6u21eteeq1");
  private static final byte[] ORIGIN = utf8("      <origin>");
  private static final byte[] ORIGIN_END = utf8("</origin>\n");
  private static final byte[] NO_ORIGIN = utf8("      <origin>-1</origin>\n");
  private static final byte[] NO_SIZE = utf8("      <text bytes=\"-1\" sha1=\"\" />\n");
  private static final byte[] DELETED = utf8("      <text deleted=\"deleted\" />\n");
  private static final byte[] TEXT = utf8("      <text bytes=\"");
  private static final byte[] TEXT_SHA1 = utf8("\" sha1=\"");
  private static final byte[] TEXT_LOCATION = utf8("\" location=\"tt:");
  private static final byte[] TEXT_ID = utf8("\" id=\"");
  private static final byte[] TEXT_END = utf8("\" />\n");
  private static final byte[] TEXT_END_DELETED = utf8("\" deleted=\"deleted\" />\n");
  private static final byte[] SHA1 = utf8("      <sha1>");
  private static final byte[] SHA1_END = utf8("</sha1>\n");
  private static final byte[] NO_SHA1 = utf8("      <sha1 />\n");
  private static final byte[] CONTENT = utf8("      <content>\n        <role>mediainfo</role>\n  ");
  private static final byte[] CONTENT_END = utf8("      </content>\n");

  @Override
  public int revisions(SplitMix random) {
    if (random.oneIn(8000)) {
      return 20_000 + random.below(30_000);
    }
    if (random.oneIn(150)) {
      return 200 + random.below(1800);
    }
    return 1 + random.below(2 << Math.min(5, random.halvings()));
  }

  @Override
  public void slots(ByteText out, SplitMix random, Page page, long revisionId, long room) {
    int permille = random.below(1000);
    if (permille < 2) {
      out.put(NO_ORIGIN);
      out.put(ContentModel.BROKEN.lines());
      out.put(NO_SIZE).put(NO_SHA1);
      return;
    }
    out.put(ORIGIN).number(revisionId).put(ORIGIN_END);
    out.put(ContentModel.of(page.namespace(), random).lines());
    if (permille < 8) {
      out.put(DELETED).put(NO_SHA1);
      return;
    }
    boolean empty = permille >= 980;
    byte[] sha1 = empty ? EMPTY_SHA1 : Sha1.any(random);
    int bytes = empty ? 0 : 1 + random.below(64 << random.halvings() % 12);
    text(out, bytes, sha1, revisionId + 7, permille < 14 ? TEXT_END_DELETED : TEXT_END);
    if (page.namespace().equals(Titles.FILE) && random.oneIn(4)) {
      out.put(CONTENT).put(ORIGIN).number(revisionId).put(ORIGIN_END);
      out.put(ContentModel.MEDIAINFO.nestedLines());
      out.put(' ').put(' ');
      byte[] other = Sha1.any(random);
      text(out, 100 + random.below(2000), other, revisionId + 8, TEXT_END);
      out.put(CONTENT_END);
      sha1 = Sha1.any(random);
    }
    if (permille < 14) {
      out.put(NO_SHA1);
    } else {
      out.put(SHA1).put(sha1).put(SHA1_END);
    }
  }

  private static void text(ByteText out, int bytes, byte[] sha1, long id, byte[] end) {
    out.put(TEXT).number(bytes).put(TEXT_SHA1).put(sha1);
    out.put(TEXT_LOCATION).number(id).put(TEXT_ID).number(id).put(end);
  }
}
