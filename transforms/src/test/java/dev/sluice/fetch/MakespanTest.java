package dev.sluice.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.Replica;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.fetch.slots.Slot;
import dev.sluice.fetch.slots.Wish;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which mirror is chosen for which file, and when a transfer moves, in virtual time: 27 files of
 * unequal size on mirrors of 1, 2 and 4 MB/s a connection, with three connections each.
 */
class MakespanTest {
  private static final int FILES = 27;
  private static final int CONNECTIONS = 9;
  private static final double STEP_SECONDS = 0.05;
  private static final Duration STEP = Duration.ofMillis(50);
  private static final long CONNECTING_MILLIS = 200;
  private static final Map<Mirror, Double> RATES =
      Map.of(
          new Mirror(URI.create("ftp://slow.example/"), 3), 1e6,
          new Mirror(URI.create("ftp://middle.example/"), 3), 2e6,
          new Mirror(URI.create("ftp://fast.example/"), 3), 4e6);
  private static final Retries RETRIES =
      new Retries(4, 20, Duration.ofSeconds(1), Duration.ofSeconds(30), pause -> {});

  private long nanos;
  private final MirrorRates rates = new MirrorRates(() -> nanos);
  private final Workload workload = new Workload();
  private final MirrorSlots slots = MirrorSlots.inProcess(UUID.randomUUID().toString());

  /** A download as {@link Download} goes about it, without bytes. */
  private final class Simulated {
    final Workload.Item item;
    final MirrorTrials trials;
    Wish asked;
    final long bytes;
    double come;
    @Nullable Slot slot;
    @Nullable Passage passage;
    long readyAt;
    int moves;
    long told;

    Simulated(DumpFile file) {
      this.bytes = file.bytes();
      this.item = workload.enter(file);
      this.trials = new MirrorTrials(file, item, rates, RETRIES);
      this.asked = slots.wish(trials);
    }

    boolean isDone() {
      return come >= bytes;
    }

    void step() {
      if (slot == null) {
        Slot granted = asked.granted();
        if (granted != null) {
          begin(granted);
        }
      } else if (nanos >= readyAt) {
        come =
            Math.min(
                (double) bytes,
                come + Objects.requireNonNull(RATES.get(slot.mirror())) * STEP_SECONDS);
        long count = (long) come - told;
        told = (long) come;
        Passage now = Objects.requireNonNull(passage);
        if (!now.passed(count, bytes - told) || isDone()) {
          now.measure();
          Slot next = isDone() ? null : now.next();
          now.close();
          Slot before = slot;
          if (isDone()) {
            item.close();
          } else if (next != null) {
            moves++;
            begin(next);
          } else {
            moves++;
            slot = null;
            item.update(bytes - told, true);
            asked = slots.wish(trials);
          }
          before.close();
        }
      }
    }

    private void begin(Slot granted) {
      slot = granted;
      item.begins(bytes - told);
      passage = new Passage(granted.mirror(), trials, rates, slots, () -> nanos);
      readyAt = nanos + Duration.ofMillis(CONNECTING_MILLIS).toNanos();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void isWithinATenthOfTheBestPossible(long seed) {
    Random random = new Random(seed);
    List<Long> sizes = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      sizes.add((long) (2e6 * Math.exp(random.nextDouble() * Math.log(50)))); // 2 to 100 MB
    }
    double seconds = simulate(sizes);
    assertThat(seconds).isBetween(bound(sizes), bound(sizes) * 1.1);
  }

  /**
   * One large file among few can do worse than a tenth: of 20,000 random sets 99 % stayed within
   * 1.2 times the bound and 1.5 s, and the worst of more than 5 s took 1.62 times the bound. That
   * is once each mirror was tried, which takes as many files as there are connections: a single
   * file stays with the mirror it began on.
   */
  @Property(tries = 100)
  void isNeverFarFromItOnceMirrorsAreKnown(@ForAll long seed) {
    simulate(Collections.nCopies(CONNECTIONS, 2_000_000L));
    Random random = new Random(seed);
    List<Long> sizes = new ArrayList<>();
    int files = 1 + random.nextInt(60);
    for (int i = 0; i < files; i++) {
      sizes.add((long) (1e6 * Math.exp(random.nextDouble() * Math.log(200))));
    }
    assertThat(simulate(sizes)).isLessThan(bound(sizes) * 2 + 2);
  }

  private double simulate(List<Long> sizes) {
    List<Simulated> left = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      left.add(new Simulated(file(i, sizes.get(i))));
    }
    int moves = 0;
    long began = nanos;
    while (!left.isEmpty()) {
      nanos += STEP.toNanos();
      left.forEach(Simulated::step);
      moves += left.stream().filter(Simulated::isDone).mapToInt(done -> done.moves).sum();
      left.removeIf(Simulated::isDone);
    }
    assertThat(moves).as("transfers that moved").isLessThanOrEqualTo(2 * sizes.size());
    return (nanos - began) / 1e9;
  }

  /**
   * What no schedule can be better than: the k largest files on the k fastest connections, for each
   * k (Horvath, Lam and Sethi 1977, for transfers that may even move at no cost).
   */
  private static double bound(List<Long> sizes) {
    List<Long> largest = new ArrayList<>(sizes);
    largest.sort(Comparator.reverseOrder());
    List<Double> fastest = new ArrayList<>();
    RATES.forEach(
        (mirror, rate) -> fastest.addAll(Collections.nCopies(mirror.connections(), rate)));
    fastest.sort(Comparator.reverseOrder());
    double bound = 0;
    double bytes = 0;
    double capacity = 0;
    for (int k = 0; k < largest.size(); k++) {
      bytes += (double) largest.get(k);
      capacity += k < fastest.size() ? fastest.get(k) : 0;
      if (k < fastest.size() - 1 || k == largest.size() - 1) {
        bound = Math.max(bound, bytes / capacity);
      }
    }
    return bound;
  }

  private static DumpFile file(int ordinal, long bytes) {
    String name = "f" + ordinal;
    List<Replica> replicas = new ArrayList<>();
    new HashMap<>(RATES).keySet().forEach(mirror -> replicas.add(new Replica(mirror, name)));
    return new DumpFile(
        Dump.parse("xwiki/20260101/stub-articles"), ordinal, name, bytes, null, replicas);
  }
}
