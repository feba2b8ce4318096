package dev.sluice.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dump.Mirror;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MirrorRatesTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final Mirror A = new Mirror(URI.create("ftp://a.example/"), 1);
  private static final Mirror B = new Mirror(URI.create("ftp://b.example/"), 1);
  private static final Mirror C = new Mirror(URI.create("ftp://c.example/"), 1);

  private final AtomicLong now = new AtomicLong();
  private final Retries retries =
      new Retries(3, 4, Duration.ofSeconds(1), Duration.ofSeconds(10), pause -> {});
  private final MirrorRates rates = new MirrorRates(() -> now.get());

  @Test
  void putsUntriedMirrorsFirstThenThoseUnderWayThenTheFastest() {
    assertThat(ranked()).containsExactly(A, B, C);
    rates.begun(A);
    assertThat(ranked()).containsExactly(B, C, A);
    rates.measured(A, 1_000, SECOND);
    rates.begun(B);
    assertThat(ranked()).containsExactly(C, B, A);
    rates.begun(C);
    rates.measured(B, 3_000, SECOND);
    rates.measured(C, 2_000, SECOND);
    assertThat(ranked()).containsExactly(B, C, A);
  }

  @Test
  void putsAMirrorThatFailsLastUntilItBringsSomething() {
    for (Mirror mirror : List.of(A, B, C)) {
      rates.begun(mirror);
      rates.measured(mirror, 1_000, SECOND);
    }
    rates.failed(A, retries);
    assertThat(ranked()).containsExactly(B, C, A);
    rates.measured(A, 0, SECOND);
    assertThat(ranked()).containsExactly(B, C, A);
    rates.measured(A, 50_000, SECOND);
    assertThat(ranked()).containsExactly(A, B, C);
  }

  @Test
  void letsAMirrorRestThatFailsInARowLongerEachTime() {
    rates.failed(A, retries);
    rates.failed(A, retries);
    assertThat(rates.restLeft(A)).isZero();
    rates.failed(A, retries);
    assertThat(rates.restLeft(A)).isEqualTo(Duration.ofSeconds(1));
    now.addAndGet(SECOND);
    assertThat(rates.restLeft(A)).isZero();
    rates.failed(A, retries);
    assertThat(rates.restLeft(A)).isEqualTo(Duration.ofSeconds(2));
    rates.rest(A, Duration.ofSeconds(1));
    assertThat(rates.restLeft(A)).isEqualTo(Duration.ofSeconds(2));
    assertThat(rates.restLeft(B)).isZero();
    now.addAndGet(3 * SECOND);
    rates.measured(A, 1, SECOND);
    rates.failed(A, retries);
    assertThat(rates.restLeft(A)).as("it did well in between").isZero();
  }

  /** A mirror that nothing was fetched from is none; what came over all connections adds up. */
  @Test
  void tellsWhatMirrorsDo() {
    rates.begun(A);
    assertThat(rates.states()).isEmpty();
    Mirror wide = new Mirror(C.root(), 4);
    rates.opened(wide);
    rates.opened(wide);
    rates.opened(B);
    rates.measured(wide, 1_000, SECOND);
    rates.measured(wide, 500, SECOND);
    rates.closed(wide, true);
    rates.closed(B, false);
    assertThat(rates.states())
        .containsExactly(
            new MirrorState("b.example", 0, 1, 0, 1), new MirrorState("c.example", 1, 4, 1_500, 0));
  }

  private List<Mirror> ranked() {
    return rates.ranked(List.of(A, B, C));
  }
}
