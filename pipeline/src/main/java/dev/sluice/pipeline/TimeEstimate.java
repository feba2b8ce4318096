package dev.sluice.pipeline;

import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.pipeline.Forecast.Requests;
import dev.sluice.pipeline.StepSpeeds.Step;
import dev.sluice.runners.TaskPlan;
import dev.sluice.step.Cores;
import dev.sluice.step.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * About how long what is left of a run takes, and on ECS what it costs, as far as its steps' speeds
 * are known. Downloads and conversions overlap; left out are sorting, of which nobody knows
 * beforehand how much there is, starts of tasks, and what all files wait for in the end.
 */
final class TimeEstimate {
  private final List<DumpFile> files;
  private final StepSpeeds speeds;
  private final @Nullable TaskPlan tasks;
  private final List<Work> works = new ArrayList<>();

  /**
   * What is left of a step.
   *
   * @param bytes that it is to read
   * @param requests at most so many
   * @param atATime how many of them are at work at once
   * @param units what they are at work on, such as connections
   */
  private record Work(Step step, Load load, long bytes, long requests, int atATime, String units) {}

  /**
   * An estimate.
   *
   * @param tasks how the steps are placed on ECS; null: they are not
   */
  TimeEstimate(
      RunPlan plan,
      List<DumpFile> files,
      Forecast forecast,
      StepSpeeds speeds,
      @Nullable TaskPlan tasks) {
    this.files = files;
    this.speeds = speeds;
    this.tasks = tasks;
    long bytes = files.stream().mapToLong(DumpFile::bytes).sum();
    int connections = plan.mirrors().stream().mapToInt(Mirror::connections).sum();
    int downloads = tasks == null ? connections : Math.min(connections, tasks.mostDownloads());
    if (forecast.download() == null) {
      add(Step.DOWNLOAD, Load.COMPUTES, bytes, forecast.convert(), connections, "connections");
    } else {
      add(Step.DOWNLOAD, Load.WAITS, bytes, forecast.download(), downloads, "connections");
      addBusy(Step.CONVERT, bytes, forecast.convert());
    }
    ByteRange json = forecast.sizes().json();
    Requests merge = forecast.merge();
    if (json != null && merge != null) {
      addBusy(Step.MERGE, json.most(), merge);
    }
  }

  private void addBusy(Step step, long bytes, Requests requests) {
    int atATime = tasks == null ? Cores.COUNT : tasks.mostBusy();
    add(step, Load.COMPUTES, bytes, requests, atATime, tasks == null ? "cores" : "tasks");
  }

  private void add(Step step, Load load, long bytes, Requests requests, int atATime, String units) {
    long done = Math.max(0, requests.done());
    long left = requests.most() == 0 ? bytes : bytes - bytes / requests.most() * done;
    works.add(new Work(step, load, left, requests.most() - done, atATime, units));
  }

  /** The lines, each ended by a line feed. */
  String text() {
    boolean merges = works.get(works.size() - 1).step() == Step.MERGE;
    boolean known = merges && works.stream().allMatch(this::isKnown);
    StringBuilder text = new StringBuilder();
    text.append("Time: ")
        .append(
            known
                ? "about " + time(total())
                : "unknown (--rates=STEP=MB/s tells more, or a run that was finished)")
        .append('\n');
    works.forEach(work -> text.append(line(work)));
    return known && tasks != null ? text + cost(tasks) : text.toString();
  }

  private boolean isKnown(Work work) {
    return speeds.bytesPerSecond().containsKey(work.step());
  }

  private long total() {
    long together = 0;
    long merge = 0;
    for (Work work : works) {
      if (work.step() == Step.MERGE) {
        merge = seconds(work);
      } else {
        together = Math.max(together, seconds(work));
      }
    }
    return together + merge;
  }

  private double speed(Work work) {
    return speeds.bytesPerSecond().getOrDefault(work.step(), 0.0);
  }

  private long seconds(Work work) {
    double all = work.bytes() / (speed(work) * work.atATime());
    return (long) Math.ceil(Math.max(all, longest(work) / speed(work)));
  }

  /** A file comes over one connection, and is converted by one step. */
  private long longest(Work work) {
    long largest = files.stream().mapToLong(DumpFile::bytes).max().orElse(0);
    return work.step() == Step.DOWNLOAD ? Math.min(work.bytes(), largest) : 0;
  }

  private String line(Work work) {
    if (!isKnown(work)) {
      return "  %s: unknown%n".formatted(work.step().title());
    }
    return "  %s: %s, %s at %s/s on each of %d %s (%s)%n"
        .formatted(
            work.step().title(),
            time(seconds(work)),
            ProgressLines.bytes(work.bytes()),
            ProgressLines.bytes(Math.round(speed(work))),
            work.atATime(),
            work.units(),
            speeds.basis().get(work.step()));
  }

  private String cost(TaskPlan placed) {
    return String.format(
        Locale.ROOT,
        "Cost: %d tasks on Fargate, about %.2f %s on Spot or %.2f on demand (%s, %s)%n",
        works.stream().mapToLong(Work::requests).sum(),
        cost(placed, true),
        placed.prices().currency(),
        cost(placed, false),
        placed.prices().region(),
        placed.prices().date());
  }

  private double cost(TaskPlan placed, boolean spot) {
    double cost = 0;
    for (Work work : works) {
      if (work.requests() > 0) {
        double seconds = work.bytes() / speed(work) / work.requests();
        Duration each = Duration.ofMillis(Math.round(seconds * 1000));
        cost += placed.cost(work.load(), spot, work.requests(), each);
      }
    }
    return cost;
  }

  private static String time(long seconds) {
    return String.format(
        Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
