package dev.sluice.sort;

import dev.sluice.step.Load;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepFunction;
import dev.sluice.storage.Storage;
import dev.sluice.storage.StoredFile;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * Sorts a run: the same records, name and ordinal, in order, equal keys as they were. A run that is
 * in order is passed on as it is. Memory: a core's share of the request's, as of the process that
 * runs it ({@link SortMemory#perCore}); disk as {@link ExternalSorter}; the unsorted file is
 * deleted when the sorted one is committed, unless it is to be kept.
 */
public final class SortRun implements StepFunction<SortRunRequest, Run> {
  /** The step's name. */
  public static final String NAME = "Sort runs";

  private static final long serialVersionUID = 1;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<SortRunRequest> requestType() {
    return SortRunRequest.class;
  }

  @Override
  public Class<Run> resultType() {
    return Run.class;
  }

  @Override
  public Load load() {
    return Load.COMPUTES;
  }

  @Override
  public String subject(SortRunRequest request) {
    return request.run().name();
  }

  @Override
  public long expectedBytes(SortRunRequest request) {
    return request.run().sorted() ? 0 : request.run().bytes();
  }

  @Override
  public int format() {
    return 1;
  }

  @Override
  public Object identity(SortRunRequest request) {
    Run run = request.run();
    return List.of(run.file().sha256(), run.ordinal(), run.name());
  }

  @Override
  public List<StoredFile> outputs(Run result) {
    return List.of(result.file());
  }

  @Override
  public List<URI> spent(SortRunRequest request) {
    return request.keepInput() || request.run().sorted()
        ? List.of()
        : List.of(request.run().file().uri());
  }

  @Override
  public Run run(SortRunRequest request, StepContext context)
      throws IOException, InterruptedException {
    Run run = request.run();
    if (run.sorted()) {
      return run;
    }
    Storage storage = context.storage();
    Run sorted;
    try (ExternalSorter sorter =
        ExternalSorter.create(storage, request.spills(), SortMemory.perCore(request.memoryMib()))) {
      Meter meter = new Meter(context.meter());
      try (RunCursor cursor = RunCursor.open(storage, RunIndex.read(storage, run), 0)) {
        while (cursor.advance()) {
          sorter.add(
              cursor.array(),
              cursor.keyOffset(),
              cursor.keyLength(),
              cursor.array(),
              cursor.lineOffset(),
              cursor.lineLength());
          meter.add(cursor.lineLength() + 1L);
        }
      }
      meter.end();
      URI file = FileNames.in(request.folder(), FileNames.sorted(run));
      try (RunWriter writer = RunWriter.create(storage, file, run.ordinal(), run.name())) {
        sorter.drainTo(writer);
        sorted = writer.commit();
      }
    }
    if (sorted.records() != run.records() || sorted.bytes() != run.bytes()) {
      throw new IllegalStateException("sorted %s into %s".formatted(run, sorted));
    }
    return sorted;
  }
}
