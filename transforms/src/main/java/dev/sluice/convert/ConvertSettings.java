package dev.sluice.convert;

import dev.sluice.convert.records.RecordSettings;
import dev.sluice.sort.SortOrder;
import java.io.Serializable;
import java.net.URI;

/**
 * How the files of a dump are converted.
 *
 * @param records what records are made of them
 * @param order the order that the records will be published in
 * @param folder where the runs are put; ends in a slash
 * @param spills folder for pages that are too long to be sorted in memory
 * @param sortMemoryMib memory for sorting in the whole process, in MiB
 * @param keepRaw whether the raw file stays once its records are staged
 */
public record ConvertSettings(
    RecordSettings records,
    SortOrder order,
    URI folder,
    URI spills,
    int sortMemoryMib,
    boolean keepRaw)
    implements Serializable {}
