package org.apache.beam.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** Over a time that goes on only when it is told to, and while the clock rests. */
class PacedClockTest {
  private static final long START = -17;

  private long nanos = START;
  private final List<Long> rests = new ArrayList<>();
  private final PacedClock clock =
      new PacedClock(
          () -> Instant.ofEpochMilli(nanos),
          () -> nanos,
          rest -> {
            rests.add(rest);
            nanos += rest;
          });

  @Test
  void tellsTheTimeAtOnceWithinATurn() {
    assertThat(clock.now()).isEqualTo(Instant.ofEpochMilli(START));
    nanos += PacedClock.TURN;
    assertThat(clock.now()).isEqualTo(Instant.ofEpochMilli(nanos));
    assertThat(rests).isEmpty();
  }

  @Test
  void restsAfterATurnAndTellsTheTimeAfterThat() {
    nanos += PacedClock.TURN + 1;
    assertThat(clock.now())
        .isEqualTo(Instant.ofEpochMilli(START + PacedClock.TURN + 1 + PacedClock.REST));
    assertThat(rests).containsExactly(PacedClock.REST);
  }

  @Test
  void beginsATurnAfterEachRest() {
    for (int turn = 1; turn <= 3; turn++) {
      nanos += PacedClock.TURN + 1;
      clock.now();
      assertThat(rests).hasSize(turn);
      clock.now();
      nanos += PacedClock.TURN;
      clock.now();
      assertThat(rests).hasSize(turn);
    }
  }
}
