package dev.sluice.fetch.slots;

import dev.sluice.step.Reservation;
import dev.sluice.storage.VersionedFiles;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Slots that are leases in storage. What a process keeps of them outside of slots and calls is what
 * those who wait have seen, for as long as anybody waits: nothing to outlive a job that is started
 * again; but of who reserves, to the end of the process.
 *
 * @param files where the leases are
 * @param folder the run's own, ending in a slash
 * @param times the same for all of the run
 */
record LeasedSlots(VersionedFiles files, URI folder, LeaseTimes times) implements MirrorSlots {
  private static final Map<URI, SharedDesk> DESKS = new HashMap<>();

  LeasedSlots {
    if (!folder.getPath().endsWith("/")) {
      throw new IllegalArgumentException(
          "Cannot keep slots in %s: it is not a folder (expected a slash at its end)"
              .formatted(folder));
    }
  }

  /** The desk of all copies of this value in the process, and how many use it. */
  private static final class SharedDesk {
    final LeaseDesk desk;
    int users;
    boolean kept;

    SharedDesk(LeaseDesk desk) {
      this.desk = desk;
    }
  }

  /** What is asked of a desk. */
  private interface Question<T> {
    T ask(LeaseDesk desk) throws IOException, InterruptedException;
  }

  @Override
  public Slot take(Preference preference) throws IOException, InterruptedException {
    return ask(desk -> desk.take(preference));
  }

  @Override
  public boolean areReservable() {
    return true;
  }

  @Override
  public Optional<Reservation> reserve(Preference preference)
      throws IOException, InterruptedException {
    keepDesk();
    return ask(desk -> Optional.ofNullable(desk.look(preference))).map(this::reserved);
  }

  private Reservation reserved(LeasedSlot slot) {
    slot.reserve();
    Lease lease = slot.lease();
    String ticket = folder.relativize(lease.file()) + " " + lease.nonce();
    return new ReservedSlot(slot, lease, ticket);
  }

  @Override
  public Reservation reservation(String ticket) {
    Lease lease = Lease.of(files, file(ticket), times, System::nanoTime, nonce(ticket));
    return new ReservedSlot(null, lease, ticket);
  }

  /** The slot that was reserved elsewhere; empty if it cannot be had, or its mirror will not do. */
  Optional<Slot> takeOver(String ticket, Preference preference)
      throws IOException, InterruptedException {
    return ask(desk -> Optional.ofNullable(desk.takeOver(file(ticket), nonce(ticket), preference)));
  }

  private URI file(String ticket) {
    return folder.resolve(ticket.substring(0, ticket.indexOf(' ')));
  }

  private static String nonce(String ticket) {
    return ticket.substring(ticket.indexOf(' ') + 1);
  }

  private <T> T ask(Question<T> question) throws IOException, InterruptedException {
    SharedDesk shared = enter();
    try {
      return question.ask(shared.desk);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw (InterruptedException) new InterruptedException("waiting cancelled").initCause(e);
      }
      throw e;
    } finally {
      leave(shared);
    }
  }

  /** Who reserves looks now and then instead of waiting, and has to know what was there before. */
  private void keepDesk() {
    synchronized (DESKS) {
      SharedDesk shared = enter();
      if (shared.kept) {
        shared.users--;
      }
      shared.kept = true;
    }
  }

  private SharedDesk enter() {
    synchronized (DESKS) {
      SharedDesk shared =
          DESKS.computeIfAbsent(
              folder,
              key ->
                  new SharedDesk(
                      new LeaseDesk(
                          files,
                          folder,
                          times,
                          System::nanoTime,
                          Sleeper.ofThreads(),
                          RenewalThread.ofProcess())));
      shared.users++;
      return shared;
    }
  }

  private void leave(SharedDesk shared) {
    synchronized (DESKS) {
      if (--shared.users == 0) {
        DESKS.remove(folder);
      }
    }
  }
}
