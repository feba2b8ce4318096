package dev.sluice.sort;

import java.net.URI;

/**
 * A run to be sorted.
 *
 * @param run the run
 * @param work folder for the sorted run, {@code sorted-ORDINAL.run}, and for spills
 * @param memoryBytes memory for records; see {@link SortMemory}
 * @param keepInput whether the run's file stays when the sorted one is there
 */
public record SortRunRequest(Run run, URI work, long memoryBytes, boolean keepInput) {
  public SortRunRequest {
    if (memoryBytes <= 0) {
      throw new IllegalArgumentException("memoryBytes: " + memoryBytes + " (expected 1 or more)");
    }
  }
}
