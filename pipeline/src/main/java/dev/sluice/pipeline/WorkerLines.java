package dev.sluice.pipeline;

import dev.sluice.step.TaskMessage;
import dev.sluice.step.WorkerLine.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws what workers say, each line with the name of its task: the step's first word and the end of
 * its subject, which is what tells files of a dump apart. A task has the same colour each time.
 *
 * @param colour whether to use ANSI colours
 * @param all whether everything is shown; otherwise what a user wants to know of each of hundreds
 *     of tasks: warnings, errors and how it ended
 */
record WorkerLines(boolean colour, boolean all) {
  private static final int NAME_WIDTH = 28;
  private static final int LEAST_WIDTH = 20;

  /** Neither red, which is for what failed, nor black or white, which a background may have. */
  private static final List<Integer> COLOURS = List.of(32, 33, 34, 35, 36, 92, 93, 94, 95, 96);

  /** Whether a message is shown. */
  boolean shows(TaskMessage message) {
    return switch (message.line().kind()) {
      case PROGRESS -> false;
      case DEBUG, INFO -> all;
      case WARN, ERROR, END -> true;
    };
  }

  /** Its one line where the width is nobody's business. */
  static String plain(TaskMessage message) {
    return "%s %s%s: %s"
        .formatted(message.step(), message.subject(), attempt(message), text(message));
  }

  /**
   * Its lines on a terminal, none longer than the width but for colours' escapes, which take no
   * place: what does not fit goes on below, indented.
   *
   * @param width columns to fill at most, from 1
   */
  List<String> render(TaskMessage message, int width) {
    int names = Math.min(NAME_WIDTH, Math.max(1, width / 3));
    String name = name(message, names);
    int room = Math.max(1, width - names - 1);
    if (width < LEAST_WIDTH) {
      return split(plain(message), width);
    }
    List<String> lines = new ArrayList<>();
    for (String piece : split(text(message), room)) {
      String start = lines.isEmpty() ? coloured(name, message) : " ".repeat(names);
      boolean red = colour && message.line().kind() == Kind.ERROR;
      lines.add(start + " " + (red ? "\u001b[31m" + piece + "\u001b[0m" : piece));
    }
    return lines;
  }

  private String coloured(String name, TaskMessage message) {
    if (!colour) {
      return name;
    }
    int hash = (message.step() + " " + message.subject()).hashCode();
    return "\u001b[%dm%s\u001b[0m"
        .formatted(COLOURS.get(Math.floorMod(hash, COLOURS.size())), name);
  }

  /** Always as wide. */
  private static String name(TaskMessage message, int width) {
    String step = message.step().replaceFirst(" .*", "");
    String attempt = attempt(message);
    String subject = message.subject();
    int room = width - step.length() - 1 - attempt.length();
    if (subject.length() > room) {
      subject = room > 1 ? "…" + subject.substring(subject.length() - room + 1) : "";
    }
    String name = step + " " + subject + attempt;
    return name.length() > width
        ? name.substring(0, width)
        : name + " ".repeat(width - name.length());
  }

  private static String attempt(TaskMessage message) {
    return message.attempt() == 1 ? "" : " #" + message.attempt();
  }

  /** Controls would move the cursor: a tab is a space, others are not shown. */
  private static String text(TaskMessage message) {
    String text = message.line().message();
    return text == null ? "" : text.replace('\t', ' ').replaceAll("\\p{Cntrl}", "");
  }

  /** Between words where there are any; at least one piece. */
  private static List<String> split(String text, int width) {
    List<String> pieces = new ArrayList<>();
    String rest = text;
    while (rest.length() > width) {
      int space = rest.lastIndexOf(' ', width);
      int end = space > width / 2 ? space : width;
      if (end < rest.length() && end > 1 && Character.isLowSurrogate(rest.charAt(end))) {
        end--;
      }
      pieces.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).stripLeading();
    }
    if (!rest.isEmpty() || pieces.isEmpty()) {
      pieces.add(rest);
    }
    return pieces;
  }
}
