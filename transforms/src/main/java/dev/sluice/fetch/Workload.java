package dev.sluice.fetch;

import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.Replica;
import dev.sluice.fetch.slots.MirrorHost;
import dev.sluice.step.PerRun;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What of a run's files is still to come, as far as this process has been asked for them. */
final class Workload {
  private static final PerRun<Workload> RUNS = PerRun.of(Workload::new);

  /** Who gives way has this much less to fetch than who gets the slot: each move costs time. */
  private static final int TIMES_SMALLER = 2;

  /** Who gets it would take this share of the time that is left for everything. */
  private static final double CRITICAL = 0.7;

  private static final int MOST_YIELDS = 3;

  private final Map<String, Mirror> hosts = new HashMap<>();
  private final Set<Item> items = new LinkedHashSet<>();

  static Workload of(String run) {
    return RUNS.of(run);
  }

  /** One file of it, until it is closed. */
  final class Item implements AutoCloseable {
    private final Set<String> holders = new HashSet<>();
    private long remaining;
    private boolean waiting = true;

    /** At which rate it comes while it would rather come from elsewhere; 0 if it would not. */
    private double wishing;

    /** Whether somebody gives way to it already. */
    private boolean served;

    private int yields;

    private Item(DumpFile file) {
      this.remaining = file.bytes();
      file.replicas().forEach(replica -> holders.add(MirrorHost.of(replica.mirror())));
    }

    /** Bytes that have not come yet. */
    long remaining() {
      synchronized (Workload.this) {
        return remaining;
      }
    }

    /** Tells how much has not come yet, and whether it waits for a slot. */
    void update(long bytes, boolean waits) {
      synchronized (Workload.this) {
        remaining = Math.max(0, bytes);
        if (waiting && !waits) {
          served = false;
        }
        waiting = waits;
      }
    }

    /** Tells that it begins to come, under another slot than before. */
    void begins(long bytes) {
      synchronized (Workload.this) {
        update(bytes, false);
        wishing = 0;
        served = false;
      }
    }

    /** Tells the rate at which it comes while it would rather come from elsewhere, else 0. */
    void wishes(double bytesPerSecond) {
      synchronized (Workload.this) {
        wishing = bytesPerSecond;
      }
    }

    /**
     * Whether it is better to give its slot to a larger file, which all would wait for at the end;
     * to be answered by doing so. One file gives way to another once, and to few at all.
     *
     * @param mirror whose slot it has
     * @param bytesPerSecond the mirror's rate
     */
    boolean givesWay(Mirror mirror, double bytesPerSecond, MirrorRates rates) {
      synchronized (Workload.this) {
        double critical = CRITICAL * secondsLeft(rates) * bytesPerSecond;
        for (Item other : yields < MOST_YIELDS ? items : Set.<Item>of()) {
          boolean wants = other.waiting || (other.wishing > 0 && other.wishing < bytesPerSecond);
          if (wants
              && !other.served
              && other.remaining > Math.max(critical, TIMES_SMALLER * (double) remaining)
              && other.holders.contains(MirrorHost.of(mirror))) {
            other.served = true;
            yields++;
            return true;
          }
        }
        return false;
      }
    }

    /** Whether nobody who waits has less to fetch. */
    boolean isSmallestWaiting() {
      synchronized (Workload.this) {
        return items.stream().noneMatch(item -> item.waiting && item.remaining < remaining);
      }
    }

    /**
     * Seconds until all would have come if every mirror's every connection were used throughout.
     */
    double secondsLeftForAll(MirrorRates rates) {
      return secondsLeft(rates);
    }

    @Override
    public void close() {
      synchronized (Workload.this) {
        items.remove(this);
      }
    }
  }

  /** Counts a file in. */
  synchronized Item enter(DumpFile file) {
    for (Replica replica : file.replicas()) {
      hosts.merge(
          MirrorHost.of(replica.mirror()),
          replica.mirror(),
          (a, b) -> a.connections() <= b.connections() ? a : b);
    }
    Item item = new Item(file);
    items.add(item);
    return item;
  }

  private synchronized double secondsLeft(MirrorRates rates) {
    double bytesPerSecond = capacity(hosts.values(), rates);
    long bytes = items.stream().mapToLong(item -> item.remaining).sum();
    return bytesPerSecond == 0 ? Double.POSITIVE_INFINITY : bytes / bytesPerSecond;
  }

  /** Of the mirrors whose rates are known. */
  private static double capacity(Collection<Mirror> mirrors, MirrorRates rates) {
    double sum = 0;
    for (Mirror mirror : mirrors) {
      double rate = rates.bytesPerSecond(mirror);
      if (!Double.isNaN(rate)) {
        sum += rate * mirror.connections();
      }
    }
    return sum;
  }
}
