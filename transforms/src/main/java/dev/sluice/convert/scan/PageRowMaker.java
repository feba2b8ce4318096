package dev.sluice.convert.scan;

import dev.sluice.convert.records.GatheredRecords;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.WmfColumns;
import dev.sluice.convert.scan.JsonBytes.Constant;
import dev.sluice.sort.SortOrder;

/**
 * What {@code PageRows} makes, for scanners: one record a page. Those of pages that begin and end
 * in a block are whole; of others the block has {@link PageParts}.
 */
final class PageRowMaker extends RowMaker {
  private static final int MOST_BYTES = GatheredRecords.mostBytes() - 2;

  private final ScannedPage page;
  private final ScannedRevision revision;
  private final RevisionJson json;
  private final RecordKeys keys;
  private final RecordKeys order = RecordKeys.ofPages(WmfColumns.ORDER_IN_PAGE);
  private final Constant startOfRevisions;
  private final boolean any;
  private boolean hasRevisions;

  PageRowMaker(
      Markup xml,
      ScannedPage page,
      ScannedRevision revision,
      RecordSettings settings,
      SortOrder order) {
    this.page = page;
    this.revision = revision;
    this.json = new RevisionJson(xml, revision, settings::publishesInRevisions, false);
    this.keys = RecordKeys.ofPages(order);
    this.any = WmfColumns.REVISION.stream().anyMatch(settings::publishesInRevisions);
    this.startOfRevisions =
        Constant.of((page.anyPublished() ? ",\"" : "\"") + WmfColumns.REVISIONS + "\":[");
  }

  @Override
  void beginPage(RecordBlock out) throws Stop {
    keys.begin(page);
    JsonBytes lines = out.lines;
    int from = lines.length;
    lines.put(page.prefix().bytes, 0, page.prefix().length);
    if (any) {
      lines.put(startOfRevisions);
    }
    hasRevisions = false;
    out.parts.beginLast(from, lines.length);
  }

  @Override
  void continuePage(boolean withRevisions, RecordBlock out) throws Stop {
    keys.begin(page);
    hasRevisions = withRevisions;
    out.parts.continueFirst(any && withRevisions);
  }

  @Override
  void revision(RecordBlock out) throws Stop {
    JsonBytes lines = out.lines;
    lines.reserve(0);
    if (any) {
      if (hasRevisions) {
        lines.put(',');
      }
      lines.put('{');
    }
    json.write(lines);
    if (any) {
      lines.put('}');
      PageRevisions revisions = out.parts.inFirst() ? out.parts.first : out.parts.last;
      order.write(json, revisions.startKey());
      if (!out.parts.inFirst() && lines.length - out.parts.lastFrom() > MOST_BYTES) {
        throw Stop.DOUBT;
      }
      revisions.add(lines.length);
    }
    hasRevisions = true;
    out.texts(revision.slots());
  }

  @Override
  void endPage(RecordBlock out) throws Stop {
    JsonBytes lines = out.lines;
    lines.reserve(0);
    if (any) {
      lines.put(']');
    }
    lines.put(RowJson.END_OF_RECORD);
    keys.write(json, out.keys);
    if (out.parts.inFirst()) {
      out.parts.endFirst(lines.length, out.keys.length);
    } else {
      out.parts.last.putInOrder(lines.bytes);
      out.parts.endLast();
      out.endRecord();
      out.endPage();
    }
  }
}
