package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.LocalStorage;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final String RUN = "ProgressTest";

  private final Progress progress = Progress.of(RUN);

  @AfterEach
  void forget() {
    PerRun.forget(RUN);
  }

  @Test
  void beginsWithoutSteps() {
    assertThat(progress.steps()).isEmpty();
  }

  @Test
  void showsWhatWasAnnouncedAsWaiting() {
    progress.expect("Download", 3, 30);
    progress.expect("Download", 2, 12);
    assertThat(progress.steps()).containsExactly(new StepProgress("Download", 5, 0, 0, 0, 0, 42));
  }

  @Test
  void followsARequestFromWaitingToDoneOrFailed() {
    progress.expect("Download", 3, 30);
    Progress.Execution first = progress.start("Download");
    Progress.Execution second = progress.start("Download");
    first.accept(4);
    first.accept(6);
    second.accept(5);
    assertThat(progress.steps()).containsExactly(new StepProgress("Download", 1, 2, 0, 0, 15, 30));
    first.end(false);
    second.end(true);
    assertThat(progress.steps()).containsExactly(new StepProgress("Download", 1, 0, 1, 1, 15, 30));
  }

  @Test
  void countsWhoWaitsForASlotAsWaiting() {
    progress.expect("Download", 2, 30);
    Progress.Execution execution = progress.start("Download");
    StepClock clock = new StepClock(execution);
    try (StepClock.Wait wait = clock.waitForSlot()) {
      assertThat(progress.steps()).containsExactly(new StepProgress("Download", 2, 0, 0, 0, 0, 30));
    }
    assertThat(progress.steps()).containsExactly(new StepProgress("Download", 1, 1, 0, 0, 0, 30));
    assertThat(clock.times().waitingForSlot()).isPositive();
  }

  @Test
  void countsWhatWasNeverAnnouncedAndLetsNothingWaitForIt() {
    progress.start("Sort runs").end(false);
    progress.start("Sort runs");
    assertThat(progress.steps()).containsExactly(new StepProgress("Sort runs", 0, 1, 1, 0, 0, 0));
  }

  @Test
  void doesNotKnowTheBytesOfAStepOnceSomeAreNotKnown() {
    progress.expect("Sort runs", 1, 7);
    progress.expect("Sort runs", 1, -1);
    assertThat(progress.steps()).containsExactly(new StepProgress("Sort runs", 2, 0, 0, 0, 0, -1));
  }

  @Test
  void stillDoesNotKnowTheBytesWhenMoreAreAnnounced() {
    progress.expect("Sort runs", 1, -1);
    progress.expect("Sort runs", 1, 7);
    assertThat(progress.steps()).containsExactly(new StepProgress("Sort runs", 2, 0, 0, 0, 0, -1));
  }

  @Test
  void keepsStepsInTheOrderInWhichTheyBegan() {
    progress.expect("Download", 1, 1);
    progress.start("Convert");
    progress.expect("Merge ranges", 1, 1);
    progress.start("Download");
    assertThat(progress.steps())
        .extracting(StepProgress::step)
        .containsExactly("Download", "Convert", "Merge ranges");
  }

  @Test
  void isOneForAllOfARunUntilItIsForgotten() {
    StepEnvironment environment =
        new StepEnvironment(RUN, new LocalStorage(), URI.create("file:/none/"));
    assertThat(environment.progress()).isSameAs(progress);
    assertThat(
            new StepEnvironment("another", new LocalStorage(), URI.create("file:/none/"))
                .progress())
        .isNotSameAs(progress);
    PerRun.forget("another");
    PerRun.forget(RUN);
    assertThat(environment.progress()).isNotSameAs(progress);
  }
}
