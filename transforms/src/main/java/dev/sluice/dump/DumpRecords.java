package dev.sluice.dump;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a dump's own records promise, put together from the mirrors' copies of them: a mirror may
 * lack them, or have old ones.
 */
final class DumpRecords {
  private static final Comparator<DumpStatus.Job> NEWEST =
      Comparator.comparing(DumpStatus.Job::done).thenComparing(DumpStatus.Job::updated);

  private final Map<String, DumpStatus.Job> jobs = new LinkedHashMap<>();
  private final Map<String, DumpStatus.Job> jobOf = new LinkedHashMap<>();
  private final Map<String, List<Checksum>> sums = new LinkedHashMap<>();
  private boolean sumsSeen;

  DumpRecords(Collection<Holding> holdings) {
    for (Holding holding : holdings) {
      if (holding.status() != null) {
        holding
            .status()
            .jobs()
            .forEach(
                (name, job) -> jobs.merge(name, job, (a, b) -> NEWEST.compare(a, b) >= 0 ? a : b));
      }
      for (Map<String, Checksum> file : holding.sums()) {
        sumsSeen = true;
        file.forEach(
            (name, checksum) -> sums.computeIfAbsent(name, n -> new ArrayList<>()).add(checksum));
      }
    }
    for (DumpStatus.Job job : jobs.values()) {
      job.files().keySet().forEach(name -> jobOf.put(name, job));
    }
  }

  /** Names of the files that jobs list. */
  Set<String> filesOfJobs() {
    return jobOf.keySet();
  }

  /** Names of the files that have a checksum. */
  Set<String> filesOfSums() {
    return sums.keySet();
  }

  boolean sumsSeen() {
    return sumsSeen;
  }

  /** Jobs among those of the files that are not done, as {@code NAME is STATUS}. */
  Set<String> unfinished(Collection<String> files) {
    Set<String> unfinished = new LinkedHashSet<>();
    jobs.forEach(
        (name, job) -> {
          if (!job.done() && files.stream().anyMatch(job.files()::containsKey)) {
            unfinished.add(name + " is " + job.status());
          }
        });
    return unfinished;
  }

  /** All jobs of which more is to come, as {@code NAME is STATUS}. */
  Set<String> unfinished() {
    Set<String> unfinished = new LinkedHashSet<>();
    jobs.forEach(
        (name, job) -> {
          if (!job.ended()) {
            unfinished.add(name + " is " + job.status());
          }
        });
    return unfinished;
  }

  /** A file's length by the dump's status; -1 if that does not say. */
  long bytes(String name) {
    DumpStatus.Job job = jobOf.get(name);
    DumpStatus.Written written = job == null ? null : job.files().get(name);
    return written == null ? -1 : written.bytes();
  }

  /** The strongest checksum known for a file; the status goes before the sums files. */
  @Nullable Checksum checksum(String name) {
    List<Checksum> all = new ArrayList<>();
    DumpStatus.Job job = jobOf.get(name);
    DumpStatus.Written written = job == null ? null : job.files().get(name);
    if (written != null) {
      all.addAll(written.checksums());
    }
    all.addAll(sums.getOrDefault(name, List.of()));
    Checksum strongest = null;
    for (Checksum checksum : all) {
      if (strongest == null || checksum.algorithm().compareTo(strongest.algorithm()) > 0) {
        strongest = checksum;
      }
    }
    return strongest;
  }
}
