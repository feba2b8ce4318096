package dev.sluice.pipeline;

import dev.sluice.step.StepProgress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Measures steps' rates from looking at them now and then: a moving average of 5 seconds. */
final class StepRates {
  private static final long WINDOW_NANOS = 5_000_000_000L;
  private static final double NANOS_PER_SECOND = 1e9;

  private record Sample(long nanos, long bytes) {}

  private static final class History {
    final Deque<Sample> samples = new ArrayDeque<>();
    long began;
  }

  private final Map<String, History> steps = new HashMap<>();

  /** The rates at this moment, given what the steps are at. */
  Map<String, StepRate> at(long nanos, List<StepProgress> progress) {
    Map<String, StepRate> rates = new HashMap<>();
    for (StepProgress step : progress) {
      if (step.running() + step.done() + step.failed() > 0) {
        rates.put(step.step(), rate(nanos, step));
      }
    }
    return rates;
  }

  private StepRate rate(long nanos, StepProgress step) {
    History history = steps.computeIfAbsent(step.step(), name -> new History());
    Deque<Sample> samples = history.samples;
    if (samples.isEmpty()) {
      history.began = nanos;
    }
    samples.add(new Sample(nanos, step.bytes()));
    // One sample from before the window stays, so that the average spans all of it.
    while (samples.size() > 2 && nanos - second(samples).nanos() >= WINDOW_NANOS) {
      samples.remove();
    }
    Sample oldest = samples.element();
    return new StepRate(
        perSecond(step.bytes() - oldest.bytes(), nanos - oldest.nanos()),
        perSecond(step.done() + step.failed(), nanos - history.began));
  }

  private static Sample second(Deque<Sample> samples) {
    var all = samples.iterator();
    all.next();
    return all.next();
  }

  private static double perSecond(long amount, long nanos) {
    return nanos <= 0 ? 0 : amount * NANOS_PER_SECOND / nanos;
  }
}
