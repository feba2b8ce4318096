package dev.sluice.fetch.slots;

import dev.sluice.dump.Mirror;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out a run's slots in one process: to whoever has most to fetch, of equals to who has waited
 * longest.
 */
final class SlotDesk {
  private static final Logger LOG = LoggerFactory.getLogger(SlotDesk.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Ration> rations = new HashMap<>();
  private final Set<Waiter> queue = new LinkedHashSet<>();

  private static final class Ration {
    int cap = Integer.MAX_VALUE;
    int taken;
  }

  /** One who asked; the slot is set once, when it is served. */
  private final class Waiter implements Wish {
    final MirrorSlots.Preference preference;
    final Condition served = lock.newCondition();
    volatile @Nullable DeskSlot slot;
    private boolean handedOver;

    Waiter(MirrorSlots.Preference preference) {
      this.preference = preference;
    }

    @Override
    public @Nullable Slot granted() {
      handedOver |= slot != null;
      return slot;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        queue.remove(this);
        if (slot != null && !handedOver) {
          slot.close();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  Slot take(MirrorSlots.Preference preference) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Waiter waiter = new Waiter(preference);
      queue.add(waiter);
      serve();
      try {
        while (waiter.slot == null) {
          if (waiter.served.awaitNanos(preference.askAgainAfter().toNanos()) <= 0) {
            serve(waiter);
          }
        }
      } catch (InterruptedException e) {
        waiter.close();
        throw e;
      }
      return waiter.slot;
    } finally {
      lock.unlock();
    }
  }

  /** Asks for a slot, and does not wait. */
  Wish wish(MirrorSlots.Preference preference) {
    lock.lock();
    try {
      Waiter waiter = new Waiter(preference);
      queue.add(waiter);
      serve();
      return waiter;
    } finally {
      lock.unlock();
    }
  }

  /** Gives what is free to those who wait, in their turn. */
  private void serve() {
    List<Waiter> turns = new ArrayList<>(queue);
    Map<Waiter, Long> bytes = new HashMap<>();
    turns.forEach(waiter -> bytes.put(waiter, waiter.preference.bytes()));
    turns.sort(Comparator.comparing(bytes::get, Comparator.reverseOrder()));
    turns.forEach(this::serve);
  }

  private void serve(Waiter waiter) {
    for (Mirror mirror : waiter.preference.ranked()) {
      Ration ration = rations.computeIfAbsent(MirrorHost.of(mirror), host -> new Ration());
      ration.cap = Math.min(ration.cap, mirror.connections());
      if (ration.taken < ration.cap) {
        ration.taken++;
        queue.remove(waiter);
        waiter.preference.taken(mirror);
        waiter.slot = new DeskSlot(mirror, ration);
        waiter.served.signal();
        return;
      }
    }
  }

  private final class DeskSlot implements Slot {
    private final Mirror mirror;
    private final Ration ration;
    private volatile boolean held = true;

    DeskSlot(Mirror mirror, Ration ration) {
      this.mirror = mirror;
      this.ration = ration;
    }

    @Override
    public Mirror mirror() {
      return mirror;
    }

    @Override
    public boolean held() {
      return held;
    }

    @Override
    public void confirm() throws IOException {
      if (!held) {
        throw new IOException(
            "Cannot confirm the slot of %s: it was given back".formatted(mirror.name()));
      }
    }

    @Override
    public void refused() {
      lock.lock();
      try {
        int cap = Math.max(1, Math.min(ration.cap, ration.taken - 1));
        if (held && cap < ration.cap) {
          LOG.warn(
              "{} allows fewer connections than {}: {} from now on",
              mirror.name(),
              ration.cap,
              cap);
          ration.cap = cap;
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (held) {
          held = false;
          ration.taken--;
          serve();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
