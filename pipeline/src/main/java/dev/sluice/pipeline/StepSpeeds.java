package dev.sluice.pipeline;

import dev.sluice.convert.ConvertFile;
import dev.sluice.convert.DownloadAndConvert;
import dev.sluice.fetch.DownloadFile;
import dev.sluice.publish.Manifest;
import dev.sluice.publish.Manifest.StepTime;
import dev.sluice.sort.MergeRange;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How fast steps are: as the user says, else as an earlier run of the dump has measured.
 *
 * @param bytesPerSecond of what a step reads, on one connection or core
 * @param basis how that is known, for each
 */
record StepSpeeds(Map<Step, Double> bytesPerSecond, Map<Step, String> basis) {
  /** Nothing is known. */
  static final StepSpeeds NONE = new StepSpeeds(Map.of(), Map.of());

  private static final double MB = 1e6;
  private static final double NANOS = 1e9;

  /** What has a speed of its own. */
  enum Step {
    DOWNLOAD(DownloadFile.NAME),
    CONVERT(ConvertFile.NAME),
    MERGE(MergeRange.NAME);

    private final String title;

    Step(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    /** As it is written in the option. */
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What the user says: {@code download=2.5,convert=40,merge=120}, in MB/s, some of them.
   *
   * @throws UsageException if it is something else
   */
  static StepSpeeds given(String text) {
    Map<Step, Double> speeds = new EnumMap<>(Step.class);
    Map<Step, String> basis = new EnumMap<>(Step.class);
    for (String part : text.split(",", -1)) {
      Step step = null;
      for (Step known : Step.values()) {
        step = part.matches(known.key() + "=\\d{1,6}(\\.\\d{1,3})?") ? known : step;
      }
      double speed = step == null ? 0 : Double.parseDouble(part.replaceFirst(".*=", "")) * MB;
      if (step == null || speed == 0) {
        throw new UsageException(
            "Cannot use --rates=%s (expected such as download=2.5,convert=40,merge=120, in MB/s)"
                .formatted(text));
      }
      speeds.put(step, speed);
      basis.put(step, "given");
    }
    return new StepSpeeds(speeds, basis);
  }

  /** What a run has measured, waits for a core or a slot left out. */
  static StepSpeeds measured(Manifest manifest) {
    Map<Step, Double> speeds = new EnumMap<>(Step.class);
    Map<Step, String> basis = new EnumMap<>(Step.class);
    for (StepTime time : manifest.times().steps()) {
      Duration busy =
          time.elapsed().minus(time.times().waitingForCore()).minus(time.times().waitingForSlot());
      Optional<Step> step = step(time.step());
      if (step.isPresent() && time.times().bytesIn() > 0 && busy.compareTo(Duration.ZERO) > 0) {
        speeds.put(step.get(), time.times().bytesIn() * NANOS / busy.toNanos());
        basis.put(
            step.get(),
            "measured on " + manifest.times().started().atZone(ZoneOffset.UTC).toLocalDate());
      }
    }
    return new StepSpeeds(speeds, basis);
  }

  private static Optional<Step> step(String name) {
    if (name.equals(DownloadAndConvert.NAME)) {
      return Optional.of(Step.DOWNLOAD); // Which is what bounds it.
    }
    for (Step step : Step.values()) {
      if (step.title.equals(name)) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }

  /** These, and the others where there are none. */
  StepSpeeds or(StepSpeeds others) {
    Map<Step, Double> speeds = new EnumMap<>(Step.class);
    Map<Step, String> known = new EnumMap<>(Step.class);
    speeds.putAll(others.bytesPerSecond);
    speeds.putAll(bytesPerSecond);
    known.putAll(others.basis);
    known.putAll(basis);
    return new StepSpeeds(speeds, known);
  }
}
