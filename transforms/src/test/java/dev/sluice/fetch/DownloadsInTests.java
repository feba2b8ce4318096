package dev.sluice.fetch;

import dev.sluice.fetch.clients.MirrorClients;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.fetch.slots.Sleeper;
import java.time.Duration;

/** Downloads that try again at once, for tests of what is done with them. */
public final class DownloadsInTests {
  private DownloadsInTests() {}

  /** Those that lose patience with a silent mirror soon, and wait little between attempts. */
  public static Downloads within(String run, MirrorSlots slots, Duration silence) {
    return new Downloads(
        run,
        slots,
        MirrorClients.within(new MirrorClients.Timeouts(Duration.ofSeconds(20), silence)),
        new Retries(4, 50, Duration.ofMillis(10), Duration.ofMillis(100), Sleeper.ofThreads()));
  }

  public static Downloads atOnce(String run, MirrorSlots slots) {
    return new Downloads(
        run,
        slots,
        MirrorClients.within(
            new MirrorClients.Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5))),
        new Retries(2, 3, Duration.ofMillis(1), Duration.ofMillis(1), pause -> {}));
  }
}
