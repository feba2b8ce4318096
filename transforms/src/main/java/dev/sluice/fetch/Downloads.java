package dev.sluice.fetch;

import dev.sluice.dump.DumpFile;
import dev.sluice.fetch.clients.MirrorClients;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.step.Reservations;
import dev.sluice.step.StepContext;
import dev.sluice.storage.AtomicOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.io.function.IOSupplier;

/**
 * Downloads files of a dump, the largest first, each from a mirror that was never tried, else from
 * the fastest that has a free slot; but not from one so slow that all would wait for it at the end.
 * A transfer that turns out to be such a one moves to a faster mirror once that has a slot to
 * spare. A mirror that fails repeatedly rests, for up to half a minute at a time; one that says
 * when to come back, until then. A transfer that breaks is resumed at the byte where it broke,
 * there or from another mirror; it is committed only when length and checksum are what the dump
 * says. A transfer that a mirror ends after what takes the bytes let it wait is no failure of the
 * mirror's, however often. Bytes that are not are thrown away and fetched afresh, elsewhere if
 * possible.
 *
 * <p>Holds one connection for a file at a time, always under a slot, and four buffers of 256 KiB;
 * other threads digest what came.
 */
public final class Downloads implements Serializable {
  private static final long serialVersionUID = 1;

  private final String run;
  private final MirrorSlots slots;
  private final MirrorClients clients;
  private final Retries retries;

  /**
   * Those of a run, with the standard clients and patience.
   *
   * @param run the run's id, under which the mirrors' rates are kept
   * @param slots under which connections are opened
   */
  public Downloads(String run, MirrorSlots slots) {
    this(run, slots, MirrorClients.standard(), Retries.standard());
  }

  Downloads(String run, MirrorSlots slots, MirrorClients clients, Retries retries) {
    this.run = run;
    this.slots = slots;
    this.clients = clients;
    this.retries = retries;
  }

  /**
   * Slots for requests that are launched elsewhere, if slots can be handed over.
   *
   * @param file what a request is to download
   */
  public <Q> Optional<Reservations<Q>> reservations(Function<Q, DumpFile> file) {
    return slots.areReservable()
        ? Optional.of(new SlotReservations<>(file, slots, MirrorRates.of(run)))
        : Optional.empty();
  }

  /**
   * Downloads a file.
   *
   * @param destination gives what the bytes are written into: once there is a connection, and again
   *     after bytes that were not the file's, when what it gave before was closed without a commit
   * @param context takes the bytes that come, and the waits
   * @throws IOException with a sentence that tells what each mirror did, once none is left to ask,
   *     or at once if the bytes could not be stored
   */
  public Fetched download(
      DumpFile file, IOSupplier<? extends AtomicOutput> destination, StepContext context)
      throws IOException, InterruptedException {
    MirrorRates rates = MirrorRates.of(run);
    try (Workload.Item item = Workload.of(run).enter(file);
        Transfer transfer = new Transfer(file, destination, context.meter(), context.clock())) {
      MirrorTrials trials = new MirrorTrials(file, item, rates, retries);
      return new Download(
              file, item, transfer, trials, rates, slots, clients, retries, context.clock())
          .run();
    } catch (StoringException e) {
      throw Download.passOn(e);
    }
  }
}
