package dev.sluice.runners.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The retry table, row by row. */
class AttemptsTest {
  private static final int RETRIES = 2;

  @Test
  void triesALostTaskAgainAsOftenAsTheUserSays() {
    Attempts attempts = after(EndCause.LOST, EndCause.LOST);
    assertThat(attempts.onDemand()).isFalse();
    assertThat(attempts.after(EndCause.LOST, RETRIES)).isEmpty();
    assertThat(Attempts.NONE.after(EndCause.LOST, 0)).isEmpty();
  }

  @Test
  void goesOnDemandAfterTwoInterruptionsWhichCostNoRetry() {
    assertThat(after(EndCause.INTERRUPTED).onDemand()).isFalse();
    Attempts attempts = after(EndCause.INTERRUPTED, EndCause.INTERRUPTED);
    assertThat(attempts.onDemand()).isTrue();
    assertThat(attempts.lost()).isZero();
    assertThat(attempts.after(EndCause.INTERRUPTED, 0)).isPresent();
  }

  @Test
  void waitsLongerForCapacityAndGoesOnDemandAfterThreeTimes() {
    Attempts attempts = Attempts.NONE;
    List<Long> delays = new ArrayList<>();
    List<Boolean> onDemand = new ArrayList<>();
    Optional<Attempts.Next> next = attempts.after(EndCause.NO_CAPACITY, 0);
    while (next.isPresent()) {
      delays.add(next.get().delay().toSeconds());
      onDemand.add(next.get().attempts().onDemand());
      next = next.get().attempts().after(EndCause.NO_CAPACITY, 0);
    }
    assertThat(delays).containsExactly(5L, 10L, 20L, 40L, 60L, 60L, 60L, 60L, 60L, 60L, 60L, 60L);
    assertThat(onDemand.subList(0, 4)).containsExactly(false, false, true, true);
  }

  @Test
  void waitsForTheAccountToHaveRoomWithoutCountingIt() {
    Attempts attempts = Attempts.NONE;
    for (int i = 0; i < 100; i++) {
      Attempts.Next next = attempts.after(EndCause.ACCOUNT_FULL, 0).orElseThrow();
      assertThat(next.delay()).isEqualTo(Duration.ofMinutes(1));
      attempts = next.attempts();
    }
    assertThat(attempts).isEqualTo(Attempts.NONE);
  }

  @Test
  void givesMoreMemoryOnce() {
    Attempts attempts = after(EndCause.OUT_OF_MEMORY);
    assertThat(attempts.grown()).isTrue();
    assertThat(attempts.after(EndCause.OUT_OF_MEMORY, RETRIES)).isEmpty();
    assertThat(attempts.after(EndCause.LOST, RETRIES)).isPresent();
  }

  @Test
  void neverTriesAgainWhatCannotStart() {
    assertThat(Attempts.NONE.after(EndCause.UNUSABLE, RETRIES)).isEmpty();
  }

  private static Attempts after(EndCause... causes) {
    Attempts attempts = Attempts.NONE;
    for (EndCause cause : causes) {
      attempts = attempts.after(cause, RETRIES).orElseThrow().attempts();
    }
    return attempts;
  }
}
