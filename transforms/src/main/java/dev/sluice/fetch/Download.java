package dev.sluice.fetch;

import dev.sluice.dump.Checksum;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.Replica;
import dev.sluice.fetch.clients.LoginRefusedException;
import dev.sluice.fetch.clients.MirrorBusyException;
import dev.sluice.fetch.clients.MirrorClient;
import dev.sluice.fetch.clients.MirrorClients;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.fetch.slots.Slot;
import dev.sluice.step.FailureSentence;
import dev.sluice.step.StepClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The attempts at one file, until it is there or no mirror is left. */
final class Download {
  private static final Logger LOG = LoggerFactory.getLogger(Download.class);

  /** An attempt that brings at least this share of the file is none to count against a mirror. */
  private static final int PROGRESS_SHARE = 32;

  /** Wrong bytes weigh more than a broken connection: the whole file has to come again. */
  private static final int WRONG_BYTES_STRIKES = 2;

  /** A mirror that is busy for longer than this is not waited for. */
  private static final Duration LONGEST_REST = Duration.ofMinutes(15);

  private final DumpFile file;
  private final Workload.Item item;
  private final Transfer transfer;
  private final MirrorTrials trials;
  private final MirrorRates rates;
  private final MirrorSlots slots;
  private final MirrorClients clients;
  private final Retries retries;
  private final StepClock clock;

  /** Where to go on: taken while bytes came from elsewhere. */
  private @Nullable Slot next;

  /**
   * Whether the last connection ended through no fault of the mirror's: left for a better one, of
   * this file's or another's, or kept waiting.
   */
  private boolean moving;

  /** Whose bytes were wrong, and how. */
  private final List<String> flaws = new ArrayList<>();

  Download(
      DumpFile file,
      Workload.Item item,
      Transfer transfer,
      MirrorTrials trials,
      MirrorRates rates,
      MirrorSlots slots,
      MirrorClients clients,
      Retries retries,
      StepClock clock) {
    this.file = file;
    this.item = item;
    this.transfer = transfer;
    this.trials = trials;
    this.rates = rates;
    this.slots = slots;
    this.clients = clients;
    this.retries = retries;
    this.clock = clock;
  }

  Fetched run() throws IOException, InterruptedException {
    try {
      return untilDone();
    } finally {
      if (next != null) {
        next.close();
      }
    }
  }

  private Fetched untilDone() throws IOException, InterruptedException {
    while (!trials.left().isEmpty()) {
      Mirror mirror;
      @Nullable Checksum digest;
      try (Slot slot = slot()) {
        mirror = slot.mirror();
        digest = attempt(slot);
      }
      if (digest != null) {
        transfer.commit();
        return new Fetched(digest, new Replica(mirror, trials.path(mirror)), List.copyOf(flaws));
      }
      if (!moving && !trials.left().isEmpty()) {
        clock.retries(trials.account(mirror));
        retries.pause(trials.fewestFailures());
      }
    }
    throw new IOException("Cannot download %s %s".formatted(file.name(), trials.account()));
  }

  private Slot slot() throws IOException, InterruptedException {
    Slot taken = next;
    next = null;
    if (taken == null) {
      item.update(file.bytes() - transfer.position(), true);
      try (StepClock.Wait wait = clock.waitForSlot()) {
        taken = slots.take(trials);
      }
    }
    item.begins(file.bytes() - transfer.position());
    return taken;
  }

  /** One connection's worth; null if the file is not there after it. */
  private @Nullable Checksum attempt(Slot slot) throws IOException, InterruptedException {
    Mirror mirror = slot.mirror();
    int attempt = trials.attempt(mirror);
    rates.opened(mirror);
    boolean received = false;
    try {
      received = receive(slot, attempt);
    } finally {
      rates.closed(mirror, received || moving);
    }
    if (!received) {
      return null;
    }
    Checksum digest;
    try {
      digest = transfer.seal();
    } catch (IOException e) {
      throw passOn(e);
    }
    String flaw = transfer.flaw(digest, attempt);
    if (flaw != null) {
      blame(flaw);
      transfer.startAfresh();
      return null;
    }
    try {
      slot.confirm();
    } catch (IOException e) {
      passOn(e);
      trials.failed(mirror, 1, "%s, attempt %d".formatted(FailureSentence.of(e), attempt));
      transfer.startAfresh();
      return null;
    }
    return digest;
  }

  /** Whether all bytes have come, or more. */
  private boolean receive(Slot slot, int attempt) throws IOException, InterruptedException {
    Mirror mirror = slot.mirror();
    long before = transfer.position();
    boolean opened = false;
    String cause = null;
    moving = false;
    Passage passage = new Passage(mirror, trials, rates, slots, System::nanoTime);
    try (passage;
        MirrorClient client = clients.connect(mirror)) {
      try (InputStream in =
          clock.measured(client.open(trials.path(mirror), before, file.bytes()))) {
        opened = true;
        transfer.receive(in, slot, passage);
      } finally {
        next = passage.next();
        // Measured before the connection is closed: parting takes time, but not the mirror's.
        passage.measure();
      }
    } catch (StoringException e) {
      throw e;
    } catch (MirrorBusyException e) {
      passOn(e);
      slot.refused();
      busy(mirror, attempt, e);
      return false;
    } catch (NoSuchFileException e) {
      passOn(e);
      trials.absent(mirror, "no such file, attempt %d".formatted(attempt));
      return false;
    } catch (IOException e) {
      passOn(e);
      if (e instanceof LoginRefusedException) {
        slot.refused(); // The listing got in: so it may well be a limit, if a short-spoken one.
      }
      cause = FailureSentence.of(e);
      LOG.debug("{} from {} broke", file.name(), mirror.name(), e);
    }
    if (opened && transfer.position() >= file.bytes()) {
      return true; // The last reply may be lost: length and checksum decide.
    }
    if (passage.left() && cause == null) {
      LOG.debug("{} leaves {} at byte {}", file.name(), mirror.name(), transfer.position());
      moving = true;
      return false;
    }
    if (opened && transfer.keptWaiting()) {
      // Cut by a mirror that we let wait, it is gone on with like one that was left.
      LOG.debug("{} from {}: {}", file.name(), mirror.name(), ended(opened, cause, attempt));
      moving = true;
      return false;
    }
    boolean further = transfer.position() - before > file.bytes() / PROGRESS_SHARE;
    rates.failed(mirror, retries);
    trials.failed(mirror, further ? 0 : 1, ended(opened, cause, attempt));
    LOG.debug("{} from {}: {}", file.name(), mirror.name(), ended(opened, cause, attempt));
    return false;
  }

  /** Until when it is left alone is known to all files' downloads. */
  private void busy(Mirror mirror, int attempt, MirrorBusyException e) {
    String cause = "busy, attempt %d: %s".formatted(attempt, e.getMessage());
    Duration rest = e.retryAfter().orElse(retries.due(attempt));
    if (rest.compareTo(LONGEST_REST) > 0) {
      trials.absent(mirror, "%s for %d s".formatted(cause, rest.toSeconds()));
      rates.rest(mirror, LONGEST_REST);
    } else {
      trials.busy(mirror, cause);
      rates.rest(mirror, rest);
    }
  }

  private String ended(boolean opened, @Nullable String cause, int attempt) {
    String why = cause == null ? "" : ": " + cause;
    return opened
        ? "transfer ended after %d bytes, attempt %d%s (expected %d bytes)"
            .formatted(transfer.position(), attempt, why, file.bytes())
        : "not opened, attempt %d%s".formatted(attempt, why);
  }

  /** Bytes of several mirrors do not tell whose are wrong: then each gets another chance. */
  private void blame(String flaw) {
    Set<Mirror> sources = transfer.sources();
    for (Mirror mirror : sources) {
      rates.failed(mirror, retries);
      flaws.add("from %s: %s".formatted(mirror.name(), flaw));
      trials.failed(mirror, sources.size() == 1 ? WRONG_BYTES_STRIKES : 1, flaw);
      LOG.warn("Fetching {} afresh, for from {} {}", file.name(), mirror.name(), flaw);
    }
  }

  /** An interrupt shows as any exception of the connection that it closed. */
  static <E extends IOException> E passOn(E e) throws InterruptedException {
    if (Thread.interrupted() || e instanceof ClosedByInterruptException) {
      throw (InterruptedException) new InterruptedException("download cancelled").initCause(e);
    }
    return e;
  }
}
