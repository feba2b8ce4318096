package dev.sluice.pipeline;

import dev.sluice.step.StepProgress;
import dev.sluice.step.TaskMessage;
import dev.sluice.step.WorkerLine;
import dev.sluice.step.WorkerLine.Kind;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A program that shows on its standard error what {@value #TASKS} tasks say at the same time, below
 * it how far they are, and in between what is logged.
 */
public final class TalkingTasks {
  public static final int TASKS = 54;
  public static final int LINES = 12;
  public static final String SUBJECT = "enwiki-20260101-stub-meta-history%d.xml.gz";

  private TalkingTasks() {}

  /** See the class. */
  public static void main(String[] args) throws InterruptedException {
    show(System.err);
  }

  private static void show(PrintStream err) throws InterruptedException {
    AtomicInteger said = new AtomicInteger();
    try (ProgressDisplay display =
            ProgressDisplay.start(() -> state(said.get()), err, ProgressForm.AUTO);
        Logs.Routed routed = Logs.through(display)) {
      // All say a line at the same time, then it is drawn, and so on.
      CyclicBarrier together = new CyclicBarrier(TASKS, display::draw);
      List<Thread> tasks = new ArrayList<>();
      for (int task = 1; task <= TASKS; task++) {
        int number = task;
        tasks.add(new Thread(() -> talk(number, display, said, together)));
      }
      tasks.forEach(Thread::start);
      System.err.println("logged");
      for (Thread task : tasks) {
        task.join();
      }
    }
  }

  private static RunState state(int said) {
    int done = said / LINES;
    return new RunState(
        List.of(new StepProgress("Convert to JSON", 0, TASKS - done, done, 0, 0, said, -1)),
        List.of(),
        List.of(),
        null);
  }

  private static void talk(
      int task, ProgressDisplay display, AtomicInteger said, CyclicBarrier together) {
    for (int line = 0; line < LINES; line++) {
      // From a word to some lines.
      String text = word(task, line) + " wörds and words".repeat(line) + " end" + word(task, line);
      display.message(
          new TaskMessage(
              "Convert to JSON",
              SUBJECT.formatted(task),
              1,
              WorkerLine.message(Instant.now(), Kind.WARN, text)),
          false);
      said.incrementAndGet();
      try {
        together.await();
      } catch (InterruptedException | BrokenBarrierException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** One that is said twice in a message, at its begin and its end. */
  public static String word(int task, int line) {
    return "<%d:%d>".formatted(task, line);
  }
}
