package dev.sluice.pipeline;

import dev.sluice.runners.Engine;
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
import org.jspecify.annotations.Nullable;

/** Beam's own options, checked before anything starts. */
final class BeamOptions {
  private BeamOptions() {}

  /**
   * Checks a runner's name and arguments for Beam.
   *
   * @return the arguments, the runner among them, as Beam takes them
   * @throws UsageException if there is no such runner or option
   */
  static List<String> check(String runner, List<String> arguments) {
    Set<String> runners = Engine.runners();
    if (!runners.contains(runner)) {
      throw new UsageException(
          "Cannot use --runner=%s (expected %s)".formatted(runner, String.join(" or ", runners)));
    }
    List<String> checked = new ArrayList<>();
    checked.add("--runner=" + runner);
    if (!arguments.isEmpty()) {
      Map<String, Method> setters = setters();
      Set<String> known = new TreeSet<>(setters.keySet());
      for (String argument : arguments) {
        String name = argument.replaceFirst("=.*", "");
        if (!argument.startsWith("--")) {
          throw new UsageException("Unknown argument %s (expected --option=value)".formatted(name));
        }
        if (!known.contains(name)) {
          known.addAll(CommandLines.optionsOf("run"));
          throw new UsageException(Suggestions.sentence("option", name, known));
        }
        Set<String> readers = readers(setters.get(name));
        if (!readers.contains(runner)) {
          throw new UsageException(
              "Cannot use %s with --runner=%s (expected --runner=%s)"
                  .formatted(name, runner, String.join(" or ", readers)));
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
    Method setter = setters().get(name);
    Class<?> type = setter == null ? Object.class : setter.getParameterTypes()[0];
    if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
      return "a whole number";
    }
    return type == Boolean.class || type == boolean.class ? "true or false" : "another value";
  }

  private static Set<String> readers(@Nullable Method setter) {
    return setter == null ? Engine.runners() : Engine.runnersThatRead(setter.getDeclaringClass());
  }

  /** Beam's options, with what sets each. */
  private static Map<String, Method> setters() {
    Map<String, Method> setters = new TreeMap<>();
    for (Class<?> options : PipelineOptionsFactory.getRegisteredOptions()) {
      for (Method method : options.getMethods()) {
        if (method.getName().startsWith("set") && method.getParameterCount() == 1) {
          setters.put("--" + Introspector.decapitalize(method.getName().substring(3)), method);
        }
      }
    }
    return setters;
  }
}
