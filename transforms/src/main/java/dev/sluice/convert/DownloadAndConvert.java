package dev.sluice.convert;

import dev.sluice.convert.ConvertStream.Staged;
import dev.sluice.convert.decompress.ConversionException;
import dev.sluice.dump.DumpFile;
import dev.sluice.fetch.Downloads;
import dev.sluice.fetch.Fetched;
import dev.sluice.fetch.RawFile;
import dev.sluice.step.Load;
import dev.sluice.step.Reservations;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepFunction;
import dev.sluice.storage.StoredFile;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The step "Download and convert": a dump file from its mirrors to a run of its records, without a
 * copy of the file. It is {@link Downloads} and {@link ConvertFile} in one: the run is the same,
 * and is there only if length and checksum of what came are what the dump says. In {@link
 * ConvertedFile#raw()} stands where it came from.
 *
 * <p>One thread receives and one converts, 1 MiB apart; a mirror that is faster than the converter
 * waits for it. So the mirrors' connections bound how many go on at a time, and none takes a core's
 * permit; but a 7z archive has to be there before it can be read: it is copied to a temporary file,
 * and then converted under one, its slot given back. Memory: that of {@code DocumentScan}, 1.5 MiB,
 * and for a page a share of the settings' for each of the mirrors' connections.
 */
public final class DownloadAndConvert
    implements StepFunction<DownloadAndConvertRequest, ConvertedFile> {
  /** The step's name. */
  public static final String NAME = "Download and convert";

  private static final long serialVersionUID = 1;

  private final Downloads downloads;

  public DownloadAndConvert(Downloads downloads) {
    this.downloads = downloads;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<DownloadAndConvertRequest> requestType() {
    return DownloadAndConvertRequest.class;
  }

  @Override
  public Class<ConvertedFile> resultType() {
    return ConvertedFile.class;
  }

  @Override
  public Load load() {
    return Load.BOTH;
  }

  @Override
  public String subject(DownloadAndConvertRequest request) {
    return request.file().name();
  }

  @Override
  public long expectedBytes(DownloadAndConvertRequest request) {
    return request.file().bytes();
  }

  @Override
  public int format() {
    return 2;
  }

  @Override
  public Object identity(DownloadAndConvertRequest request) {
    return List.of(
        request.file().identity(), request.settings().order(), request.settings().records());
  }

  @Override
  public List<StoredFile> outputs(ConvertedFile result) {
    return List.of(result.run().file());
  }

  @Override
  public List<URI> spent(DownloadAndConvertRequest request) {
    return List.of();
  }

  @Override
  public Optional<Reservations<DownloadAndConvertRequest>> reservations() {
    return downloads.reservations(DownloadAndConvertRequest::file);
  }

  @Override
  public ConvertedFile run(DownloadAndConvertRequest request, StepContext context)
      throws IOException, InterruptedException {
    DumpFile file = request.file();
    AtomicReference<@Nullable ConvertingOutput> latest = new AtomicReference<>();
    Fetched fetched =
        downloads.download(
            file,
            () -> {
              ConvertingOutput output = ConvertingOutput.begin(file, request.settings(), context);
              latest.set(output);
              return output;
            },
            context);
    RawFile raw =
        new RawFile(
            file, fetched.from().uri(), fetched.digest(), fetched.from().mirror(), fetched.flaws());
    try {
      Staged staged = Objects.requireNonNull(latest.get()).staged();
      return ConvertedFile.of(raw, staged);
    } catch (ConversionException e) {
      throw new IOException("%s, served by %s".formatted(e.getMessage(), raw.mirror().name()), e);
    }
  }
}
