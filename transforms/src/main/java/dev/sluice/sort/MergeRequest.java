package dev.sluice.sort;

import dev.sluice.storage.Compression;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A part to be made.
 *
 * @param part the part's number, from 0
 * @param parts how many parts there are
 * @param range which records it holds
 * @param runs the sorted runs that can have such records
 * @param bytes about how many NDJSON bytes that is; over all parts exactly those of the runs
 * @param order the order of the runs
 * @param folder where the part goes
 * @param compression how it is compressed
 * @param work folder for temporary runs
 */
public record MergeRequest(
    int part,
    int parts,
    KeyRange range,
    List<Run> runs,
    long bytes,
    SortOrder order,
    URI folder,
    Compression compression,
    URI work) {
  public MergeRequest {
    runs = List.copyOf(runs);
    if (part < 0 || part >= parts) {
      throw new IllegalArgumentException(
          "part: %d (expected 0 or more, less than %d)".formatted(part, parts));
    }
  }

  /**
   * What the part's bytes and place depend on. The place is in it, as that of no other step is:
   * with one work folder and two outputs, each output needs a part of its own.
   */
  List<Object> identity() {
    List<String> sources =
        runs.stream().map(run -> run.ordinal() + " " + run.file().sha256()).sorted().toList();
    return List.of(part, parts, range, sources, order, compression.name(), folder.toString());
  }

  PartPlace place() {
    return new PartPlace(part, parts, order, folder, compression);
  }

  /** The parts that a layout asks for, of these runs, which are sorted; at least one. */
  static List<MergeRequest> all(Storage storage, List<Run> runs, PartLayout layout)
      throws IOException {
    List<MergeSlice> slices = KeyRanges.choose(RunIndex.readAll(storage, runs), layout.partBytes());
    Map<Integer, Run> byOrdinal = runs.stream().collect(Collectors.toMap(Run::ordinal, run -> run));
    List<MergeRequest> requests = new ArrayList<>();
    for (MergeSlice slice : slices) {
      requests.add(
          new MergeRequest(
              requests.size(),
              slices.size(),
              slice.range(),
              slice.runs().stream().map(RunIndex::ordinal).map(byOrdinal::get).toList(),
              slice.bytes(),
              layout.order(),
              layout.folder(),
              layout.compression(),
              layout.work()));
    }
    return requests;
  }
}
