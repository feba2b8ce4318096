package dev.sluice.generate;

import static dev.sluice.generate.ByteText.utf8;

import dev.sluice.generate.Titles.Namespace;
import java.io.IOException;

/** Pages, ids ascending, each with its revisions in the order of their ids. */
final class Pages implements Records {
  private static final byte[] START = utf8("  <page>\n    <title>");
  private static final byte[] NS = utf8("</title>\n    <ns>");
  private static final byte[] ID = utf8("</ns>\n    <id>");
  private static final byte[] ID_END = utf8("</id>\n");
  private static final byte[] REDIRECT = utf8("    <redirect title=\"");
  private static final byte[] EMPTY_END = utf8("\" />\n");
  private static final byte[][] RESTRICTIONS =
      utf8(
          "    <restrictions>edit=sysop:move=sysop</restrictions>\n",
          "    <restrictions>move=autoconfirmed</restrictions>\n",
          "    <restrictions>sysop</restrictions>\n",
          "    <restrictions />\n");
  private static final byte[] END = utf8("  </page>\n");
  private static final byte[] INDENT = utf8("      ");
  private static final byte[] REVISION = utf8("    <revision>\n      <id>");
  private static final byte[] PARENT = utf8("      <parentid>");
  private static final byte[] PARENT_END = utf8("</parentid>\n");
  private static final byte[] MINOR = utf8("      <minor />\n");
  private static final byte[] REVISION_END = utf8("    </revision>\n");

  private static final int IMPORTED_BACK_SECONDS = 10 * 365 * 24 * 3600;

  private final SplitMix random;
  private final Slots slots;
  private final boolean newestOnly;
  private final ByteText title = new ByteText();
  private long pageId;
  private long revisionId;
  private long pages;
  private long revisions;

  Pages(DumpSpec spec, SplitMix random, Slots slots) {
    this.random = random;
    this.slots = slots;
    this.newestOnly = spec.kind() == DumpKind.PAGES_ARTICLES;
    this.pageId = spec.firstPageId() - 1;
    this.revisionId = spec.firstRevisionId() - 1;
  }

  @Override
  public void next(XmlOutput xml, long end) throws IOException {
    pageId += 1 + (pages == 0 ? 0 : random.halvings());
    pages++;
    ByteText out = xml.text();
    Namespace namespace = Titles.anyNamespace(random);
    title.clear();
    Titles.title(title, random, namespace, pageId);
    out.put(START).put(title).put(NS).number(namespace.key()).put(ID).number(pageId).put(ID_END);
    boolean redirect = random.oneIn(8);
    if (redirect) {
      title.clear();
      Titles.title(title, random, namespace, 1 + random.below(pageId));
      out.put(REDIRECT).put(title).put(EMPTY_END);
    }
    if (random.oneIn(20)) {
      out.put(random.anyOf(RESTRICTIONS));
    }
    if (random.oneIn(40)) {
      PageExtras.thread(out, random, pageId, title);
    }
    revisions(xml, new Slots.Page(namespace, title, redirect), end);
    if (namespace.equals(Titles.FILE) && random.oneIn(3)) {
      PageExtras.upload(out, random, pageId);
    }
    out.put(END);
    xml.drain();
  }

  private void revisions(XmlOutput xml, Slots.Page page, long end) throws IOException {
    ByteText out = xml.text();
    int count = slots.revisions(random);
    boolean imported = count > 2 && random.oneIn(30);
    long time = Timestamps.any(random);
    int step = 1 + (int) (2 * (Timestamps.LAST - time) / (count + 1));
    long parent = 0;
    if (newestOnly && random.oneIn(2)) {
      // The revision before it is in the wiki, not in the dump.
      parent = ++revisionId;
    }
    for (int i = 0; i < count; i++) {
      revisionId += 1 + (revisions == 0 || newestOnly ? 0 : random.halvings());
      out.put(REVISION).number(revisionId).put(ID_END);
      if (parent > 0) {
        out.put(PARENT).number(parent).put(PARENT_END);
      }
      Timestamps.timestamp(out, time, INDENT);
      Contributors.contributor(out, random, INDENT);
      if (random.oneIn(4)) {
        out.put(MINOR);
      }
      Comments.comment(out, random, INDENT);
      slots.slots(out, random, page, revisionId, end - xml.bytes());
      out.put(REVISION_END);
      xml.drain();
      revisions++;
      if (xml.bytes() >= end) {
        return;
      }
      parent = revisionId;
      time = Math.min(Timestamps.LAST, time + random.below(step));
      if (imported && random.oneIn(count)) {
        time = Math.max(Timestamps.FIRST, time - random.below(IMPORTED_BACK_SECONDS));
      }
    }
  }

  @Override
  public GeneratedDump counts(long xmlBytes) {
    return new GeneratedDump(pages, revisions, 0, xmlBytes, pageId, revisionId);
  }
}
