package dev.sluice.fetch;

import dev.sluice.dump.DumpFile;
import dev.sluice.fetch.clients.MirrorClients;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.step.Load;
import dev.sluice.step.Reservations;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepFunction;
import dev.sluice.storage.Stored;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The step "Download": one file of a dump into storage, as {@link Downloads} does it. Doing it
 * again gives the same bytes, whoever serves them.
 */
public final class DownloadFile implements StepFunction<DownloadRequest, RawFile> {
  /** The step's name. */
  public static final String NAME = "Download";

  private static final long serialVersionUID = 1;

  private final Downloads downloads;

  /**
   * The function with the standard clients and patience.
   *
   * @param run the run's id, under which the mirrors' rates are kept
   * @param slots under which connections are opened
   */
  public DownloadFile(String run, MirrorSlots slots) {
    this(new Downloads(run, slots));
  }

  DownloadFile(String run, MirrorSlots slots, MirrorClients clients, Retries retries) {
    this(new Downloads(run, slots, clients, retries));
  }

  private DownloadFile(Downloads downloads) {
    this.downloads = downloads;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<DownloadRequest> requestType() {
    return DownloadRequest.class;
  }

  @Override
  public Class<RawFile> resultType() {
    return RawFile.class;
  }

  @Override
  public Load load() {
    return Load.WAITS;
  }

  @Override
  public String subject(DownloadRequest request) {
    return request.file().name();
  }

  @Override
  public long expectedBytes(DownloadRequest request) {
    return request.file().bytes();
  }

  @Override
  public int format() {
    return 2;
  }

  @Override
  public Object identity(DownloadRequest request) {
    return request.file().identity();
  }

  @Override
  public List<Stored> outputs(RawFile result) {
    return List.of(result);
  }

  @Override
  public List<URI> spent(DownloadRequest request) {
    return List.of();
  }

  @Override
  public Optional<Reservations<DownloadRequest>> reservations() {
    return downloads.reservations(DownloadRequest::file);
  }

  @Override
  public RawFile run(DownloadRequest request, StepContext context)
      throws IOException, InterruptedException {
    DumpFile file = request.file();
    URI place = request.place();
    Fetched fetched = downloads.download(file, () -> context.storage().create(place), context);
    return new RawFile(file, place, fetched.digest(), fetched.from().mirror(), fetched.flaws());
  }
}
