package dev.sluice.tests.ecs;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What goes wrong with logs, as AWS allows it to: events are seen late and not in the order in
 * which they came, some more than once, pages may be empty, streams come late or never. For any
 * thread.
 */
public final class LogFaults {
  private Duration delay = Duration.ZERO;
  private Duration mostDelay = Duration.ZERO;
  private Duration streamDelay = Duration.ZERO;
  private Random random = new Random(0);
  private double repeated;
  private int emptyPages;
  private long pages;
  private Predicate<String> lost = stream -> false;
  private final Set<String> losing = new HashSet<>();

  LogFaults() {}

  /** From now on each event is seen so long after it came, at random between the two. */
  public synchronized void delayEvents(Duration least, Duration most, long seed) {
    delay = least;
    mostDelay = most;
    random = new Random(seed);
  }

  /** From now on this share of the events of a page is there twice, under the same id. */
  public synchronized void repeatEvents(double share, long seed) {
    repeated = share;
    random = new Random(seed);
  }

  /** Every so many pages one is empty and has a token; 0 for none. */
  public synchronized void emptyPages(int every) {
    emptyPages = every;
  }

  /** Streams opened from now on are seen so long after. */
  public synchronized void delayStreams(Duration duration) {
    streamDelay = duration;
  }

  /** Streams that are never made, with all that is said to them. */
  public synchronized void loseStreams(Predicate<String> streams) {
    lost = streams;
  }

  synchronized Duration delay() {
    long range = mostDelay.minus(delay).toMillis();
    return range <= 0 ? delay : delay.plusMillis((long) (random.nextDouble() * (range + 1)));
  }

  synchronized Duration streamDelay() {
    return streamDelay;
  }

  /** Decided once for a stream. */
  synchronized boolean loses(String stream) {
    if (lost.test(stream)) {
      losing.add(stream);
    }
    return losing.contains(stream);
  }

  synchronized boolean repeats() {
    return repeated > 0 && random.nextDouble() < repeated;
  }

  synchronized boolean emptiesPage() {
    return emptyPages > 0 && ++pages % emptyPages == 0;
  }
}
