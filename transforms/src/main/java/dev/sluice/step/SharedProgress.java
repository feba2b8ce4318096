package dev.sluice.step;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the steps of a run are in all processes together, by what they write into storage, for
 * the process that shows it. A process that has written nothing for {@link #PATIENCE} counts no
 * more: it is dead, and what it had not finished is done again. Not for use by two threads at once.
 */
public final class SharedProgress {
  private static final Duration PATIENCE = Duration.ofMillis(6 * ProgressReports.PERIOD_MILLIS);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(SharedProgress.class);

  private final StepEnvironment environment;
  private final LongSupplier nanos;
  private final Map<URI, Seen> processes = new HashMap<>();
  private List<StepProgress> shown = List.of();
  private long looked;
  private boolean hasLooked;

  private record Seen(ProgressReport report, long since) {}

  public SharedProgress(StepEnvironment environment) {
    this(environment, System::nanoTime);
  }

  SharedProgress(StepEnvironment environment, LongSupplier nanos) {
    this.environment = environment;
    this.nanos = nanos;
  }

  /** Every step that has begun or was announced; looks into storage no more than once a second. */
  public List<StepProgress> steps() {
    long now = nanos.getAsLong();
    if (!hasLooked || now - looked >= LOOK.toNanos()) {
      try {
        look(now);
      } catch (IOException | RuntimeException e) {
        LOG.debug("Cannot see how far the run is", e); // Only ever shown.
      }
      looked = now;
      hasLooked = true;
    }
    return shown;
  }

  private void look(long now) throws IOException {
    List<StepCounts> counts = new ArrayList<>(shownBefore());
    URI folder = environment.work().progress(environment.run());
    for (URI file : environment.storage().children(folder)) {
      ProgressReport report =
          Json.value(environment.storage().readText(file), ProgressReport.class);
      Seen before = processes.get(file);
      long since = before != null && before.report().equals(report) ? before.since() : now;
      processes.put(file, new Seen(report, since));
      if (report.ended() || now - since < PATIENCE.toNanos()) {
        counts.addAll(report.counts());
      }
    }
    shown = StepCounts.shown(counts);
  }

  /** Counts of nothing, so that steps keep their order. */
  private List<StepCounts> shownBefore() {
    return shown.stream()
        .map(step -> new StepCounts(step.step(), 0, 0, 0, 0, 0, 0, 0, false))
        .toList();
  }
}
