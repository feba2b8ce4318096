package dev.sluice.runners.ecs;

import dev.sluice.step.WorkerLine;
import dev.sluice.step.WorkerLine.Kind;
import dev.sluice.tests.ecs.Launch;
import dev.sluice.tests.ecs.Program;
import dev.sluice.tests.ecs.Timeline;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Workers that say numbered lines, some of one millisecond, and in between, as no worker does, a
 * line that is always the same.
 *
 * @param bursts how often one speaks
 * @param burst how many lines it says each time, at one moment
 * @param talk for how long it does
 * @param said how many lines each has said, by task
 */
record Talkers(int bursts, int burst, Duration talk, Map<String, Integer> said) implements Program {
  /** What is said once in each burst, after the numbered lines. */
  static final String SAME = "the same again";

  static Talkers of(int bursts, int burst, Duration talk) {
    return new Talkers(bursts, burst, talk, new ConcurrentHashMap<>());
  }

  /** The last part of an ARN. */
  static String id(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  @Override
  public Running start(Launch launch, Console console, Timeline time) {
    String task = id(launch.taskArn());
    Random random = new Random(said.size());
    said.put(task, 0);
    for (int i = 0; i < bursts; i++) {
      int first = i * (burst - 1);
      Duration after = Duration.ofMillis((long) (random.nextDouble() * talk.toMillis()));
      time.after(after, () -> say(task, first, console, time));
    }
    time.after(
        talk.plusMillis(1),
        () -> {
          console.line(WorkerLine.end(time.now(), 0, (long) bursts * (burst - 1), "Ended").text());
          said.merge(task, 1, Integer::sum);
          console.exited(0);
        });
    return new Running() {
      @Override
      public void terminate() {}

      @Override
      public void kill() {}
    };
  }

  private void say(String task, int first, Console console, Timeline time) {
    for (int n = first; n < first + burst - 1; n++) {
      console.line(WorkerLine.message(time.now(), Kind.INFO, task + " " + n).text());
    }
    console.line(SAME);
    said.merge(task, burst, Integer::sum);
  }
}
