package dev.sluice.pipeline;

import dev.sluice.step.Underway;
import java.util.List;
import java.util.Locale;

/** Draws what takes long, one line each: since when, bytes so far, step and subject. */
final class TaskLines {
  private TaskLines() {}

  /**
   * The lines, none longer than the width: the end of a subject's name stays, for it is what tells
   * files of a dump apart.
   *
   * @param width columns to fill at most, from 1
   */
  static List<String> render(List<Underway> tasks, int width) {
    return tasks.stream().map(task -> line(task, width)).toList();
  }

  private static String line(Underway task, int width) {
    String begin =
        "  %s  %9s  %s: "
            .formatted(
                time(task.elapsed().toSeconds()),
                task.bytes() == 0 ? "" : ProgressLines.bytes(task.bytes()),
                task.step());
    int room = width - begin.length();
    String subject = task.subject();
    String line =
        subject.length() <= room
            ? begin + subject
            : room > 1 ? begin + "…" + subject.substring(subject.length() - room + 1) : begin;
    return line.substring(0, Math.min(width, line.length())).stripTrailing();
  }

  private static String time(long seconds) {
    return String.format(
        Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
