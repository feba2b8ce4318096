package dev.sluice.overlap;

import dev.sluice.overlap.rows.Rows;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Answers all of some probes in one sweep over time. A probe is looked at where it begins and where
 * it ends, and what is between is known from whole ranges: so a long one costs as much as a short
 * one.
 */
final class ProbeSweep {
  /** Before the first and after the last start or end nothing changes. */
  private static final long FIRST_TIME = -(1L << 62);

  private final SweptTime time;
  private final Probes probes;
  private final long[] begins;
  private final Order beginning;
  private final Order ending;
  private final Extremes ofRanges = new Extremes();
  private final Area[] areasBefore;
  private final Queue<Profile> unused = new ConcurrentLinkedQueue<>();
  private int range;
  private int active;

  private ProbeSweep(SweptTime time, Probes probes) {
    this.time = time;
    this.probes = probes;
    List<TimeRange> ranges = time.ranges();
    this.begins = new long[ranges.size() + 2];
    begins[0] = FIRST_TIME;
    for (int i = 0; i < ranges.size(); i++) {
      begins[i + 1] = ranges.get(i).from();
    }
    begins[begins.length - 1] =
        ranges.isEmpty() ? FIRST_TIME + 1 : ranges.get(ranges.size() - 1).to();
    this.areasBefore = new Area[begins.length + 1];
    areasBefore[0] = new Area();
    this.beginning = new Order(begins.length, probes.count());
    this.ending = new Order(begins.length, probes.count());
  }

  /** Probes by the range in which they begin or end. */
  private static final class Order {
    private final int[] froms;
    private final int[] rows;

    Order(int ranges, int rows) {
      this.froms = new int[ranges + 1];
      this.rows = new int[rows];
    }

    void count(int range) {
      froms[range]++;
    }

    void counted() {
      int sum = 0;
      for (int i = 0; i < froms.length; i++) {
        int count = froms[i];
        froms[i] = sum;
        sum += count;
      }
    }

    /** Afterwards each range begins where the one before it did when it was counted. */
    void place(int range, int row) {
      rows[froms[range]++] = row;
    }

    int from(int range) {
      return range == 0 ? 0 : froms[range - 1];
    }

    int to(int range) {
      return froms[range];
    }

    int row(int index) {
      return rows[index];
    }
  }

  /** Answers probes. */
  static void answer(Probes probes, SweptTime time) throws IOException, InterruptedException {
    ProbeSweep sweep = new ProbeSweep(time, probes);
    sweep.order();
    sweep.sweep();
  }

  private void order() {
    probes.begin();
    for (int row = 0; row < probes.count(); row++) {
      beginning.count(rangeOf(probes.start(row)));
      ending.count(rangeOfEnd(row));
    }
    beginning.counted();
    ending.counted();
    for (int row = 0; row < probes.count(); row++) {
      beginning.place(rangeOf(probes.start(row)), row);
      ending.place(rangeOfEnd(row), row);
    }
  }

  /** The range that a moment is in. */
  private int rangeOf(long moment) {
    int low = 0;
    int high = begins.length;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (begins[middle] <= moment) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int rangeOfEnd(int row) {
    return probes.start(row) == probes.end(row)
        ? rangeOf(probes.end(row))
        : rangeOf(probes.end(row) - 1);
  }

  private void sweep() throws IOException, InterruptedException {
    still(new TimeRange(begins[0], begins[1]));
    time.sweep(
        stretch -> {
          Profile profile = profile();
          profile.take(stretch);
          begin(rangeOf(stretch.range().from()), profile);
          return profile;
        },
        (stretch, profile) -> {
          active = stretch.carriedOut();
          end(profile);
        });
    still(new TimeRange(begins[begins.length - 1], Rows.OPEN));
  }

  private Profile profile() {
    Profile found = unused.poll();
    return found == null ? new Profile() : found;
  }

  private void still(TimeRange in) {
    Profile profile = profile();
    profile.take(in, active);
    begin(range, profile);
    end(profile);
  }

  /** Looks at the probes that begin in a range, up to their end or the range's. */
  private void begin(int in, Profile profile) {
    Area area = new Area();
    for (int i = beginning.from(in); i < beginning.to(in); i++) {
      int row = beginning.row(i);
      long from = probes.start(row);
      long to = Math.min(probes.end(row), profile.range().to());
      // During a moment there is what is active then.
      probes.set(row, profile.extremes(from, Math.max(to, from + 1)));
      area.clear();
      profile.addAreaUpTo(to, area);
      profile.subtractAreaUpTo(from, area);
      probes.set(row, area);
    }
  }

  /** Looks at the probes that end in the range after the last one, and began before it. */
  private void end(Profile profile) {
    Area area = new Area();
    long from = profile.range().from();
    for (int i = ending.from(range); i < ending.to(range); i++) {
      int row = ending.row(i);
      int begun = rangeOf(probes.start(row));
      if (begun < range) {
        ofRanges.begin(probes.least(row));
        ofRanges.include(probes.greatest(row));
        // Each range has two numbers there.
        ofRanges.look(2 * (begun + 1), 2 * range);
        ofRanges.include(profile.extremes(from, probes.end(row)));
        probes.set(row, ofRanges);
        area.clear();
        area.add(probes.areaHigh(row), probes.areaLow(row));
        area.add(areasBefore[range].high(), areasBefore[range].low());
        area.subtract(areasBefore[begun + 1].high(), areasBefore[begun + 1].low());
        profile.addAreaUpTo(probes.end(row), area);
        probes.set(row, area);
      }
    }
    Extremes whole = profile.extremes(from, profile.range().to());
    ofRanges.add(whole.least());
    ofRanges.add(whole.greatest());
    Area before = new Area();
    before.add(areasBefore[range].high(), areasBefore[range].low());
    profile.addAreaUpTo(profile.range().to(), before);
    areasBefore[++range] = before;
    unused.add(profile);
  }
}
