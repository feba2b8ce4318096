package dev.sluice.overlap;

import dev.sluice.step.Load;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepFunction;
import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.DigestingOutput;
import dev.sluice.storage.StoredFile;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;

/**
 * Sweeps one range of time: starts and ends in, a file of changes out, {@code
 * changes-00000-of-00042.ndjson}. The spill of starts and ends is deleted once that is done.
 * Memory: about 150 bytes for each of them.
 */
public final class SweepRange implements StepFunction<SweepRequest, SweptRange> {
  private static final long serialVersionUID = 1;

  /** The step's name. */
  public static final String NAME = "Sweep ranges";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<SweepRequest> requestType() {
    return SweepRequest.class;
  }

  @Override
  public Class<SweptRange> resultType() {
    return SweptRange.class;
  }

  @Override
  public Load load() {
    return Load.COMPUTES;
  }

  @Override
  public String subject(SweepRequest request) {
    return request.name();
  }

  @Override
  public long expectedBytes(SweepRequest request) {
    return request.spill().bytes();
  }

  @Override
  public int format() {
    return 1;
  }

  @Override
  public Object identity(SweepRequest request) {
    return request.identity();
  }

  @Override
  public List<StoredFile> outputs(SweptRange result) {
    return List.of(result.file());
  }

  @Override
  public List<URI> spent(SweepRequest request) {
    return List.of(request.spill().uri());
  }

  @Override
  public SweptRange run(SweepRequest request, StepContext context) throws IOException {
    Stretch stretch =
        moments(request, context)
            .sweep(new TimeRange(request.from(), request.to()), request.carriedIn());
    context.meter().accept(request.spill().bytes());
    LineBuffer lines = new LineBuffer(request.form());
    Lines.changes(stretch, lines);
    URI file = request.folder().resolve(request.name());
    try (AtomicOutput out = context.storage().create(file)) {
      DigestingOutput digesting = new DigestingOutput(out);
      lines.writeTo(digesting);
      out.commit();
      return new SweptRange(digesting.storedAs(file), request.index(), stretch.changes());
    }
  }

  private static Moments moments(SweepRequest request, StepContext context) throws IOException {
    URI spill = request.spill().uri();
    try (InputStream in = new BufferedInputStream(context.storage().read(spill, 0))) {
      return Moments.read(in);
    } catch (EOFException e) {
      throw new IOException("Cannot read the spill %s: it is truncated".formatted(spill), e);
    }
  }
}
