package dev.sluice.publish;

import dev.sluice.convert.DownloadAndConvert;
import dev.sluice.fetch.DownloadFile;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepTimes;
import java.time.Duration;
import java.util.Set;

/**
 * How much of each thing an execution spends, on average over its time: 1.0 is one core, or one
 * wait all the time. Threads add up.
 *
 * @param slots waits for a mirror's slot
 * @param network waits for bytes from a mirror
 * @param cpu work on cores
 * @param cores waits for a core
 * @param storage reads and writes of files in storage
 */
record Spending(double slots, double network, double cpu, double cores, double storage) {
  static final Spending NONE = new Spending(0, 0, 0, 0, 0);

  /** Of the cores, what is as good as all: the rest goes to other threads and the system. */
  private static final double BUSY = 0.75;

  /** Of one wait or core, what counts. */
  private static final double SOME = 0.1;

  /** How many wait for a slot, on average, where slots are short. */
  private static final double QUEUE = 0.25;

  private static final Set<String> FETCHING = Set.of(DownloadFile.NAME, DownloadAndConvert.NAME);

  static Spending of(StepReport report) {
    double elapsed = Math.max(1, report.elapsed().toNanos());
    StepTimes times = report.times();
    boolean fetching = isFetching(report);
    Duration input = times.waitingForInput();
    Duration files = fetching ? Duration.ZERO : input;
    return new Spending(
        times.waitingForSlot().toNanos() / elapsed,
        (fetching ? input : Duration.ZERO).toNanos() / elapsed,
        times.cpu().toNanos() / elapsed,
        times.waitingForCore().toNanos() / elapsed,
        files.plus(times.waitingForOutput()).toNanos() / elapsed);
  }

  /** While it waits for a slot or a core, which comes first. */
  Spending waiting() {
    double all = slots + cores;
    return all == 0 ? NONE : new Spending(slots / all, 0, 0, cores / all, 0);
  }

  /** After that. */
  Spending working() {
    double rest = 1 - slots - cores;
    return rest <= 0 ? NONE : new Spending(0, network / rest, cpu / rest, 0, storage / rest);
  }

  /** For how long it waits for a slot or a core, at most all of its time. */
  static Duration wait(StepReport report) {
    Duration wait = report.times().waitingForSlot().plus(report.times().waitingForCore());
    return wait.compareTo(report.elapsed()) < 0 ? wait : report.elapsed();
  }

  /** Whether what it reads comes from a mirror. */
  static boolean isFetching(StepReport report) {
    return FETCHING.contains(report.step());
  }

  Spending plus(Spending other, int sign) {
    return new Spending(
        slots + sign * other.slots,
        network + sign * other.network,
        cpu + sign * other.cpu,
        cores + sign * other.cores,
        storage + sign * other.storage);
  }

  /** How much of one thing. */
  double on(Limit limit) {
    return switch (limit) {
      case SLOTS -> slots;
      case NETWORK -> network;
      case CPU -> cpu + cores;
      case STORAGE -> storage;
      case OTHER -> Math.max(0, 1 - slots - network - cpu - cores - storage);
    };
  }

  /**
   * What holds back all that goes on at a time, whose sum this is.
   *
   * @param coreCount how many cores there are
   */
  Limit limit(int coreCount) {
    // Whatever waits for a core, the cores are what it waits for.
    if (cpu >= BUSY * coreCount || (cores > SOME && cpu >= BUSY * coreCount / 2)) {
      return Limit.CPU;
    }
    double most = Math.max(cpu, Math.max(network, storage));
    if (most < SOME) {
      return slots >= SOME ? Limit.SLOTS : Limit.OTHER;
    }
    if (most == cpu) {
      return Limit.CPU;
    }
    if (most == storage) {
      return Limit.STORAGE;
    }
    return slots >= QUEUE ? Limit.SLOTS : Limit.NETWORK;
  }
}
