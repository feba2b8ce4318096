package dev.sluice.pipeline;

import dev.sluice.convert.ConvertedFile;
import dev.sluice.dump.DumpFile;
import dev.sluice.fetch.RawFile;
import dev.sluice.sort.ChooseRanges;
import dev.sluice.sort.MergeRequest;
import dev.sluice.sort.Run;
import dev.sluice.sort.SortOrder;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run would do, told by what its steps would find done. Made without changing anything.
 *
 * @param download each file; null if it is not stored before it is converted
 * @param convert each file
 * @param sort those whose records are not in order
 * @param merge each part; null if it cannot be told how many there are
 * @param sizes of what is made of the files
 */
record Forecast(
    @Nullable Requests download,
    Requests convert,
    Requests sort,
    @Nullable Requests merge,
    SizeEstimate sizes) {
  /**
   * The requests that a step will get.
   *
   * @param least so many at least
   * @param most so many at most
   * @param done how many of them are done already; -1 if that cannot be told
   */
  record Requests(long least, long most, int done) {}

  static Forecast of(RunPlan plan, List<DumpFile> files) throws IOException {
    return new Search(plan).forecast(files);
  }

  /** Follows each file through the steps as far as it has come. */
  private static final class Search {
    private final RunPlan plan;
    private final DumpSteps steps;
    private final boolean onTheFly;
    private final List<ConvertedFile> converted = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private int downloads;
    private int sorts;
    private int sorted;

    Search(RunPlan plan) {
      this.plan = plan;
      this.steps = DumpSteps.of(plan);
      this.onTheFly = plan.settings().onTheFly();
    }

    Forecast forecast(List<DumpFile> files) throws IOException {
      if (!plan.settings().fresh()) {
        for (DumpFile file : files) {
          follow(file);
        }
      }
      int count = files.size();
      SizeEstimate sizes = SizeEstimate.of(files, converted, plan.settings());
      // Without an order, whatever comes is in order.
      boolean anyOrder = plan.settings().order().equals(SortOrder.NONE);
      return new Forecast(
          onTheFly ? null : new Requests(count, count, downloads),
          new Requests(count, count, converted.size()),
          new Requests(sorts, anyOrder ? sorts : sorts + count - converted.size(), sorted),
          runs.size() == count ? merges() : merges(sizes),
          sizes);
    }

    private void follow(DumpFile file) throws IOException {
      Optional<ConvertedFile> found = onTheFly ? convertedOnTheFly(file) : converted(file);
      if (found.isEmpty()) {
        return;
      }
      converted.add(found.get());
      Run run = found.get().run();
      if (run.sorted()) {
        runs.add(run);
        return;
      }
      sorts++;
      Optional<Run> inOrder = steps.sort().find(plan.sortRequest(run));
      if (inOrder.isPresent()) {
        sorted++;
        runs.add(inOrder.get());
      }
    }

    private Optional<ConvertedFile> convertedOnTheFly(DumpFile file) throws IOException {
      return steps.downloadAndConvert().find(plan.downloadAndConvertRequest(file));
    }

    private Optional<ConvertedFile> converted(DumpFile file) throws IOException {
      Optional<RawFile> raw = steps.download().find(plan.downloadRequest(file));
      if (raw.isEmpty()) {
        return Optional.empty();
      }
      downloads++;
      return steps.convert().find(plan.convertRequest(raw.get()));
    }

    /** With all runs there, the parts are known. */
    private Requests merges() throws IOException {
      Storage storage = plan.environment().storage();
      List<MergeRequest> requests = ChooseRanges.requests(runs, plan.parts(), storage);
      int merged = 0;
      for (MergeRequest request : requests) {
        merged += steps.merge().find(request).isPresent() ? 1 : 0;
      }
      return new Requests(requests.size(), requests.size(), merged);
    }

    private @Nullable Requests merges(SizeEstimate sizes) {
      ByteRange json = sizes.json();
      if (json == null) {
        return null;
      }
      ByteRange parts = json.portions(plan.settings().partBytes());
      return new Requests(parts.least(), parts.most(), plan.settings().fresh() ? 0 : -1);
    }
  }
}
