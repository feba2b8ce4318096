package dev.sluice.step;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.LocalStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedProgressTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path folder;
  private final LocalStorage storage = new LocalStorage();
  private final AtomicLong nanos = new AtomicLong();
  private StepEnvironment environment = new StepEnvironment("unset", storage, Path.of("/").toUri());

  @BeforeEach
  void setUp() {
    environment =
        new StepEnvironment(folder.toString(), storage, new WorkFolder(folder.toUri()), true, null);
  }

  @Test
  void addsUpWhatProcessesDidOfWhatOneAnnounced() throws IOException {
    write("a", 0, false, new StepCounts("Download", 4, 1, 1, 0, 2, 30, 100, false));
    write("b", 0, false, new StepCounts("Download", 0, 0, 1, 1, 3, 20, -25, false));
    assertThat(progress().steps())
        .containsExactly(new StepProgress("Download", 0, 1, 2, 1, 5, 50, 75));
  }

  @Test
  void forgetsAProcessThatWritesNoMoreUnlessItHadEnded() throws IOException {
    SharedProgress progress = progress();
    write("dead", 0, false, new StepCounts("Download", 0, 2, 0, 0, 0, 5, 0, false));
    write("ended", 0, true, new StepCounts("Download", 3, 0, 3, 0, 0, 9, 9, false));
    assertThat(progress.steps())
        .containsExactly(new StepProgress("Download", 0, 2, 3, 0, 0, 14, 9));
    nanos.addAndGet(11 * SECOND);
    assertThat(progress.steps()).hasSize(1);
    nanos.addAndGet(2 * SECOND);
    assertThat(progress.steps()).containsExactly(new StepProgress("Download", 0, 0, 3, 0, 0, 9, 9));
  }

  @Test
  void showsNothingOfStepsThatOnlyLostWork() throws IOException {
    write("a", 0, false, new StepCounts("Sort runs", -1, 0, 0, 0, 0, 0, -8, false));
    assertThat(progress().steps()).isEmpty();
  }

  /** As a job does that starts again in a process that lives. */
  @Test
  void aProcessCountsFromNothingOnceAllOfItsStepsWereTakenDown() {
    ProgressReports.enter(environment);
    ProgressReports.enter(environment);
    environment.progress().expect("Download", 2, 10);
    environment.progress().start("Download", "f").end(false);
    ProgressReports.leave(environment);
    assertThat(environment.progress().steps()).hasSize(1);
    ProgressReports.leave(environment);
    assertThat(environment.progress().steps()).isEmpty();
    assertThat(progress().steps())
        .containsExactly(new StepProgress("Download", 1, 0, 1, 0, 0, 0, 10));
  }

  private SharedProgress progress() {
    return new SharedProgress(environment, nanos::get);
  }

  private void write(String process, long writing, boolean ended, StepCounts... counts)
      throws IOException {
    try (AtomicOutput out =
        storage.create(environment.work().progress(environment.run()).resolve(process + ".json"))) {
      out.write(Json.text(new ProgressReport(writing, ended, List.of(counts))).getBytes(UTF_8));
      out.commit();
    }
  }
}
