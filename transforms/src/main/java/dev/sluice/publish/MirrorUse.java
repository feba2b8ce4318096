package dev.sluice.publish;

import dev.sluice.publish.Manifest.InputFile;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a mirror gave in a run. A file counts for the mirror that served it, or the last of it.
 *
 * @param mirror its name
 * @param files how many files
 * @param bytes their bytes
 * @param transferring how long that took, added up over connections
 * @param connections how many there were at most at a time
 */
record MirrorUse(String mirror, int files, long bytes, Duration transferring, int connections) {
  /** Of the mirrors that served files in this run, by name. */
  static List<MirrorUse> of(List<InputFile> files, List<StepReport> executions) {
    Map<String, InputFile> byName =
        files.stream().collect(Collectors.toMap(InputFile::name, file -> file, (a, b) -> a));
    Map<String, List<StepReport>> byMirror = new TreeMap<>();
    for (StepReport execution : executions) {
      InputFile file = byName.get(execution.subject());
      if (file != null && Spending.isFetching(execution) && !execution.reused()) {
        byMirror.computeIfAbsent(file.mirror(), name -> new ArrayList<>()).add(execution);
      }
    }
    List<MirrorUse> uses = new ArrayList<>();
    byMirror.forEach(
        (mirror, transfers) ->
            uses.add(
                new MirrorUse(
                    mirror,
                    transfers.size(),
                    transfers.stream()
                        .mapToLong(
                            transfer ->
                                Optional.ofNullable(byName.get(transfer.subject()))
                                    .map(InputFile::bytes)
                                    .orElse(0L))
                        .sum(),
                    transfers.stream()
                        .map(MirrorUse::transferring)
                        .reduce(Duration.ZERO, Duration::plus),
                    mostAtATime(transfers))));
    return uses;
  }

  /** Bytes a second on one connection. */
  double rate() {
    return transferring.isZero() ? 0 : bytes * 1e9 / transferring.toNanos();
  }

  /** The time of a connection: after the wait for a slot, and before the file is committed. */
  private static Duration transferring(StepReport transfer) {
    StepTimes times = transfer.times();
    Duration busy = times.waitingForInput().plus(times.waitingForOutput()).plus(times.cpu());
    Duration longest = transfer.elapsed().minus(Spending.wait(transfer));
    return busy.compareTo(longest) < 0 ? busy : longest;
  }

  private static int mostAtATime(List<StepReport> transfers) {
    record Change(Instant at, int connections) {}
    List<Change> changes = new ArrayList<>();
    for (StepReport transfer : transfers) {
      Instant begin = transfer.started().plus(Spending.wait(transfer));
      changes.add(new Change(begin, 1));
      changes.add(new Change(begin.plus(transferring(transfer)), -1));
    }
    changes.sort(Comparator.comparing(Change::at).thenComparing(Change::connections));
    int now = 0;
    int most = 0;
    for (Change change : changes) {
      now += change.connections();
      most = Math.max(most, now);
    }
    return most;
  }

  /**
   * What one more connection to the fastest mirror would have saved of a time in which the mirrors
   * were the limit.
   */
  static Optional<String> advice(List<MirrorUse> uses, Duration limited) {
    double all = uses.stream().mapToDouble(use -> use.rate() * use.connections()).sum();
    return uses.stream()
        .max(Comparator.comparingDouble(MirrorUse::rate))
        .filter(fastest -> fastest.rate() > 0)
        .map(
            fastest -> {
              double saved = fastest.rate() / (all + fastest.rate());
              return "One more connection to %s would have saved about %s."
                  .formatted(
                      fastest.mirror(),
                      ReportText.duration(
                          limited.multipliedBy((long) (saved * 1e6)).dividedBy(1_000_000)));
            });
  }
}
