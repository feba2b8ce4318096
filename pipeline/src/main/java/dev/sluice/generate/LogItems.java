package dev.sluice.generate;

import static dev.sluice.generate.ByteText.utf8;

import java.io.IOException;

/** Log items, ids and times ascending. */
final class LogItems implements Records {
  private static final byte[] START = utf8("  <logitem>\n    <id>");
  private static final byte[] ID_END = utf8("</id>\n");
  private static final byte[] INDENT = utf8("    ");
  private static final byte[] TITLE = utf8("    <logtitle>");
  private static final byte[] TITLE_END = utf8("</logtitle>\n");
  private static final byte[] NO_PARAMS = utf8("    <params xml:space=\"preserve\" />\n");
  private static final byte[] PARAMS = utf8("    <params xml:space=\"preserve\">");
  private static final byte[] PARAMS_END = utf8("</params>\n");
  private static final byte[] DELETED = utf8("    <text deleted=\"deleted\" />\n");
  private static final byte[] END = utf8("  </logitem>\n");
  private static final byte[][] KINDS =
      kinds(
          "delete/delete",
          "delete/restore",
          "move/move",
          "move/move_redir",
          "upload/upload",
          "upload/overwrite",
          "block/block",
          "block/unblock",
          "protect/protect",
          "rights/rights",
          "newusers/create",
          "newusers/autocreate",
          "patrol/patrol",
          "import/interwiki",
          "suppress/block",
          "abusefilter/modify",
          "thanks/thank",
          "review/approve-ia");

  /** PHP's serialisation, and before 2011 lines; the lengths in them are in bytes. */
  private static final byte[][] PARAM_TEXTS =
      utf8(
          "a:1:{s:10:&quot;5::noredir&quot;;s:1:&quot;0&quot;;}",
          "a:2:{s:9:&quot;4::target&quot;;s:8:&quot;Αθήν&quot;;s:10:&quot;5::noredir&quot;;s:1:&quot;1&quot;;}",
          "a:0:{}",
          "indefinite\nnocreate,noautoblock",
          "A &amp; B\n1",
          "[edit=sysop] (indefinite)\ncascade",
          "a:1:{s:8:&quot;6::flags&quot;;a:2:{i:0;b:1;i:1;N;}}");

  private static final int SECONDS_BETWEEN = 40;

  private final SplitMix random;
  private long id;
  private long items;
  private long time = Timestamps.FIRST;
  private final long revisionId;

  LogItems(DumpSpec spec, SplitMix random) {
    this.random = random;
    this.id = spec.firstPageId() - 1;
    this.revisionId = spec.firstRevisionId() - 1;
  }

  @Override
  public void next(XmlOutput xml, long end) throws IOException {
    id += 1 + (items == 0 ? 0 : random.halvings());
    items++;
    time = Math.min(Timestamps.LAST, time + random.below(SECONDS_BETWEEN));
    ByteText out = xml.text();
    out.put(START).number(id).put(ID_END);
    Timestamps.timestamp(out, time, INDENT);
    Contributors.contributor(out, random, INDENT);
    Comments.comment(out, random, INDENT);
    out.put(random.anyOf(KINDS));
    if (random.oneIn(50)) {
      out.put(DELETED);
    } else {
      out.put(TITLE);
      Titles.title(out, random, Titles.anyNamespace(random), id);
      out.put(TITLE_END);
      if (random.oneIn(4)) {
        out.put(NO_PARAMS);
      } else {
        out.put(PARAMS).put(random.anyOf(PARAM_TEXTS)).put(PARAMS_END);
      }
    }
    out.put(END);
    xml.drain();
  }

  @Override
  public GeneratedDump counts(long xmlBytes) {
    return new GeneratedDump(0, 0, items, xmlBytes, id, revisionId);
  }

  private static byte[][] kinds(String... typesAndActions) {
    String[] lines = new String[typesAndActions.length];
    for (int i = 0; i < lines.length; i++) {
      String[] kind = typesAndActions[i].split("/", 2);
      lines[i] = "    <type>%s</type>\n    <action>%s</action>\n".formatted(kind[0], kind[1]);
    }
    return utf8(lines);
  }
}
