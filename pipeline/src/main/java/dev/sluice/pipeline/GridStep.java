package dev.sluice.pipeline;

import dev.sluice.overlap.rows.TimeForm;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The length of a grid's steps.
 *
 * @param text as it was given
 * @param form of the times that it goes with
 * @param length in units of integers, or in microseconds
 */
record GridStep(String text, TimeForm form, long length) {
  private static final long MOST = 1L << 61;

  /**
   * The length, for times of a form.
   *
   * @throws UsageException if it goes with others
   */
  long of(TimeForm times) {
    if (times != form) {
      throw new UsageException(
          "Cannot use --grid=%s: the times are of another kind (%s; expected a step such as %s)"
              .formatted(text, times, times == TimeForm.INTEGER ? "3600" : "PT1H"));
    }
    return length;
  }

  /** Reads one. */
  static final class Converter implements ITypeConverter<GridStep> {
    @Override
    public GridStep convert(String text) {
      GridStep step =
          text.matches("\\d{1,19}")
              ? new GridStep(text, TimeForm.INTEGER, parse(text))
              : new GridStep(text, TimeForm.ISO, micros(text));
      if (step.length() < 1 || step.length() > MOST) {
        throw refused();
      }
      return step;
    }

    private static long parse(String text) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw refused();
      }
    }

    private static long micros(String text) {
      try {
        Duration length = Duration.parse(text);
        long nanos = length.getNano();
        if (nanos % 1000 != 0) {
          throw refused();
        }
        return Math.addExact(Math.multiplyExact(length.getSeconds(), 1_000_000), nanos / 1000);
      } catch (DateTimeParseException | ArithmeticException e) {
        throw refused();
      }
    }

    private static TypeConversionException refused() {
      return new TypeConversionException(
          "expected a duration such as PT1H or P7D, or for integers a number; more than 0");
    }
  }
}
