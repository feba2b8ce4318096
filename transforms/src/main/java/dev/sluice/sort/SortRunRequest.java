package dev.sluice.sort;

import java.net.URI;

/**
 * A run to be sorted.
 *
 * @param run the run
 * @param folder where the sorted run is put: {@code sorted-ORDINAL.run}
 * @param spills folder for spills
 * @param memoryMib memory for sorting in a whole process, in MiB; see {@link SortMemory#perCore}
 * @param keepInput whether the run's file stays when the sorted one is there
 */
public record SortRunRequest(Run run, URI folder, URI spills, int memoryMib, boolean keepInput) {
  public SortRunRequest {
    if (memoryMib <= 0) {
      throw new IllegalArgumentException("memoryMib: " + memoryMib + " (expected 1 or more)");
    }
  }
}
