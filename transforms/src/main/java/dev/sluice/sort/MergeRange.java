package dev.sluice.sort;

import dev.sluice.compress.CompressedOutput;
import dev.sluice.step.Load;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepFunction;
import dev.sluice.storage.StoredFile;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * Merges one range of sorted runs into one part, {@code part-00000-of-00042.ndjson} and the
 * compression's suffix. The runs stay.
 *
 * <p>Memory: the indexes of the runs, and 0.6 MiB for each run open at the same time: no more than
 * 64 are; and that of {@link CompressedOutput}, which also says which cores it uses. Disk beside
 * the part: none, but if more than 64 runs overlap within the range, that of {@link MergePasses}. A
 * run that is damaged or not in order is an error, and then there is no part.
 */
public final class MergeRange implements StepFunction<MergeRequest, Part> {
  private static final long serialVersionUID = 1;

  /** The step's name. */
  public static final String NAME = "Merge ranges";

  private final int mostOpen;

  /** With the usual number of open runs. */
  public MergeRange() {
    this(MergePasses.MOST_OPEN);
  }

  MergeRange(int mostOpen) {
    this.mostOpen = mostOpen;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<MergeRequest> requestType() {
    return MergeRequest.class;
  }

  @Override
  public Class<Part> resultType() {
    return Part.class;
  }

  @Override
  public Load load() {
    return Load.COMPUTES;
  }

  @Override
  public String subject(MergeRequest request) {
    return FileNames.part(request.part(), request.parts(), request.compression());
  }

  @Override
  public long expectedBytes(MergeRequest request) {
    return request.bytes();
  }

  @Override
  public int format() {
    return 2; // Since 2, compressed parts have the bytes of CompressedOutput.
  }

  @Override
  public Object identity(MergeRequest request) {
    return request.identity();
  }

  @Override
  public List<StoredFile> outputs(Part result) {
    return List.of(result.file());
  }

  /** The runs stay: other ranges need them. */
  @Override
  public List<URI> spent(MergeRequest request) {
    return List.of();
  }

  @Override
  public Part run(MergeRequest request, StepContext context)
      throws IOException, InterruptedException {
    try (PartWriter part = PartWriter.create(request.place(), context.storage())) {
      new MergePasses(context.storage(), request::work, mostOpen)
          .merge(request.runs(), request.range(), part.metered(new Meter(context.meter())));
      return part.commit();
    }
  }
}
