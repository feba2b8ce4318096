package dev.sluice.pipeline;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;

/** What the user may have meant by a word that is not known. */
final class Suggestions {
  private Suggestions() {}

  /** The sentence for an argument that a command does not know. */
  static String sentence(String argument, CommandSpec command) {
    Collection<String> known = new TreeSet<>(command.optionsMap().keySet());
    if (argument.matches("-.+")) {
      return sentence("option", argument.replaceFirst("=.*", ""), known);
    }
    return command.parent() == null
        ? sentence("command", argument, command.subcommands().keySet())
        : "Unknown argument %s (expected --option=value)".formatted(argument);
  }

  /**
   * The sentence for options without a command.
   *
   * @param arguments those that are not known without one
   * @param root the program
   */
  static String withoutCommand(List<String> arguments, CommandSpec root) {
    List<String> options = arguments.stream().map(word -> word.replaceFirst("=.*", "")).toList();
    Set<String> ofDefault = optionsOf(root, CommandLines.DEFAULT_COMMAND);
    String option =
        options.stream()
            .filter(word -> !ofDefault.contains(word))
            .findFirst()
            .orElse(options.get(0));
    List<String> owners =
        root.subcommands().keySet().stream()
            .filter(command -> optionsOf(root, command).contains(option))
            .map(command -> command + " " + option)
            .toList();
    if (owners.isEmpty()) {
      Set<String> known = new TreeSet<>(root.optionsMap().keySet());
      root.subcommands().keySet().forEach(command -> known.addAll(optionsOf(root, command)));
      return sentence("option", option, known);
    }
    return "Missing command before %s (%s)"
        .formatted(
            option,
            owners.size() > 2
                ? "expected one of those that --help lists"
                : "did you mean %s?".formatted(String.join(" or ", owners)));
  }

  private static Set<String> optionsOf(CommandSpec root, String command) {
    return Objects.requireNonNull(root.subcommands().get(command))
        .getCommandSpec()
        .optionsMap()
        .keySet();
  }

  /**
   * The sentence for an unknown word.
   *
   * @param kind what the word should have named
   * @param word what was given
   * @param known what there is
   */
  static String sentence(String kind, String word, Collection<String> known) {
    return "Unknown %s %s%s"
        .formatted(
            kind, word, nearest(word, known).map(" (did you mean %s?)"::formatted).orElse(""));
  }

  private static Optional<String> nearest(String word, Collection<String> known) {
    int furthest = Math.max(2, word.length() / 3);
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= furthest)
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /** Levenshtein distance, letters in either case being the same. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same =
            Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
        int replaced = previous[j - 1] + (same ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
