package dev.sluice.fetch;

import dev.sluice.dump.DumpFile;
import dev.sluice.fetch.clients.MirrorClients;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepFunction;
import dev.sluice.storage.StoredFile;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * Downloads one file of a dump into storage, from whichever of its mirrors has a free slot: one
 * that was never tried first, else the fastest. A transfer that breaks is resumed at the byte where
 * it broke, there or from another mirror; the file is committed only when its length and checksum
 * are what the dump says. Bytes that are not are thrown away and fetched afresh, elsewhere if
 * possible.
 *
 * <p>Holds one connection at a time, always under a slot, and one buffer of 256 KiB. Doing it again
 * gives the same bytes, whoever serves them.
 *
 * <p>Fails with a sentence that tells what each mirror did, once none is left to ask.
 */
public final class DownloadFile implements StepFunction<DownloadRequest, RawFile> {
  /** The step's name. */
  public static final String NAME = "Download";

  private static final long serialVersionUID = 1;

  private final String run;
  private final MirrorSlots slots;
  private final MirrorClients clients;
  private final Retries retries;

  /**
   * The function with the standard clients and patience.
   *
   * @param run the run's id, under which the mirrors' rates are kept
   * @param slots under which connections are opened
   */
  public DownloadFile(String run, MirrorSlots slots) {
    this(run, slots, MirrorClients.standard(), Retries.standard());
  }

  DownloadFile(String run, MirrorSlots slots, MirrorClients clients, Retries retries) {
    this.run = run;
    this.slots = slots;
    this.clients = clients;
    this.retries = retries;
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
  public boolean needsCore() {
    return false;
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
    return 1;
  }

  @Override
  public Object identity(DownloadRequest request) {
    return request.file().identity();
  }

  @Override
  public List<StoredFile> outputs(RawFile result) {
    return List.of(result.stored());
  }

  @Override
  public List<URI> spent(DownloadRequest request) {
    return List.of();
  }

  @Override
  public RawFile run(DownloadRequest request, StepContext context)
      throws IOException, InterruptedException {
    DumpFile file = request.file();
    MirrorRates rates = MirrorRates.of(run);
    MirrorTrials trials = new MirrorTrials(file, rates, retries);
    try (Transfer transfer = new Transfer(file, request.place(), context)) {
      return new Download(file, transfer, trials, rates, slots, clients, retries, context.clock())
          .run();
    } catch (StoringException e) {
      throw Download.passOn(e);
    }
  }
}
