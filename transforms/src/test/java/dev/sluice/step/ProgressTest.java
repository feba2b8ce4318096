package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
    assertThat(progress.steps())
        .containsExactly(new StepProgress("Download", 5, 0, 0, 0, 0, 0, 42));
  }

  @Test
  void followsARequestFromWaitingToDoneOrFailed() {
    progress.expect("Download", 3, 30);
    Progress.Execution first = progress.start("Download", "f");
    Progress.Execution second = progress.start("Download", "f");
    first.accept(4);
    first.accept(6);
    second.accept(5);
    assertThat(progress.steps())
        .containsExactly(new StepProgress("Download", 1, 2, 0, 0, 0, 15, 30));
    first.end(false);
    second.end(true);
    assertThat(progress.steps())
        .containsExactly(new StepProgress("Download", 1, 0, 1, 1, 0, 15, 30));
  }

  @Test
  void countsWhoWaitsForASlotAsWaiting() {
    progress.expect("Download", 2, 30);
    Progress.Execution execution = progress.start("Download", "f");
    StepClock clock = new StepClock(execution);
    try (StepClock.Wait wait = clock.waitForSlot()) {
      assertThat(progress.steps())
          .containsExactly(new StepProgress("Download", 2, 0, 0, 0, 0, 0, 30));
    }
    assertThat(progress.steps())
        .containsExactly(new StepProgress("Download", 1, 1, 0, 0, 0, 0, 30));
    assertThat(clock.times().waitingForSlot()).isPositive();
  }

  @Test
  void countsWhatIsBegunAgain() {
    progress.expect("Download", 1, 30);
    progress.start("Download", "f").breakOff();
    assertThat(progress.steps())
        .containsExactly(new StepProgress("Download", 1, 0, 0, 0, 1, 0, 30));
    Progress.Execution again = progress.start("Download", "f");
    new StepClock(again).retries("a reset");
    again.end(false);
    assertThat(progress.steps())
        .containsExactly(new StepProgress("Download", 0, 0, 1, 0, 2, 0, 30));
  }

  @Test
  void countsWhatWasNeverAnnouncedAndLetsNothingWaitForIt() {
    progress.start("Sort runs", "f").end(false);
    progress.start("Sort runs", "f");
    assertThat(progress.steps())
        .containsExactly(new StepProgress("Sort runs", 0, 1, 1, 0, 0, 0, 0));
  }

  @Test
  void doesNotKnowTheBytesOfAStepOnceSomeAreNotKnown() {
    progress.expect("Sort runs", 1, 7);
    progress.expect("Sort runs", 1, -1);
    assertThat(progress.steps())
        .containsExactly(new StepProgress("Sort runs", 2, 0, 0, 0, 0, 0, -1));
  }

  @Test
  void stillDoesNotKnowTheBytesWhenMoreAreAnnounced() {
    progress.expect("Sort runs", 1, -1);
    progress.expect("Sort runs", 1, 7);
    assertThat(progress.steps())
        .containsExactly(new StepProgress("Sort runs", 2, 0, 0, 0, 0, 0, -1));
  }

  @Test
  void keepsStepsInTheOrderInWhichTheyBegan() {
    progress.expect("Download", 1, 1);
    progress.start("Convert", "f");
    progress.expect("Merge ranges", 1, 1);
    progress.start("Download", "f");
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

  /** Those who wait for a slot are not slow; the others are by how long they have been at work. */
  @Test
  void tellsWhatIsUnderwayTheLongestFirst() {
    Progress.Execution first = progress.start("Download", "a");
    Progress.Execution second = progress.start("Convert", "b");
    first.accept(7);
    assertThat(progress.underway())
        .extracting(Underway::step, Underway::subject, Underway::bytes)
        .containsExactly(tuple("Download", "a", 7L), tuple("Convert", "b", 0L));
    first.slotWaitBegins();
    assertThat(progress.underway()).extracting(Underway::subject).containsExactly("b");
    first.slotWaitEnds();
    assertThat(progress.underway()).extracting(Underway::subject).containsExactly("b", "a");
    second.breakOff();
    first.end(false);
    assertThat(progress.underway()).isEmpty();
  }
}
