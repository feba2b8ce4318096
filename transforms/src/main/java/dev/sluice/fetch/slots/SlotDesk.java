package dev.sluice.fetch.slots;

import dev.sluice.dump.Mirror;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Hands out a run's slots in one process, to whoever has waited longest for them. */
final class SlotDesk {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Ration> rations = new HashMap<>();
  private final Set<Waiter> queue = new LinkedHashSet<>();

  private static final class Ration {
    int cap = Integer.MAX_VALUE;
    int taken;
  }

  private final class Waiter {
    final MirrorSlots.Preference preference;
    final Condition served = lock.newCondition();
    @Nullable DeskSlot slot;

    Waiter(MirrorSlots.Preference preference) {
      this.preference = preference;
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
          waiter.served.await();
        }
      } catch (InterruptedException e) {
        queue.remove(waiter);
        if (waiter.slot != null) {
          waiter.slot.close();
        }
        throw e;
      }
      return waiter.slot;
    } finally {
      lock.unlock();
    }
  }

  /** Gives what is free to those who wait, in the order in which they came. */
  private void serve() {
    for (Iterator<Waiter> waiters = queue.iterator(); waiters.hasNext(); ) {
      Waiter waiter = waiters.next();
      for (Mirror mirror : waiter.preference.ranked()) {
        Ration ration = rations.computeIfAbsent(MirrorHost.of(mirror), host -> new Ration());
        ration.cap = Math.min(ration.cap, mirror.connections());
        if (ration.taken < ration.cap) {
          ration.taken++;
          waiter.preference.taken(mirror);
          waiter.slot = new DeskSlot(mirror, ration);
          waiter.served.signal();
          waiters.remove();
          break;
        }
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
