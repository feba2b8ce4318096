package dev.sluice.convert.reference;

import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import dev.sluice.convert.records.WmfColumns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the revisions of a page's record as they come, and puts them in order by time and id at
 * the end if they are not. Writes nothing if no column of theirs is wanted.
 */
final class RevisionArray {
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::timestamp, nullsFirst(CodePoints.ORDER))
          .thenComparing(Place::id, nullsFirst(naturalOrder()));

  /** About what it takes to remember a revision's place. */
  private static final long PLACE_BYTES = 128;

  private final JsonRecord json;
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

  void start() throws IOException {
    if (!columns.isEmpty()) {
      json.startArray(WmfColumns.REVISIONS);
    }
  }

  void add(Revision revision) throws IOException {
    if (columns.isEmpty()) {
      return;
    }
    int comma = places.isEmpty() ? 0 : 1;
    int offset = json.length() + comma;
    json.startObject();
    for (Column<Revision> column : columns) {
      column.write(json, revision);
    }
    json.endObject();
    Place place = new Place(revision.timestamp(), revision.id(), offset, json.length() - offset);
    inOrder &= places.isEmpty() || ORDER.compare(places.get(places.size() - 1), place) <= 0;
    places.add(place);
    if (places.size() * PLACE_BYTES > mostBytes) {
      throw JsonRecord.tooLarge(mostBytes);
    }
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
  private record Place(@Nullable String timestamp, @Nullable Long id, int offset, int length) {}
}
