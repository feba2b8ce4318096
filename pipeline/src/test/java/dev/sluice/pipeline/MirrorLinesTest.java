package dev.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.fetch.MirrorState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MirrorLinesTest {
  private static final List<MirrorState> MIRRORS =
      List.of(
          new MirrorState("ftp.acc.umu.se", 2, 2, 120_000_000, 0),
          new MirrorState("ftpmirror.your.org", 1, 3, 1_500_000_000, 12));
  private static final Map<String, StepRate> RATES =
      Map.of(
          "ftp.acc.umu.se",
          new StepRate(2_500_000, 0),
          "ftpmirror.your.org",
          new StepRate(950_000, 0));
  private static final MirrorLines PLAIN = new MirrorLines(false);

  @Test
  void fillsWideTerminals() {
    assertThat(PLAIN.render(MIRRORS, 200, RATES))
        .containsExactly(
            "ftp.acc.umu.se      2/2 connections  2.5 MB/s  120.0 MB",
            "ftpmirror.your.org  1/3 connections  1.0 MB/s   1.50 GB  12 errors");
  }

  @Test
  void leavesOutBytesFirstAndCutsNames() {
    assertThat(PLAIN.render(MIRRORS, 48, RATES))
        .containsExactly(
            "acc.umu.se  2/2 connections  2.5 MB/s",
            "r.your.org  1/3 connections  1.0 MB/s  12 errors");
    assertThat(PLAIN.render(MIRRORS, 40, RATES))
        .containsExactly(
            "tp.acc.umu.se  2/2 connections  2.5 MB/s", "rror.your.org  1/3 connections  1.0 MB/s");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 10, 20, 30, 40, 60, 79, 200})
  void neverPassesTheWidth(int width) {
    assertThat(PLAIN.render(MIRRORS, width, RATES))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line.length()).isBetween(1, width));
  }

  @Test
  void coloursErrors() {
    assertThat(new MirrorLines(true).render(MIRRORS, 200, RATES).get(1))
        .endsWith("  \u001b[31m12 errors\u001b[0m");
  }

  @Test
  void drawsNothingForNoMirrors() {
    assertThat(PLAIN.render(List.of(), 80, Map.of())).isEmpty();
  }
}
