package dev.sluice.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.Replica;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MirrorTrialsTest {
  private static final Mirror A = new Mirror(URI.create("ftp://a.example/"), 1);
  private static final Mirror B = new Mirror(URI.create("ftp://b.example/"), 1);

  private final List<Duration> pauses = new ArrayList<>();
  private final Retries retries =
      new Retries(3, 4, Duration.ofSeconds(1), Duration.ofSeconds(10), pauses::add);
  private final DumpFile file =
      new DumpFile(
          Dump.parse("xwiki/20260101/stub-articles"),
          0,
          "f",
          1,
          null,
          List.of(new Replica(A, "f"), new Replica(B, "f")));
  private final AtomicLong now = new AtomicLong();
  private final MirrorRates rates = new MirrorRates(() -> now.get());
  private final MirrorTrials trials =
      new MirrorTrials(file, new Workload().enter(file), rates, retries);

  @Test
  void asksTheMirrorThatFailedLessAndLeavesOneThatFailsRepeatedly() {
    assertThat(trials.ranked()).containsExactly(A, B);
    trials.failed(A, 0, "broke");
    trials.failed(A, 0, "broke");
    assertThat(trials.ranked()).containsExactly(B, A);
    trials.failed(A, 0, "broke");
    assertThat(trials.ranked()).containsExactly(B);
    trials.absent(B, "no such file");
    assertThat(trials.ranked()).containsExactly(A);
    assertThat(trials.fewestFailures()).isEqualTo(3);
  }

  @Test
  void asksNoMirrorThatRests() {
    rates.rest(A, Duration.ofSeconds(5));
    assertThat(trials.ranked()).containsExactly(B);
    rates.rest(B, Duration.ofMillis(5));
    assertThat(trials.ranked()).isEmpty();
    assertThat(trials.askAgainAfter()).isEqualTo(Duration.ofMillis(5));
    now.addAndGet(Duration.ofMillis(5).toNanos());
    assertThat(trials.ranked()).containsExactly(B);
  }

  @Test
  void leavesNoMirrorOnceAllHadTheirAttempts() {
    for (int i = 0; i < 3; i++) {
      trials.failed(A, 1, "attempt " + i);
    }
    assertThat(trials.left()).containsExactly(B);
    for (int i = 0; i < 4; i++) {
      trials.busy(B, "busy " + i);
    }
    assertThat(trials.left()).isEmpty();
    assertThat(trials.account()).isEqualTo("from a.example: attempt 2; from b.example: busy 3");
  }

  @Test
  void pausesDoubleUpToTheLongestAndVary() throws InterruptedException {
    for (int failures : new int[] {0, 1, 2, 3, 60}) {
      retries.pause(failures);
    }
    List<Integer> due = List.of(1, 1, 2, 4, 10);
    for (int i = 0; i < due.size(); i++) {
      assertThat(pauses.get(i))
          .isBetween(Duration.ofMillis(due.get(i) * 500L), Duration.ofSeconds(due.get(i)));
    }
  }
}
