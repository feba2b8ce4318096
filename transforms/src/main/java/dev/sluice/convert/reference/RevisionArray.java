package dev.sluice.convert.reference;

import dev.sluice.convert.records.GatheredRecords;
import dev.sluice.convert.records.JsonText;
import dev.sluice.convert.records.WmfColumns;
import dev.sluice.sort.SortKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Writes the revisions of a page's record as they come, and puts them in order at the end if they
 * are not. Writes nothing if no column of theirs is wanted.
 */
final class RevisionArray {
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::key, Arrays::compareUnsigned);

  private final JsonRecord json;
  private final JsonRecord fields = new JsonRecord(JsonText.MOST_BYTES);
  private final SortKeys keys = SortKeys.of(WmfColumns.ORDER_IN_PAGE);
  private final int mostBytes;
  private final List<Column<Revision>> columns;
  private final List<Place> places = new ArrayList<>();
  private boolean inOrder = true;

  /**
   * @param mostBytes that all places may take
   */
  RevisionArray(JsonRecord json, List<Column<Revision>> columns, int mostBytes) {
    this.json = json;
    this.mostBytes = mostBytes;
    this.columns = columns;
  }

  /**
   * Starts the array.
   *
   * @param made its first elements
   */
  void start(List<MadeRevision> made) throws IOException {
    if (columns.isEmpty()) {
      return;
    }
    json.startArray(WmfColumns.REVISIONS);
    for (MadeRevision revision : made) {
      int offset = next();
      json.value(revision.json());
      added(offset, revision.key());
    }
  }

  void add(Revision revision) throws IOException {
    if (columns.isEmpty()) {
      return;
    }
    int offset = next();
    json.startObject();
    for (Column<Revision> column : columns) {
      column.write(json, revision);
    }
    json.endObject();
    added(offset, key(revision));
  }

  private int next() throws IOException {
    return json.length() + (places.isEmpty() ? 0 : 1);
  }

  private void added(int offset, byte[] key) throws IOException {
    Place place = new Place(key, offset, json.length() - offset);
    inOrder &= places.isEmpty() || ORDER.compare(places.get(places.size() - 1), place) <= 0;
    places.add(place);
    if (!GatheredRecords.fit(places.size(), mostBytes)) {
      throw JsonRecord.tooLarge(mostBytes);
    }
  }

  private byte[] key(Revision revision) throws IOException {
    fields.start();
    fields.string("revision_dt", revision.timestamp());
    fields.integer("revision_id", revision.id());
    JsonText text = fields.end();
    keys.take(text.bytes(), text.offset(), text.length());
    return Arrays.copyOf(keys.bytes(), keys.length());
  }

  void end() throws IOException {
    if (!columns.isEmpty()) {
      if (!inOrder) {
        putInOrder();
      }
      json.endArray();
    }
  }

  private void putInOrder() throws IOException {
    int start = places.get(0).offset;
    byte[] ordered = new byte[json.length() - start];
    places.sort(ORDER);
    int at = 0;
    for (Place place : places) {
      if (at > 0) {
        ordered[at++] = ',';
      }
      json.copy(place.offset, place.length, ordered, at);
      at += place.length;
    }
    json.replaceFrom(start, ordered);
  }

  /** Where a revision is in the record, and what it is sorted by. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
  private record Place(byte[] key, int offset, int length) {}
}
