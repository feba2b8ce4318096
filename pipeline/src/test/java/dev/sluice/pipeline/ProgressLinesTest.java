package dev.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.step.StepProgress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgressLinesTest {
  private static final List<StepProgress> STEPS =
      List.of(
          new StepProgress("Download", 7, 2, 3, 0, 0, 25_000_000, 100_000_000),
          new StepProgress("Convert to JSON", 0, 1, 1, 1, 0, 1_234_567_890, -1),
          new StepProgress("Merge ranges", 0, 0, 4, 0, 0, 5_000_000, 5_000_000));
  private static final Map<String, StepRate> RATES =
      Map.of("Download", new StepRate(2_500_000, 0.5), "Convert to JSON", new StepRate(0, 0.25));
  private static final ProgressLines PLAIN = new ProgressLines(false, false);

  @Test
  void fillsWideTerminals() {
    assertThat(PLAIN.render(STEPS, 200, RATES))
        .containsExactly(
            "Download         ######------------------  3/12  2 running  7 waiting            25.0 MB  2.5 MB/s  0:30 left",
            "Convert to JSON  ################--------   2/3  1 running             1 failed  1.23 GB  0.0 MB/s  0:04 left",
            "Merge ranges     ########################   4/4                                   5.0 MB");
  }

  @Test
  void tellsWhatWasBegunAgainWhereThereIsRoom() {
    StepProgress step = new StepProgress("Download", 0, 1, 2, 1, 4, 0, -1);
    assertThat(PLAIN.render(List.of(step), 80, Map.of()))
        .containsExactly(
            "Download  #################------  3/4  1 running  1 failed  4 retried  0.0 MB/s");
    assertThat(PLAIN.render(List.of(step), 40, Map.of()))
        .containsExactly("Download  3/4  1 failed  0.0 MB/s");
  }

  @Test
  void leavesOutBytesFirst() {
    assertThat(PLAIN.render(STEPS, 80, RATES))
        .containsExactly(
            "Download         ###------------  3/12  2 running            2.5 MB/s  0:30 left",
            "Convert to JSON  ##########-----   2/3  1 running  1 failed  0.0 MB/s  0:04 left",
            "Merge ranges     ###############   4/4");
  }

  @Test
  void keepsNameCountAndFailuresInNarrowTerminals() {
    assertThat(PLAIN.render(STEPS, 40, RATES))
        .containsExactly(
            "Download         3/12", "Convert to JSON   2/3  1 failed", "Merge ranges      4/4");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 20, 40, 60, 79, 80, 100, 132, 200})
  void neverPassesTheWidth(int width) {
    assertThat(new ProgressLines(false, true).render(STEPS, width, RATES))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
  }

  @Test
  void drawsNothingForNoSteps() {
    assertThat(PLAIN.render(List.of(), 80, Map.of())).isEmpty();
  }

  @Test
  void coloursBarAndFailures() {
    StepProgress step = new StepProgress("Sort runs", 0, 0, 0, 2, 0, 0, -1);
    assertThat(new ProgressLines(true, true).render(List.of(step), 40, Map.of()))
        .containsExactly(
            "Sort runs\u001b[31m  ━━━━━━━━━━━━━━\u001b[0m  2/2\u001b[31m  2 failed\u001b[0m");
  }

  @Test
  void isNotFullBeforeTheLastRequestIsDone() {
    StepProgress step = new StepProgress("Download", 0, 1, 0, 0, 0, 200, 100);
    assertThat(PLAIN.render(List.of(step), 80, Map.of("Download", new StepRate(1e6, 0))))
        .containsExactly("Download  #######################-  0/1  1 running  0.0 MB  1.0 MB/s");
  }

  @Test
  void tellsHoursLeft() {
    StepProgress step = new StepProgress("Download", 0, 1, 0, 0, 0, 0, 7_384_000_000L);
    assertThat(PLAIN.render(List.of(step), 80, Map.of("Download", new StepRate(1e6, 0))))
        .containsExactly(
            "Download  ------------------------  0/1  1 running  1.0 MB/s  2:03:04 left");
  }
}
