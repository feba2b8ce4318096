package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.VersionedFiles;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lease of a driver, and what its workers make of it. */
class DriverLeaseTest {
  private static final Duration LAPSE = Duration.ofMinutes(5);

  @TempDir Path folder;
  private final VersionedFiles files = new LocalStorage().versioned();
  private URI file = URI.create("unset:file");
  private long now = -Duration.ofMinutes(2).toNanos(); // A monotonic clock may pass zero.

  @BeforeEach
  void chooseAFile() {
    file = folder.resolve("driver").toUri();
  }

  @Test
  void isDrivenWhileTheLeaseIsRenewedAndForALapseAfter() throws Exception {
    DriverLease lease = lease();
    DriverWatch watch = watch();
    for (int i = 0; i < 10; i++) {
      assertThat(lease.renew()).isTrue();
      assertThat(watch.isDriven()).isTrue();
      pass(LAPSE.minusSeconds(1));
    }
    assertThat(watch.isDriven()).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(watch.isDriven()).isFalse();
  }

  @Test
  void countsTheLapseFromWhenAWorkerBeginsToWatch() throws Exception {
    lease();
    pass(LAPSE.multipliedBy(2));
    assertThat(watch().isDriven()).isTrue();
  }

  @Test
  void isDrivenByTheNextDriverThoughTheOneBeforeCannotRenewAnyMore() throws Exception {
    DriverLease first = lease();
    DriverWatch watch = watch();
    assertThat(watch.isDriven()).isTrue();
    pass(LAPSE.minusSeconds(1));
    DriverLease second = lease();
    assertThat(first.renew()).isFalse();
    assertThat(first.renew()).isFalse();
    assertThat(watch.isDriven()).isTrue();
    pass(LAPSE.minusSeconds(1));
    assertThat(second.renew()).isTrue();
    assertThat(watch.isDriven()).isTrue();
  }

  @Test
  void isNotDrivenOnceTheLeaseIsGone() throws Exception {
    DriverLease lease = lease();
    DriverWatch watch = watch();
    assertThat(watch.isDriven()).isTrue();
    new LocalStorage().deleteFolder(folder.toUri());
    assertThat(watch.isDriven()).isFalse();
    assertThat(lease.renew()).isFalse();
  }

  private DriverLease lease() throws Exception {
    DriverLease lease = new DriverLease(files, file);
    lease.take();
    return lease;
  }

  private DriverWatch watch() {
    return new DriverWatch(files, file, LAPSE, () -> now);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
