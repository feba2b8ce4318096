package dev.sluice.overlap;

/** A stretch made ready for questions about any part of it. Memory: 24 bytes for each change. */
final class Profile {
  private final Extremes extremes = new Extremes();
  private final Area area = new Area();
  private TimeRange range = new TimeRange(0, 0);
  private long[] at = new long[0];
  private int changes;
  private int carriedIn;
  private int[] active = new int[0];
  private long[] areaHigh = new long[0];
  private long[] areaLow = new long[0];

  /** Takes a stretch, which has to stay as it is. */
  void take(Stretch stretch) {
    take(stretch.range(), stretch.carriedIn(), stretch.at(), stretch.active(), stretch.changes());
  }

  /** Takes a range in which nothing changes. */
  void take(TimeRange still, int always) {
    take(still, always, at, active, 0);
  }

  private void take(TimeRange in, int carried, long[] times, int[] counts, int size) {
    range = in;
    carriedIn = carried;
    at = times;
    active = counts;
    changes = size;
    if (areaHigh.length < size) {
      areaHigh = new long[size + size / 8];
      areaLow = new long[size + size / 8];
    }
    extremes.clear();
    area.clear();
    long now = in.from();
    int before = carried;
    for (int i = 0; i < size; i++) {
      area.addFor(times[i] - now, before);
      areaHigh[i] = area.high();
      areaLow[i] = area.low();
      now = times[i];
      before = counts[i];
      extremes.add(before);
    }
  }

  TimeRange range() {
    return range;
  }

  /** Finds the least and the greatest from a moment on, and before another. */
  Extremes extremes(long from, long to) {
    int first = changesUpTo(from);
    extremes.begin(first == 0 ? carriedIn : active[first - 1]);
    extremes.look(first, changesUpTo(to - 1));
    return extremes;
  }

  /** Adds, to an area of the caller's, that from the range's begin to a moment. */
  void addAreaUpTo(long to, Area sum) {
    int index = changesUpTo(to) - 1;
    if (index >= 0) {
      sum.add(areaHigh[index], areaLow[index]);
      sum.addFor(to - at[index], active[index]);
    } else {
      sum.addFor(to - range.from(), carriedIn);
    }
  }

  /** Takes it away. */
  void subtractAreaUpTo(long to, Area sum) {
    int index = changesUpTo(to) - 1;
    if (index >= 0) {
      sum.subtract(areaHigh[index], areaLow[index]);
      sum.addFor(to - at[index], -active[index]);
    } else {
      sum.addFor(to - range.from(), -carriedIn);
    }
  }

  /** How many changes are at a moment or before it. */
  private int changesUpTo(long moment) {
    int low = 0;
    int high = changes;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (at[middle] <= moment) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
