package dev.sluice.runners;

import java.util.List;

/** What the user wrote for Beam. */
final class Arguments {
  private Arguments() {}

  /** Whether an option is among them. */
  static boolean give(List<String> arguments, String option) {
    return arguments.stream().anyMatch(argument -> argument.startsWith("--" + option + "="));
  }
}
