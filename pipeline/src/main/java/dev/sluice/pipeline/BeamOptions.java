package dev.sluice.pipeline;

import java.beans.Introspector;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Beam's own options, checked before anything starts. */
final class BeamOptions {
  static final String DIRECT_RUNNER = "DirectRunner";

  private static final List<String> RUNNERS = List.of(DIRECT_RUNNER, "EcsRunner");

  private BeamOptions() {}

  /**
   * Checks a runner's name and arguments for Beam.
   *
   * @return the arguments, the runner among them, as Beam takes them
   * @throws UsageException if there is no such runner or option
   */
  static List<String> check(String runner, List<String> arguments) {
    if (!RUNNERS.contains(runner)) {
      throw new UsageException(
          "Cannot use --runner=%s (expected %s)".formatted(runner, String.join(" or ", RUNNERS)));
    }
    List<String> checked = new ArrayList<>();
    checked.add("--runner=" + runner);
    if (!arguments.isEmpty()) {
      Set<String> known = new TreeSet<>(setters().keySet());
      for (String argument : arguments) {
        String name = argument.replaceFirst("=.*", "");
        if (!argument.startsWith("--")) {
          throw new UsageException("Unknown argument %s (expected --option=value)".formatted(name));
        }
        if (!known.contains(name)) {
          known.addAll(CommandLines.optionsOf("run"));
          throw new UsageException(Suggestions.sentence("option", name, known));
        }
        checked.add(argument);
      }
    }
    return checked;
  }

  /**
   * Beam's options for a run.
   *
   * @throws UsageException if Beam refuses a value
   */
  static PipelineOptions parse(List<String> checked) {
    try {
      return PipelineOptionsFactory.fromArgs(checked.toArray(String[]::new))
          .withValidation()
          .create();
    } catch (IllegalArgumentException e) {
      throw new UsageException(refusal(checked, e), e);
    }
  }

  /** Beam's own message names no option: the one that it refuses by itself is at fault. */
  private static String refusal(List<String> checked, IllegalArgumentException failure) {
    for (String argument : checked) {
      try {
        PipelineOptionsFactory.fromArgs(argument).create();
      } catch (IllegalArgumentException e) {
        return "Cannot use %s (expected %s)".formatted(argument, expected(argument));
      }
    }
    return "Cannot use Beam's options: " + failure.getMessage();
  }

  private static String expected(String argument) {
    String name = argument.replaceFirst("=.*", "");
    Class<?> type = setters().containsKey(name) ? setters().get(name) : Object.class;
    if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
      return "a whole number";
    }
    return type == Boolean.class || type == boolean.class ? "true or false" : "another value";
  }

  /** Beam's options with the types of their values. */
  private static Map<String, Class<?>> setters() {
    Map<String, Class<?>> types = new TreeMap<>();
    for (Class<?> options : PipelineOptionsFactory.getRegisteredOptions()) {
      for (Method method : options.getMethods()) {
        if (method.getName().startsWith("set") && method.getParameterCount() == 1) {
          types.put(
              "--" + Introspector.decapitalize(method.getName().substring(3)),
              method.getParameterTypes()[0]);
        }
      }
    }
    return types;
  }
}
