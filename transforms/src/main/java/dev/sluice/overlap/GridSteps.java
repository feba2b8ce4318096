package dev.sluice.overlap;

import java.io.IOException;

/**
 * Cuts the time from the first to the last change into steps of one length. What was before the
 * first change counts as nothing.
 */
final class GridSteps {
  private final long origin;
  private final long length;
  private final Steps steps;
  private final Area area = new Area();
  private boolean begun;
  private long step;
  private long now;
  private int active;
  private int least;
  private int greatest;

  /** Takes a step: when it begins, and what was active during it. */
  @FunctionalInterface
  interface Steps {
    void take(long from, int least, int greatest, double mean) throws IOException;
  }

  /**
   * No steps yet.
   *
   * @param origin where one of the steps begins
   * @param length of each
   */
  GridSteps(long origin, long length, Steps steps) {
    this.origin = origin;
    this.length = length;
    this.steps = steps;
  }

  /** Adds the stretch that follows. */
  void add(Stretch stretch) throws IOException {
    for (int i = 0; i < stretch.changes(); i++) {
      change(stretch.at()[i], stretch.active()[i]);
    }
  }

  private void change(long at, int nowActive) throws IOException {
    if (!begun) {
      begun = true;
      step = at - Math.floorMod(at - origin, length);
      now = step;
    }
    while (at - step >= length) {
      endStep();
    }
    area.addFor(at - now, active);
    now = at;
    active = nowActive;
    boolean first = at == step;
    least = first ? active : Math.min(least, active);
    greatest = first ? active : Math.max(greatest, active);
  }

  private void endStep() throws IOException {
    long end = step + length;
    area.addFor(end - now, active);
    steps.take(step, least, greatest, area.mean(length));
    area.clear();
    step = end;
    now = end;
    least = active;
    greatest = active;
  }

  /** Ends the last step, in which the last change is; unless that ended everything at its begin. */
  void end() throws IOException {
    if (begun && (now > step || active > 0)) {
      endStep();
    }
  }
}
