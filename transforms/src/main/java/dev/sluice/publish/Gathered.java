package dev.sluice.publish;

import dev.sluice.convert.ConvertedFile;
import dev.sluice.dump.DumpFile;
import dev.sluice.sort.Part;
import dev.sluice.step.StepReport;
import java.util.List;

/**
 * Everything that the steps of a run gave, in no particular order.
 *
 * @param files what was listed
 * @param converted what was converted
 * @param parts what was merged
 * @param reports how every execution of every step ended
 */
record Gathered(
    List<DumpFile> files,
    List<ConvertedFile> converted,
    List<Part> parts,
    List<StepReport> reports) {}
