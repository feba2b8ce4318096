package dev.sluice.tests;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a terminal shows, scrolled-off lines too, after what was written to it: of ECMA-48 what
 * Sluice uses (preceding line, erase in page, colours), with lines that wrap at the width. Anything
 * else is an error.
 */
final class Screen {
  private static final Pattern CONTROL = Pattern.compile("\\x1b\\[([0-9;]*)([A-Za-z])");

  private final int columns;
  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private int row;
  private int column;
  private int wraps;
  private int colours;
  private int redraws;

  Screen(int columns) {
    this.columns = columns;
  }

  /** Takes what a program wrote. */
  Screen write(String text) {
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\u001b') {
        Matcher control = CONTROL.matcher(text).region(at, text.length());
        if (!control.lookingAt()) {
          throw new IllegalArgumentException("No control sequence known at " + at + ": " + text);
        }
        obey(control.group(1), control.group(2));
        at = control.end();
      } else {
        put(c);
        at++;
      }
    }
    return this;
  }

  private void obey(String parameter, String function) {
    switch (function) {
      case "F" -> {
        int up = Integer.parseInt(parameter);
        if (up > row) {
          throw new IllegalArgumentException("Up %d lines from line %d".formatted(up, row));
        }
        row -= up;
        column = 0;
      }
      case "J" -> {
        line().setLength(column);
        lines.subList(row + 1, lines.size()).clear();
        redraws++;
      }
      case "m" -> colours++;
      default -> throw new IllegalArgumentException("Control sequence " + function);
    }
  }

  private void put(char c) {
    switch (c) {
      case '\r' -> column = 0;
      case '\n' -> nextLine();
      default -> {
        if (column == columns) {
          wraps++;
          nextLine();
          column = 0;
        }
        StringBuilder line = line();
        while (line.length() <= column) {
          line.append(' ');
        }
        line.setCharAt(column++, c);
      }
    }
  }

  private void nextLine() {
    row++;
    if (row == lines.size()) {
      lines.add(new StringBuilder());
    }
  }

  private StringBuilder line() {
    return lines.get(row);
  }

  /** Everything that is to be seen. */
  List<String> lines() {
    return lines.stream().map(line -> line.toString().stripTrailing()).toList();
  }

  /** How often a line was too long. */
  int wraps() {
    return wraps;
  }

  /** How often a colour was chosen or left. */
  int colours() {
    return colours;
  }

  /** How often what was shown was taken away, to be drawn anew. */
  int redraws() {
    return redraws;
  }
}
