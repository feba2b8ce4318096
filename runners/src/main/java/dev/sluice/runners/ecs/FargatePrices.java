package dev.sluice.runners.ecs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a task on Fargate costs: by the second, a minute at least, for the CPU and memory that it
 * asked for (https://aws.amazon.com/fargate/pricing/). Storage past 20 GiB, public addresses, logs,
 * and what S3 takes come on top.
 *
 * @param date when these were the prices
 * @param region where
 * @param currency of the amounts, such as USD
 * @param vcpuHour for a vCPU and an hour, on demand
 * @param gbHour for 1 GiB and an hour, on demand
 * @param spotVcpuHour for a vCPU and an hour, on Spot
 * @param spotGbHour for 1 GiB and an hour, on Spot
 */
public record FargatePrices(
    LocalDate date,
    String region,
    String currency,
    double vcpuHour,
    double gbHour,
    double spotVcpuHour,
    double spotGbHour)
    implements Serializable {
  private static final String OWN = "fargate-prices.properties";
  private static final Set<String> NAMES =
      new TreeSet<>(
          Set.of("date", "region", "currency", "vcpuHour", "gbHour", "spotVcpuHour", "spotGbHour"));
  private static final Duration LEAST = Duration.ofMinutes(1);
  private static final double MILLIS_AN_HOUR = 3_600_000;
  private static final int UNITS = 1024;

  /** The project's own table. */
  public static FargatePrices standard() {
    try (InputStream in =
        Objects.requireNonNull(FargatePrices.class.getResourceAsStream(OWN), OWN)) {
      return read(new InputStreamReader(in, UTF_8), OWN);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + OWN, e);
    }
  }

  /**
   * A user's table: Java properties with the names of this record's components.
   *
   * @throws IllegalArgumentException with a sentence for the user, if it is none
   */
  public static FargatePrices of(Path file) {
    try (Reader in = Files.newBufferedReader(file)) {
      return read(in, file.toString());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Cannot read the prices in %s (expected a file of properties)".formatted(file), e);
    }
  }

  private static FargatePrices read(Reader in, String name) throws IOException {
    Properties prices = new Properties();
    prices.load(in);
    if (!prices.stringPropertyNames().equals(NAMES)) {
      throw new IllegalArgumentException(
          "Cannot use the prices in %s: it has %s (expected %s)"
              .formatted(name, new TreeSet<>(prices.stringPropertyNames()), NAMES));
    }
    try {
      return new FargatePrices(
          LocalDate.parse(prices.getProperty("date")),
          prices.getProperty("region"),
          prices.getProperty("currency"),
          amount(prices, "vcpuHour", name),
          amount(prices, "gbHour", name),
          amount(prices, "spotVcpuHour", name),
          amount(prices, "spotGbHour", name));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "Cannot use the prices in %s: date=%s (expected one such as 2026-03-01)"
              .formatted(name, prices.getProperty("date")),
          e);
    }
  }

  private static double amount(Properties prices, String key, String name) {
    String value = prices.getProperty(key);
    if (!value.matches("\\d{1,9}(\\.\\d{1,12})?")) {
      throw new IllegalArgumentException(
          "Cannot use the prices in %s: %s=%s (expected an amount such as 0.04048)"
              .formatted(name, key, value));
    }
    return Double.parseDouble(value);
  }

  /** What a task costs that has run for so long. */
  public double cost(FargateSize size, boolean spot, Duration time) {
    double hours = Math.max(LEAST.toMillis(), time.toMillis()) / MILLIS_AN_HOUR;
    double vcpu = (double) size.cpu() / UNITS;
    double gb = (double) size.memoryMiB() / UNITS;
    return hours * (spot ? vcpu * spotVcpuHour + gb * spotGbHour : vcpu * vcpuHour + gb * gbHour);
  }
}
