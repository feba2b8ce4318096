package dev.sluice.overlap;

import java.util.Map;

/**
 * What is known of ranges of time of one length without looking into them: so a probe that spans
 * many of them costs as much as one that spans few. Memory: 80 bytes a range with any change.
 */
final class WholeRanges {
  private final long length;
  private final Carried carried;
  private final Extremes extremes = new Extremes();

  /** Of each range with any change, from the begin of the first one to its own end. */
  private final Area[] areas;

  /**
   * Adds up.
   *
   * @param looked what was seen in each of the ranges that have any start or end
   */
  WholeRanges(long length, Carried carried, Map<Long, Looked> looked) {
    this.length = length;
    this.carried = carried;
    long[] ranges = carried.ranges();
    this.areas = new Area[ranges.length];
    for (int i = 0; i < ranges.length; i++) {
      Looked in = looked.get(ranges[i]);
      if (in == null) {
        throw new IllegalStateException("no range " + ranges[i]);
      }
      extremes.add(in.least());
      extremes.add(in.greatest());
      Area area = new Area();
      addAreaUpTo(ranges[i], area);
      area.add(in.areaHigh(), in.areaLow());
      areas[i] = area;
    }
  }

  Carried carried() {
    return carried;
  }

  /** Looks at ranges too: from one on, and before another. */
  void look(long from, long to, Extremes found, Area area) {
    if (from >= to) {
      return;
    }
    int first = carried.before(from);
    int end = carried.before(to);
    extremes.begin(found.least());
    extremes.include(found.greatest());
    if (first == end || carried.ranges()[first] > from) {
      // Any later gap is as what is carried out of the range before it.
      extremes.include((int) carried.into(from));
    }
    extremes.look(2 * first, 2 * end); // Each range has two numbers there.
    found.include(extremes);
    if (to != Long.MAX_VALUE) {
      Area before = new Area();
      addAreaUpTo(from, before);
      addAreaUpTo(to, area);
      area.subtract(before.high(), before.low());
    }
  }

  private void addAreaUpTo(long range, Area sum) {
    int before = carried.before(range);
    if (before > 0) {
      Area last = areas[before - 1];
      sum.add(last.high(), last.low());
      long gap = range - carried.ranges()[before - 1] - 1;
      sum.addFor(gap * length, (int) carried.into(range));
    }
  }
}
