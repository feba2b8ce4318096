package dev.sluice.sort;

import java.net.URI;

/**
 * A run to be sorted.
 *
 * @param run the run
 * @param work folder for the sorted run, {@code sorted-ORDINAL.run}, and for spills
 * @param memoryMib memory for sorting in a whole process, in MiB; see {@link SortMemory#perCore}
 * @param keepInput whether the run's file stays when the sorted one is there
 */
public record SortRunRequest(Run run, URI work, int memoryMib, boolean keepInput) {
  public SortRunRequest {
    if (memoryMib <= 0) {
      throw new IllegalArgumentException("memoryMib: " + memoryMib + " (expected 1 or more)");
    }
  }
}
