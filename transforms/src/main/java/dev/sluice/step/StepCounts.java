package dev.sluice.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one process counted of a step. What is announced in one process may be done in another, so
 * that only the sum over all of them tells how far the step is.
 *
 * @param step the step's name
 * @param expected requests announced, less those that will not come
 * @param running requests under way
 * @param done requests that succeeded
 * @param failed requests that failed
 * @param retried how often something of a request was begun again
 * @param bytes bytes that went through
 * @param expectedBytes bytes announced, less those that will not come
 * @param bytesUnknown whether there are announced requests of unknown length
 */
record StepCounts(
    String step,
    int expected,
    int running,
    int done,
    int failed,
    int retried,
    long bytes,
    long expectedBytes,
    boolean bytesUnknown) {

  private StepCounts plus(StepCounts other) {
    return new StepCounts(
        step,
        expected + other.expected,
        running + other.running,
        done + other.done,
        failed + other.failed,
        retried + other.retried,
        bytes + other.bytes,
        expectedBytes + other.expectedBytes,
        bytesUnknown || other.bytesUnknown);
  }

  /** How far the steps are, given what all processes counted, in the order of their first count. */
  static List<StepProgress> shown(List<StepCounts> counts) {
    Map<String, StepCounts> sums = new LinkedHashMap<>();
    counts.forEach(count -> sums.merge(count.step, count, StepCounts::plus));
    List<StepProgress> shown = new ArrayList<>();
    for (StepCounts sum : sums.values()) {
      int begun = sum.running + sum.done + sum.failed;
      if (begun > 0 || sum.expected > 0) {
        shown.add(sum.progress(begun));
      }
    }
    return shown;
  }

  private StepProgress progress(int begun) {
    long allBytes = bytesUnknown ? -1 : Math.max(0, expectedBytes);
    return new StepProgress(
        step, Math.max(0, expected - begun), running, done, failed, retried, bytes, allBytes);
  }
}
