package dev.sluice.runners.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskBillTest {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  /** A vCPU costs 1 and a GiB 0.1 an hour; on Spot a tenth. */
  private static final FargatePrices PRICES =
      new FargatePrices(LocalDate.EPOCH, "here", "XYZ", 1, 0.1, 0.1, 0.01);

  private static final FargateSize SIZE = new FargateSize(2048, 4096);

  private final TaskBill bill = new TaskBill();
  @TempDir Path folder;

  @Test
  void billsEachTaskByTheCapacityItGotFromThePullOfItsImage() {
    bill.launched("a", "Convert", SIZE, "FARGATE_SPOT", START);
    bill.launched("b", "Convert", SIZE, "FARGATE_SPOT", START);
    bill.launched("c", "Merge", new FargateSize(256, 512), "FARGATE", START);
    assertThat(use("Convert", 3)).isEqualTo(new TaskUse(2, 0, 2, 0, 6, 0, 2 * 0.24 / 60, "XYZ"));
    bill.told("a", "FARGATE_SPOT", START.plusSeconds(20), true);
    bill.told("b", "FARGATE", START.plusSeconds(20), true); // ECS had no Spot left.
    bill.told("b", null, START.plusSeconds(999), true);
    bill.ended("a", START.plusSeconds(20 + 3600));
    bill.ended("a", START.plusSeconds(9999)); // Seen once more.
    TaskUse convert = use("Convert", 20 + 1800);
    assertThat(convert.cost()).isCloseTo(0.24 + 1.2, within(1e-9));
    assertThat(convert)
        .isEqualTo(new TaskUse(0, 1, 0, 1, 3600, 1800, convert.cost(), "XYZ"))
        .extracting(TaskUse::text)
        .isEqualTo(
            "1 running, 0 starting, 0 of them on Spot; 1 ended; 3,600 s on Spot, 1,800 s on demand;"
                + " about 1.44 XYZ");
    assertThat(bill.byStep(PRICES, START.plusSeconds(1820)).keySet())
        .containsExactly("Convert", "Merge");
  }

  @Test
  void aMinuteIsTheLeast() {
    bill.launched("a", "Merge", SIZE, "FARGATE", START);
    bill.ended("a", START.plusSeconds(2));
    TaskUse use = use("Merge", 500);
    assertThat(use.onDemandSeconds()).isEqualTo(2);
    assertThat(use.cost()).isCloseTo(2.4 / 60, within(1e-9));
    assertThat(use.text()).isEqualTo("1 ended; 0 s on Spot, 2 s on demand; about 0.04 XYZ");
  }

  @Test
  void readsAUsersPricesAndHasItsOwn() throws Exception {
    FargatePrices own = FargatePrices.standard();
    assertThat(own.spotVcpuHour()).isPositive().isLessThan(own.vcpuHour());
    assertThat(own.spotGbHour()).isPositive().isLessThan(own.gbHour());
    assertThat(FargatePrices.of(prices(HERE))).isEqualTo(PRICES);
    Path wrong = prices(List.of("date=2026-03-01"));
    assertThatThrownBy(() -> FargatePrices.of(wrong))
        .hasMessage(
            "Cannot use the prices in %s: it has [date] (expected [currency, date, gbHour, region,"
                    .formatted(wrong)
                + " spotGbHour, spotVcpuHour, vcpuHour])");
    List<String> words = HERE.stream().map(line -> line.replace("=0.1", "=cheap")).toList();
    Path inWords = prices(words);
    assertThatThrownBy(() -> FargatePrices.of(inWords))
        .hasMessage(
            "Cannot use the prices in %s: gbHour=cheap (expected an amount such as 0.04048)"
                .formatted(inWords));
    Path undated = prices(HERE.stream().map(line -> line.replace("1970", "last")).toList());
    assertThatThrownBy(() -> FargatePrices.of(undated))
        .hasMessage(
            "Cannot use the prices in %s: date=last-01-01 (expected one such as 2026-03-01)"
                .formatted(undated));
    assertThatThrownBy(() -> FargatePrices.of(folder.resolve("none")))
        .hasMessage(
            "Cannot read the prices in %s (expected a file of properties)"
                .formatted(folder.resolve("none")));
  }

  private TaskUse use(String step, long seconds) {
    return Objects.requireNonNull(bill.byStep(PRICES, START.plusSeconds(seconds)).get(step));
  }

  private static final List<String> HERE =
      List.of(
          "date=1970-01-01",
          "region=here",
          "currency=XYZ",
          "vcpuHour=1",
          "gbHour=0.1",
          "spotVcpuHour=0.1",
          "spotGbHour=0.01");

  private Path prices(List<String> lines) throws Exception {
    return Files.write(Files.createTempFile(folder, "prices", ".properties"), lines);
  }
}
