package dev.sluice.runners;

import dev.sluice.step.WorkerLine;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last {@value #MOST} messages of a worker. For use by many threads. */
final class LastLines {
  private static final int MOST = 30;

  private final Deque<String> texts = new ArrayDeque<>();

  synchronized void add(WorkerLine line) {
    String text = line.message();
    if (text != null && line.kind() != WorkerLine.Kind.END) {
      texts.addLast(text);
      if (texts.size() > MOST) {
        texts.removeFirst();
      }
    }
  }

  /** In the order in which they came. */
  synchronized List<String> texts() {
    return List.copyOf(texts);
  }
}
