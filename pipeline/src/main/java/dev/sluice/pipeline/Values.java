package dev.sluice.pipeline;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options, and says in one sentence what is wrong with one. */
final class Values {
  /** How a converter begins that says only what it expects, and leaves the rest to us. */
  private static final String EXPECTED = "expected ";

  /** How a whole sentence begins; picocli's own converters have none. */
  private static final String REFUSED = "Cannot ";

  private Values() {}

  /** A converter by a function whose exceptions have a sentence for the user. */
  static <T> ITypeConverter<T> by(Function<String, T> reading) {
    return text -> {
      try {
        return reading.apply(text);
      } catch (IllegalArgumentException | UsageException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    };
  }

  /** A converter to a constant by its name, in either case. */
  static <E extends Enum<E>> ITypeConverter<E> constant(Class<E> type) {
    return text -> {
      for (E constant : type.getEnumConstants()) {
        if (constant.name().equalsIgnoreCase(text)) {
          return constant;
        }
      }
      throw new TypeConversionException(
          EXPECTED
              + Arrays.stream(type.getEnumConstants())
                  .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(", ")));
    };
  }

  /** A converter to a number. */
  static <N extends Number> ITypeConverter<N> number(Function<String, N> reading) {
    return text -> {
      try {
        return reading.apply(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException(EXPECTED + "a whole number");
      }
    };
  }

  /**
   * Refuses an option of one value that is given twice. Picocli does so too, but not in a group of
   * options: there the second one would begin the group anew, and drop all that came before.
   */
  static void requireOnce(CommandSpec command, List<String> arguments) {
    Set<OptionSpec> seen = new HashSet<>();
    for (String argument : arguments) {
      OptionSpec option = command.optionsMap().get(argument.replaceFirst("(?s)=.*", ""));
      if (option != null && !option.isMultiValue() && !seen.add(option)) {
        throw new OverwrittenOptionException(command.commandLine(), option, "");
      }
    }
  }

  /** The sentence for an option's value that picocli or a converter refused. */
  static String refusal(ParameterException e) {
    ArgSpec argument = e.getArgSpec();
    if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      argument = missing.getMissing().get(0);
    }
    if (e instanceof OverwrittenOptionException twice) {
      argument = twice.getOverwritten();
    }
    if (!(argument instanceof OptionSpec option)) {
      return String.valueOf(e.getMessage());
    }
    String name = option.longestName();
    if (e instanceof OverwrittenOptionException) {
      return "Cannot use %s twice (expected once)".formatted(name);
    }
    String value = e.getValue();
    if (value == null) {
      return "Missing value of %s (expected %s=%s)".formatted(name, name, option.paramLabel());
    }
    String cause = e.getCause() == null ? "" : String.valueOf(e.getCause().getMessage());
    if (e.getCause() instanceof TypeConversionException && cause.startsWith(REFUSED)) {
      return cause;
    }
    String expected =
        cause.startsWith(EXPECTED) ? cause : EXPECTED + option.paramLabel().replace("|", " or ");
    return "Cannot use %s=%s (%s)".formatted(name, value, expected);
  }

  /** A size in MiB. */
  static final class Mebibytes implements ITypeConverter<Integer> {
    private static final int MOST = 1024 * 1024;

    @Override
    public Integer convert(String text) {
      if (text.matches("\\d{1,7}")) {
        int value = Integer.parseInt(text);
        if (value >= 1 && value <= MOST) {
          return value;
        }
      }
      throw new TypeConversionException(EXPECTED + "a number from 1 to " + MOST);
    }
  }
}
