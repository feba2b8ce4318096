package dev.sluice.pipeline;

import dev.sluice.sort.SortOrder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How records are sorted: the same for every command that sorts. */
final class SortingOptions {
  @ArgGroup(validate = false, heading = "%nSorting:%n")
  private Group group = new Group();

  /** The order asked for, or null if none was. */
  @Nullable SortOrder order() {
    return group.sortBy;
  }

  int memoryMib() {
    return group.sortMemoryMiB;
  }

  private static final class Group {
    @Option(
        names = "--sortBy",
        paramLabel = "FIELD[:desc][,FIELD...]|none",
        description = "The fields to sort by; none keeps the input's order.")
    private @Nullable SortOrder sortBy;

    @Option(
        names = "--sortMemoryMiB",
        paramLabel = "N",
        converter = Values.Mebibytes.class,
        description =
            "Memory for sorting, in MiB, for the whole process (default: 512; never more than 40 %%"
                + " of the heap).")
    private int sortMemoryMiB = 512;
  }
}
