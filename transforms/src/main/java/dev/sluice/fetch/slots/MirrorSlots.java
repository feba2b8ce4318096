package dev.sluice.fetch.slots;

import dev.sluice.dump.Mirror;
import dev.sluice.step.Reservation;
import dev.sluice.storage.VersionedFiles;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Connections to mirrors, rationed: at no moment of a run are more slots of a mirror taken than its
 * {@link Mirror#connections()}. Mirrors on one host and port share one ration, the smallest that
 * any of them names.
 */
public interface MirrorSlots extends Serializable {
  /** The slots of a run of which every part runs in this process. */
  static MirrorSlots inProcess(String run) {
    return new InProcessSlots(run);
  }

  /**
   * The slots of a run whose parts run in any number of processes, on any number of machines, with
   * one storage. A slot is a file there, {@code FOLDER/MIRROR/K} with K below the mirror's cap: a
   * lease, which its holder renews every 15 s. One that was not renewed for 60 s is taken over, its
   * holder having stopped by itself after 30 s ({@link Slot#held()}).
   *
   * <p>The cap can be passed for a moment by a holder that is frozen, with its connection, for more
   * than half a minute: from when another takes its slot over until the holder, on coming back,
   * asks {@link Slot#held()}, which it does after each buffer. Its lease is not touched by it any
   * more, and {@link Slot#confirm()} fails.
   *
   * <p>A file costs four requests to storage, and one every 15 s for renewals; who waits in a
   * process costs one a second and mirror, however many wait. Of those who wait chance decides who
   * is next.
   *
   * @param folder where the leases are, ending in a slash; the run's own. Nothing is left in it
   *     once all slots were given back, but for the caps that {@link Slot#refused()} lowered.
   */
  static MirrorSlots leased(VersionedFiles files, URI folder) {
    return leased(files, folder, LeaseTimes.standard());
  }

  /** {@link #leased(VersionedFiles, URI)} at another pace, the same for all of a run. */
  static MirrorSlots leased(VersionedFiles files, URI folder, LeaseTimes times) {
    return new LeasedSlots(files, folder, times);
  }

  /**
   * The slots of a worker of such a run, for whom one may have been reserved.
   *
   * @param ticket of the reserved one; null: there is none
   */
  static MirrorSlots leased(VersionedFiles files, URI folder, @Nullable String ticket) {
    LeasedSlots slots = new LeasedSlots(files, folder, LeaseTimes.standard());
    return ticket == null ? slots : new HandedSlots(slots, ticket);
  }

  /** Which mirrors will do. Its methods are called under a lock: they return at once. */
  interface Preference {
    /**
     * The mirrors that will do, the best first; none if it is better to wait. Asked whenever there
     * is a choice, and again after {@link #askAgainAfter()}.
     */
    List<Mirror> ranked();

    /** How much is to come over the connection; in one process, who has most is served first. */
    default long bytes() {
      return Long.MAX_VALUE;
    }

    /** When the answer of {@link #ranked()} may be another one though no slot was given back. */
    default Duration askAgainAfter() {
      return Duration.ofSeconds(1);
    }

    /** Tells that a slot of this mirror is being handed over. */
    void taken(Mirror mirror);
  }

  /**
   * Waits until one of the preferred mirrors has a free slot and takes it; of several, the best
   * ranked. In one process, who has most to fetch is served first, of equals who waits longest; of
   * several processes chance decides.
   *
   * @throws IOException if slots cannot be taken at all
   */
  Slot take(Preference preference) throws IOException, InterruptedException;

  /**
   * Asks for a slot as {@link #take} does, but does not wait for it: for who has another and would
   * rather have this one. Over several processes it never comes.
   */
  default Wish wish(Preference preference) {
    return Wish.NEVER;
  }

  /** Whether slots can be reserved for workers in other processes. */
  default boolean areReservable() {
    return false;
  }

  /** Takes a slot as {@link #take} does, for a worker elsewhere; empty if none is free now. */
  default Optional<Reservation> reserve(Preference preference)
      throws IOException, InterruptedException {
    return Optional.empty();
  }

  /** The slot that was reserved under a ticket, whoever did it. */
  default Reservation reservation(String ticket) {
    throw new UnsupportedOperationException("Slots of one process are not reserved");
  }

  /** Whether of all who wait for a slot the one with most to fetch gets it. */
  default boolean servesLargestFirst() {
    return false;
  }

  /** Waits for a slot of this one mirror and takes it. */
  default Slot take(Mirror mirror) throws IOException, InterruptedException {
    return take(
        new Preference() {
          @Override
          public List<Mirror> ranked() {
            return List.of(mirror);
          }

          @Override
          public void taken(Mirror taken) {}
        });
  }
}
