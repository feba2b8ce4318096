package dev.sluice.convert;

import dev.sluice.fetch.RawFile;
import dev.sluice.sort.Run;
import dev.sluice.sort.RunWriter;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepFunction;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.net.URI;

/**
 * The step "Convert to JSON": a raw dump file to a run of its records. The run is in order unless
 * the dump's pages are not, or another order was asked for.
 *
 * <p>Streaming; keeps one core busy. Memory: what one record is made of, and the settings' bytes
 * for a page.
 */
public final class ConvertFile implements StepFunction<ConvertRequest, ConvertedFile> {
  private static final long serialVersionUID = 1;

  @Override
  public String name() {
    return "Convert";
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
  public boolean needsCore() {
    return true;
  }

  @Override
  public String subject(ConvertRequest request) {
    return request.raw().file().name();
  }

  @Override
  public long expectedBytes(ConvertRequest request) {
    return request.raw().stored().bytes();
  }

  @Override
  public ConvertedFile run(ConvertRequest request, StepContext context) throws IOException {
    RawFile raw = request.raw();
    ConvertSettings settings = request.settings();
    Storage storage = context.storage();
    int ordinal = raw.file().ordinal();
    String name = raw.file().name();
    URI place = settings.folder().resolve("%05d-%s.run".formatted(ordinal, name));
    try (DumpInput input = DumpInput.open(storage, raw.stored().uri(), name, context.meter());
        RunWriter writer = RunWriter.create(storage, place, ordinal, name);
        StagedRecords records = new StagedRecords(writer, storage, settings)) {
      ConversionSummary summary = XmlConverter.convert(input, settings.records(), records);
      Run run = writer.commit();
      if (!settings.keepRaw()) {
        storage.delete(raw.stored().uri());
      }
      return new ConvertedFile(
          raw,
          run,
          summary.pages(),
          summary.skipped(),
          summary.records(),
          summary.unknownElements(),
          summary.texts());
    }
  }
}
