package dev.sluice.dump;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses, of the sets of files in which a dump is published, the one to take: 7z before bzip2
 * before gzip, in each the parts before the recombined whole, and always one that is complete.
 */
final class FileChoice {
  private static final Logger LOG = LoggerFactory.getLogger(FileChoice.class);
  private static final int NAMED_AT_MOST = 5;

  private final Layout layout;
  private final List<Holding> holdings;
  private final DumpRecords records;
  private final HeldFiles held;

  FileChoice(Layout layout, List<Holding> holdings) {
    this.layout = layout;
    this.holdings = holdings;
    this.records = new DumpRecords(holdings);
    this.held = new HeldFiles(layout, holdings, records);
  }

  /** One way in which a dump is published. */
  private record Kind(DumpFileName.Format format, boolean parts) implements Comparable<Kind> {
    static Kind of(DumpFileName file) {
      return new Kind(file.format(), file.isPart());
    }

    @Override
    public int compareTo(Kind other) {
      return Comparator.comparing(Kind::format)
          .thenComparing(Kind::parts, Comparator.reverseOrder())
          .compare(this, other);
    }

    @Override
    public String toString() {
      return (parts ? "parts in " : "whole in ") + format.suffix();
    }
  }

  /**
   * A kind's files.
   *
   * @param recorded whether the dump's records promise exactly these
   * @param lack what is missing; null if it is complete
   * @param held whether mirrors hold all of them, though some at another length alone
   */
  private record Candidate(
      Kind kind, List<DumpFileName> files, boolean recorded, @Nullable String lack, boolean held) {
    Candidate(Kind kind, List<DumpFileName> files, boolean recorded, @Nullable String lack) {
      this(kind, files, recorded, lack, false);
    }
  }

  /**
   * The files to take, in page order.
   *
   * @throws IOException if no set is complete; the sentence tells what is missing
   */
  List<DumpFile> choose() throws IOException {
    List<Candidate> candidates = candidates();
    for (boolean recorded : new boolean[] {true, false}) {
      for (Candidate candidate : candidates) {
        if (candidate.recorded() == recorded && candidate.lack() == null) {
          if (!recorded) {
            LOG.warn(
                "{}: nothing records which files belong to it; taking the {} that mirrors hold",
                layout.dump,
                candidate.files().size());
          }
          return dumpFiles(candidate.files());
        }
      }
    }
    for (Candidate candidate : candidates) {
      if (candidate.held()) {
        // One file that shrank or grew shall not keep the others: its download will say so.
        LOG.warn("{}: {}", layout.dump, candidate.lack());
        return dumpFiles(candidate.files());
      }
    }
    List<String> lacks = new ArrayList<>();
    for (Candidate candidate : candidates) {
      lacks.add(
          candidates.size() == 1
              ? String.valueOf(candidate.lack())
              : candidate.kind() + ": " + candidate.lack());
    }
    throw new IOException(
        "Cannot list %s: %s"
            .formatted(
                layout.dump,
                lacks.isEmpty() ? "no file of that family" : String.join("; ", lacks)));
  }

  private List<DumpFile> dumpFiles(List<DumpFileName> files) {
    List<DumpFile> result = new ArrayList<>();
    for (DumpFileName file : files) {
      String name = file.name();
      result.add(
          new DumpFile(
              layout.dump,
              result.size(),
              name,
              held.bytes(name),
              records.checksum(name),
              held.replicas(name).isEmpty() ? held.copies(name) : held.replicas(name)));
    }
    return result;
  }

  private List<Candidate> candidates() {
    Set<String> onMirrors = new LinkedHashSet<>();
    holdings.forEach(holding -> onMirrors.addAll(holding.files().keySet()));
    Map<Kind, List<DumpFileName>> ofJobs = byKind(records.filesOfJobs());
    Map<Kind, List<DumpFileName>> ofSums = byKind(records.filesOfSums());
    Map<Kind, List<DumpFileName>> ofMirrors = byKind(onMirrors);
    Set<Kind> kinds = new TreeSet<>(ofJobs.keySet());
    kinds.addAll(ofSums.keySet());
    kinds.addAll(ofMirrors.keySet());
    List<Candidate> candidates = new ArrayList<>();
    for (Kind kind : kinds) {
      candidates.add(
          candidate(
              kind,
              ofJobs.getOrDefault(kind, List.of()),
              ofSums.getOrDefault(kind, List.of()),
              ofMirrors.getOrDefault(kind, List.of())));
    }
    return candidates;
  }

  private Candidate candidate(
      Kind kind,
      List<DumpFileName> ofJobs,
      List<DumpFileName> ofSums,
      List<DumpFileName> ofMirrors) {
    if (!ofJobs.isEmpty()) {
      Set<String> unfinished = records.unfinished(names(ofJobs));
      return unfinished.isEmpty()
          ? recorded(kind, ofJobs)
          : new Candidate(kind, ofJobs, true, "job " + String.join(", ", unfinished));
    }
    // Sums are written as the jobs go, and mirrors copy them at any time: without a job that owns
    // the files, they are a whole set only when nothing is going on any more.
    if (!records.unfinished().isEmpty()) {
      return new Candidate(
          kind,
          ofMirrors,
          false,
          "%s does not list it yet (job %s)"
              .formatted(Layout.STATUS, String.join(", ", records.unfinished())));
    }
    if (!ofSums.isEmpty()) {
      return recorded(kind, ofSums);
    }
    if (layout.needsSums() && !records.sumsSeen()) {
      return new Candidate(
          kind, ofMirrors, false, "no mirror holds SHA256SUMS, which is written when all is there");
    }
    return new Candidate(kind, ofMirrors, false, gaps(ofMirrors));
  }

  private Candidate recorded(Kind kind, List<DumpFileName> promised) {
    boolean somewhere =
        promised.stream()
            .noneMatch(file -> held.copies(file.name()).isEmpty() || held.bytes(file.name()) < 0);
    return new Candidate(kind, promised, true, absent(promised), somewhere);
  }

  private @Nullable String absent(List<DumpFileName> files) {
    List<String> absent = new ArrayList<>();
    for (DumpFileName file : files) {
      if (held.replicas(file.name()).isEmpty()) {
        absent.add(held.absence(file.name()));
      }
    }
    if (absent.isEmpty()) {
      return null;
    }
    int more = absent.size() - NAMED_AT_MOST;
    return "no mirror holds "
        + String.join(", ", absent.subList(0, Math.min(absent.size(), NAMED_AT_MOST)))
        + (more > 0 ? " and %d more".formatted(more) : "");
  }

  /** What the part numbers alone tell about missing files. */
  private @Nullable String gaps(List<DumpFileName> files) {
    Set<Integer> numbers = new HashSet<>();
    int last = 0;
    for (DumpFileName file : files) {
      numbers.add(file.part());
      last = Math.max(last, file.part());
    }
    for (int part = 1; part <= last; part++) {
      if (!numbers.contains(part)) {
        return "no mirror holds part %d of %d".formatted(part, last);
      }
    }
    return absent(files);
  }

  private Map<Kind, List<DumpFileName>> byKind(Collection<String> names) {
    Map<Kind, List<DumpFileName>> kinds = new TreeMap<>();
    for (String name : names) {
      DumpFileName file = layout.parse(name);
      if (file != null) {
        kinds.computeIfAbsent(Kind.of(file), kind -> new ArrayList<>()).add(file);
      }
    }
    kinds.values().forEach(files -> files.sort(Comparator.naturalOrder()));
    return kinds;
  }

  private static List<String> names(List<DumpFileName> files) {
    return files.stream().map(DumpFileName::name).toList();
  }
}
