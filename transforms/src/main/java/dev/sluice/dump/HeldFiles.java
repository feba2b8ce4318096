package dev.sluice.dump;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who holds which file of a dump, at which length. */
final class HeldFiles {
  private final Layout layout;
  private final List<Holding> holdings;
  private final DumpRecords records;

  HeldFiles(Layout layout, List<Holding> holdings, DumpRecords records) {
    this.layout = layout;
    this.holdings = holdings;
    this.records = records;
  }

  /**
   * The length that a file has to have: what the dump's status says, else what most mirrors say, of
   * as many the earlier mirror's; -1 if nobody says.
   */
  long bytes(String name) {
    long recorded = records.bytes(name);
    if (recorded >= 0) {
      return recorded;
    }
    Map<Long, Integer> votes = new LinkedHashMap<>();
    for (Holding holding : holdings) {
      Long bytes = holding.files().get(name);
      if (bytes != null && bytes >= 0) {
        votes.merge(bytes, 1, Integer::sum);
      }
    }
    long most = -1;
    int count = 0;
    for (Map.Entry<Long, Integer> vote : votes.entrySet()) {
      if (vote.getValue() > count) {
        most = vote.getKey();
        count = vote.getValue();
      }
    }
    return most;
  }

  /**
   * The mirrors that hold a file at its length. One that does not tell the length, but has the
   * dump's status, is taken to hold it at that status' length: it is compared before bytes come.
   */
  List<Replica> replicas(String name) {
    long expected = bytes(name);
    List<Replica> replicas = new ArrayList<>();
    for (Holding holding : holdings) {
      Long listed = holding.files().get(name);
      if (listed == null) {
        continue;
      }
      long bytes = listed < 0 && holding.status() != null ? holding.status().bytes(name) : listed;
      if (bytes >= 0 && bytes == expected) {
        replicas.add(new Replica(holding.mirror(), layout.folder() + "/" + name));
      }
    }
    return replicas;
  }

  /** The mirrors that hold a file, at whatever length. */
  List<Replica> copies(String name) {
    return holdings.stream()
        .filter(holding -> holding.files().containsKey(name))
        .map(holding -> new Replica(holding.mirror(), layout.folder() + "/" + name))
        .toList();
  }

  /** A file that nobody holds at its length, with what mirrors hold instead. */
  String absence(String name) {
    List<String> others = new ArrayList<>();
    for (Holding holding : holdings) {
      Long bytes = holding.files().get(name);
      if (bytes != null) {
        others.add(
            bytes < 0
                ? holding.mirror().name() + " does not tell its length"
                : "%s has %d bytes".formatted(holding.mirror().name(), bytes));
      }
    }
    return others.isEmpty()
        ? name
        : "%s (%s; expected %d)".formatted(name, String.join(", ", others), bytes(name));
  }
}
