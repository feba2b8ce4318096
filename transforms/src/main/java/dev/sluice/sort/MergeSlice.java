package dev.sluice.sort;

import java.util.List;

/**
 * A range and what is merged in it.
 *
 * @param range the range
 * @param runs the runs that can have records in it, in the input order
 * @param bytes NDJSON bytes of the blocks that begin in it: about its size, and over all slices
 *     exactly that of the runs
 */
record MergeSlice(KeyRange range, List<RunIndex> runs, long bytes) {
  MergeSlice {
    runs = List.copyOf(runs);
  }
}
