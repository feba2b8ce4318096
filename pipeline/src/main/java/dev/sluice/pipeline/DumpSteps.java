package dev.sluice.pipeline;

import dev.sluice.convert.ConvertFile;
import dev.sluice.convert.ConvertRequest;
import dev.sluice.convert.ConvertedFile;
import dev.sluice.convert.DownloadAndConvert;
import dev.sluice.convert.DownloadAndConvertRequest;
import dev.sluice.fetch.DownloadFile;
import dev.sluice.fetch.DownloadRequest;
import dev.sluice.fetch.Downloads;
import dev.sluice.fetch.RawFile;
import dev.sluice.sort.MergeRange;
import dev.sluice.sort.MergeRequest;
import dev.sluice.sort.Part;
import dev.sluice.sort.Run;
import dev.sluice.sort.SortRun;
import dev.sluice.sort.SortRunRequest;
import dev.sluice.step.HeavyStep;
import dev.sluice.step.StepEnvironment;

/**
 * The heavy steps of a run, in their order: either to download and then to convert, or both in one.
 */
record DumpSteps(
    HeavyStep<DownloadRequest, RawFile> download,
    HeavyStep<ConvertRequest, ConvertedFile> convert,
    HeavyStep<DownloadAndConvertRequest, ConvertedFile> downloadAndConvert,
    HeavyStep<SortRunRequest, Run> sort,
    HeavyStep<MergeRequest, Part> merge) {
  static DumpSteps of(RunPlan plan) {
    StepEnvironment environment = plan.environment();
    HeavyStep<MergeRequest, Part> merge = HeavyStep.of(new MergeRange(), environment);
    HeavyStep<SortRunRequest, Run> sort = HeavyStep.of(new SortRun(), environment);
    HeavyStep<ConvertRequest, ConvertedFile> convert =
        HeavyStep.of(new ConvertFile(), environment)
            .feeding(sort, converted -> plan.sortRequest(converted.run()));
    HeavyStep<DownloadRequest, RawFile> download =
        HeavyStep.of(new DownloadFile(environment.run(), plan.slots()), environment)
            .feeding(convert, plan::convertRequest);
    HeavyStep<DownloadAndConvertRequest, ConvertedFile> downloadAndConvert =
        HeavyStep.of(
                new DownloadAndConvert(new Downloads(environment.run(), plan.slots())), environment)
            .feeding(sort, converted -> plan.sortRequest(converted.run()));
    return new DumpSteps(download, convert, downloadAndConvert, sort, merge);
  }
}
