package dev.sluice.convert;

import dev.sluice.convert.decompress.ConversionException;
import dev.sluice.convert.decompress.DumpInput;
import dev.sluice.fetch.RawFile;
import dev.sluice.step.Cores;
import dev.sluice.step.Load;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepFunction;
import dev.sluice.storage.Storage;
import dev.sluice.storage.StoredFile;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * The step "Convert to JSON": a raw dump file to a run of its records. The run is in order unless
 * the dump's pages are not, or another order was asked for.
 *
 * <p>Streaming; keeps one core busy, and a second one if that is free when the step begins: for
 * decompression, two of bzip2. Memory: that of {@code DocumentScan} and of the decoder, and the
 * settings' bytes for a page.
 */
public final class ConvertFile implements StepFunction<ConvertRequest, ConvertedFile> {
  /** The step's name. */
  public static final String NAME = "Convert to JSON";

  /** Beside the step's own; with more files than cores, more would only wait for each other. */
  private static final int MOST_THREADS = 1;

  private static final long serialVersionUID = 1;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<ConvertRequest> requestType() {
    return ConvertRequest.class;
  }

  @Override
  public Class<ConvertedFile> resultType() {
    return ConvertedFile.class;
  }

  @Override
  public Load load() {
    return Load.COMPUTES;
  }

  @Override
  public String subject(ConvertRequest request) {
    return request.raw().file().name();
  }

  @Override
  public long expectedBytes(ConvertRequest request) {
    return request.raw().bytes();
  }

  @Override
  public int format() {
    return 2;
  }

  @Override
  public Object identity(ConvertRequest request) {
    RawFile raw = request.raw();
    return List.of(
        raw.file().identity(),
        raw.digest().toString(),
        request.settings().order(),
        request.settings().records());
  }

  @Override
  public List<StoredFile> outputs(ConvertedFile result) {
    return List.of(result.run().file());
  }

  @Override
  public List<URI> spent(ConvertRequest request) {
    return request.settings().keepRaw() ? List.of() : List.of(request.raw().uri());
  }

  @Override
  public ConvertedFile run(ConvertRequest request, StepContext context) throws IOException {
    RawFile raw = request.raw();
    Storage storage = context.storage();
    String name = raw.file().name();
    try (DumpInput input = DumpInput.open(storage, raw.uri(), name, context.meter());
        FileStaging staging =
            FileStaging.begin(raw.file(), request.settings(), storage, Cores.COUNT)) {
      return ConvertedFile.of(raw, staging.commit(convert(input, staging, raw, storage)));
    }
  }

  private static Conversion convert(
      DumpInput input, FileStaging staging, RawFile raw, Storage storage) throws IOException {
    try (Cores.Spare spare = Cores.takeSpare(MOST_THREADS)) {
      return staging.convert(input, spare.count());
    } catch (ConversionException e) {
      if (raw.file().checksum() == null) {
        // Nothing vouches for these bytes: the next run shall fetch them again.
        storage.delete(raw.uri());
      }
      throw new IOException("%s, served by %s".formatted(e.getMessage(), raw.mirror().name()), e);
    }
  }
}
