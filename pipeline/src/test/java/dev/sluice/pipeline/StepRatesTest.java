package dev.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.step.StepProgress;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StepRatesTest {
  private static final long SECOND = 1_000_000_000L;

  private final StepRates rates = new StepRates();

  @Test
  void averagesOverTheLastFiveSeconds() {
    long bytes = 0;
    for (int second = 0; second <= 20; second++) {
      bytes += second <= 10 ? 100 : 1000;
      StepRate rate = at(second, 0, bytes);
      if (second == 10) {
        assertThat(rate.bytesPerSecond()).isEqualTo(100);
      }
      if (second >= 15) {
        assertThat(rate.bytesPerSecond()).isEqualTo(1000);
      }
    }
  }

  @Test
  void countsRequestsSinceTheFirst() {
    at(0, 0, 0);
    assertThat(at(4, 2, 0).requestsPerSecond()).isEqualTo(0.5);
  }

  @Test
  void knowsNothingOfAStepThatHasNotBegun() {
    StepProgress waiting = new StepProgress("Download", 3, 0, 0, 0, 0, 0, 100);
    assertThat(rates.at(0, List.of(waiting))).isEmpty();
    assertThat(at(1, 0, 0)).isEqualTo(StepRate.UNKNOWN);
  }

  private StepRate at(int second, int done, long bytes) {
    StepProgress step = new StepProgress("Download", 0, 1, done, 0, 0, bytes, -1);
    return rates.at(second * SECOND, List.of(step)).getOrDefault("Download", StepRate.UNKNOWN);
  }
}
