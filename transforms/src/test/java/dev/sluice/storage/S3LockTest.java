package dev.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.storage.FaultyS3.Fault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(300)
class S3LockTest {
  private static final Duration LAPSE = Duration.ofMillis(600);
  private static final S3Patience FAST = new S3Patience(2, Duration.ofMillis(100), LAPSE);

  /** Never takes a holder for dead that is merely slow. */
  private static final S3Patience PATIENT =
      new S3Patience(2, FAST.renewal(), Duration.ofMinutes(1));

  @RegisterExtension private static final S3Server SERVER = S3Server.start();

  private final URI file = URI.create("s3://dumps/%s/lock".formatted(UUID.randomUUID()));

  private static Storage storage(URI endpoint, S3Patience times) {
    return new S3Storage(S3Server.settings(endpoint), times);
  }

  /** Who cannot reach S3 any more is as good as dead. */
  @Test
  void isTakenOverWhenItsHolderIsGoneWhichLearnsOfIt() throws Exception {
    try (FaultyS3 faulty = FaultyS3.before(SERVER.endpoint())) {
      Lock lost = storage(faulty.endpoint(), PATIENT).lock(file).orElseThrow();
      faulty.when(request -> Fault.RESET_REQUEST);
      int requests = faulty.requests().size();
      await("a renewal that fails, and so the end of the one before it")
          .atMost(Duration.ofMinutes(1))
          .until(() -> faulty.requests().size() > requests);
      long begun = System.nanoTime();
      Optional<Lock> taken = storage(SERVER.endpoint(), FAST).lock(file);
      assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(LAPSE.toNanos());
      assertThat(taken).isPresent();
      faulty.when(request -> Fault.NONE);
      await("the loss is noticed").atMost(Duration.ofMinutes(1)).until(() -> !lost.held());
      lost.close();
      assertThat(storage(SERVER.endpoint(), PATIENT).lock(file)).isEmpty();
      assertThat(taken.get().held()).isTrue();
      taken.get().close();
    }
  }

  /** Who wants it is refused only when it has seen a renewal. */
  @Test
  void isRenewedForAsLongAsItIsHeld() throws Exception {
    try (Lock lock = storage(SERVER.endpoint(), PATIENT).lock(file).orElseThrow()) {
      for (int i = 0; i < 12; i++) {
        assertThat(storage(SERVER.endpoint(), PATIENT).lock(file)).isEmpty();
      }
      assertThat(lock.held()).isTrue();
    }
  }

  @Test
  void outlivesAnswersThatAreLost() throws Exception {
    try (FaultyS3 faulty = FaultyS3.before(SERVER.endpoint())) {
      boolean[] lose = {false};
      faulty.when(
          request -> {
            lose[0] = request.startsWith("PUT") && !lose[0];
            return lose[0] ? Fault.LOST_ANSWER : Fault.NONE;
          });
      try (Lock lock = storage(faulty.endpoint(), PATIENT).lock(file).orElseThrow()) {
        await("renewals")
            .atMost(Duration.ofMinutes(1))
            .failFast("the lock is lost", () -> !lock.held())
            .until(
                () -> faulty.requests().stream().filter(line -> line.startsWith("PUT")).count(),
                puts -> puts >= 12);
      }
      assertThat(
              SERVER
                  .client()
                  .listObjectsV2(r -> r.bucket("dumps").prefix(file.getPath().substring(1)))
                  .contents())
          .isEmpty();
    }
  }
}
