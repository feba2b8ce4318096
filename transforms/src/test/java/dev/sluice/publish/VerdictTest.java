package dev.sluice.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.convert.ConvertFile;
import dev.sluice.fetch.DownloadFile;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final Instant STARTED = Instant.parse("2026-01-02T03:04:05Z");

  private final List<StepReport> reports = new ArrayList<>();

  @Test
  void namesTheSlotsWhenFilesWaitForThem() {
    download(0, 10, 0, 10);
    download(0, 20, 10, 10);
    download(0, 30, 20, 10);
    assertThat(verdict(30).limits()).containsOnlyKeys(Limit.SLOTS, Limit.NETWORK);
    assertThat(verdict(30).sentence())
        .isEqualTo("The mirrors' connections were the limit for 67 % of the time.");
  }

  @Test
  void namesTheNetworkWhenNothingWaitsForASlot() {
    download(0, 10, 0, 10);
    download(0, 10, 0, 9);
    assertThat(verdict(10).limits()).isEqualTo(Map.of(Limit.NETWORK, Duration.ofSeconds(10)));
  }

  @Test
  void namesTheCpuWhenTheCoresAreBusyWhateverElseWaits() {
    download(0, 10, 0, 10);
    download(0, 10, 0, 10);
    download(0, 10, 0, 10);
    report(ConvertFile.NAME, 0, 10, times(0, 0, 0, 10, 0));
    report(ConvertFile.NAME, 0, 10, times(0, 0, 0, 6, 3));
    assertThat(verdict(10).sentence()).isEqualTo("The CPU was the limit for 100 % of the time.");
  }

  @Test
  void namesTheCpuOfOtherMachinesByWhatMostTimeGoesInto() {
    report(ConvertFile.NAME, 0, 10, times(0, 0, 1, 8, 1));
    assertThat(verdict(10, 64).greatest()).isEqualTo(Limit.CPU);
  }

  @Test
  void namesStorageWhereReadsAndWritesOfFilesAreWaitedFor() {
    report(ConvertFile.NAME, 0, 10, times(0, 0, 4, 1, 4));
    report(DownloadFile.NAME, 0, 10, times(0, 0, 2, 0, 8));
    assertThat(verdict(10).greatest()).isEqualTo(Limit.STORAGE);
  }

  @Test
  void countsTimeInWhichNothingGoesOn() {
    download(2, 6, 0, 4);
    assertThat(verdict(10).limits())
        .isEqualTo(
            Map.of(Limit.NETWORK, Duration.ofSeconds(4), Limit.OTHER, Duration.ofSeconds(6)));
  }

  @Test
  void saysFirstThatNothingMeasuredTookMostOfTheTime() {
    download(6, 10, 0, 4);
    assertThat(verdict(10).sentence())
        .isEqualTo(
            "Nothing that is measured held the run back for 60 % of the time;"
                + " the network was the limit for 40 % of the time.");
    assertThat(verdict(10).greatest()).isEqualTo(Limit.NETWORK);
  }

  @Test
  void knowsARunWithoutExecutions() {
    assertThat(verdict(0).sentence()).isEqualTo("Nothing that is measured held the run back.");
  }

  private Verdict verdict(int seconds) {
    return verdict(seconds, 2);
  }

  private Verdict verdict(int seconds, int cores) {
    return Verdict.of(reports, STARTED, STARTED.plusSeconds(seconds), cores);
  }

  private void download(int from, int to, int slot, int network) {
    report(DownloadFile.NAME, from, to, times(0, slot, network, 0, 0));
  }

  private void report(String step, int from, int to, StepTimes times) {
    reports.add(
        new StepReport(
            step,
            "f",
            null,
            false,
            STARTED.plusSeconds(from),
            Duration.ofSeconds(to - from),
            times,
            List.of()));
  }

  private static StepTimes times(int core, int slot, int input, int cpu, int output) {
    return new StepTimes(
        Duration.ofSeconds(core),
        Duration.ofSeconds(slot),
        Duration.ofSeconds(input),
        Duration.ofSeconds(output),
        Duration.ofSeconds(cpu),
        0,
        0);
  }
}
