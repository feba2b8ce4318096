package dev.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What several {@link VersionContender}s told of one file. */
record VersionHistory(VersionedFiles files, URI file) {
  /**
   * Each version comes into being once and is changed once, and no two are there at the same time.
   *
   * @param kills so many changes may be missing
   */
  void assertOne(List<String> log, int kills) throws IOException {
    Map<String, Long> made = new HashMap<>();
    Map<String, Long> changed = new HashMap<>();
    for (String line : log) {
      List<String> change = List.of(line.split(" ", -1));
      assertThat(change).hasSize(4);
      if (!change.get(0).equals("-")) {
        assertThat(changed.put(change.get(0), Long.valueOf(change.get(2)))).as(line).isNull();
      }
      if (!change.get(1).equals("-")) {
        assertThat(made.put(change.get(1), Long.valueOf(change.get(3)))).as(line).isNull();
      }
    }
    Set<String> fromNowhere = new HashSet<>(changed.keySet());
    fromNowhere.removeAll(made.keySet());
    assertThat(fromNowhere).as("made and not told").hasSizeLessThanOrEqualTo(kills);
    Set<String> unchanged = new HashSet<>(made.keySet());
    unchanged.removeAll(changed.keySet());
    Optional<Versioned> last = files.readVersioned(file);
    last.ifPresent(there -> unchanged.remove(there.version()));
    assertThat(unchanged).as("changed and not told").hasSizeLessThanOrEqualTo(kills);

    List<Life> lives = new ArrayList<>();
    made.forEach(
        (version, from) -> {
          Long to = changed.get(version);
          if (to != null && from < to) {
            lives.add(new Life(version, from, to));
          }
        });
    lives.sort(Comparator.comparing(Life::from));
    assertThat(lives).hasSizeGreaterThan(20);
    for (int i = 1; i < lives.size(); i++) {
      assertThat(lives.get(i - 1).to())
          .as("%s and %s", lives.get(i - 1), lives.get(i))
          .isLessThanOrEqualTo(lives.get(i).from());
    }
  }

  /** From when its making had ended to when its change was begun a version was there for sure. */
  private record Life(String version, long from, long to) {}
}
