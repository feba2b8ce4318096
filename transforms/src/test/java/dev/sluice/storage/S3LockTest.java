package dev.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.FaultyS3.Fault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class S3LockTest {
  private static final Duration LAPSE = Duration.ofMillis(600);
  private static final S3Patience FAST = new S3Patience(2, Duration.ofMillis(100), LAPSE);

  @TempDir private static Path data;
  private static S3Server server;

  private final URI file = URI.create("s3://dumps/%s/lock".formatted(UUID.randomUUID()));

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start(data);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static Storage storage(URI endpoint) {
    return new S3Storage(S3Server.settings(endpoint), FAST);
  }

  /** Who cannot reach S3 any more is as good as dead. */
  @Test
  void isTakenOverWhenItsHolderIsGoneWhichLearnsOfIt() throws Exception {
    try (FaultyS3 faulty = FaultyS3.before(server.endpoint())) {
      Lock lost = storage(faulty.endpoint()).lock(file).orElseThrow();
      faulty.when(request -> Fault.RESET_REQUEST);
      long begun = System.nanoTime();
      Optional<Lock> taken = storage(server.endpoint()).lock(file);
      assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(LAPSE.toNanos());
      assertThat(taken).isPresent();
      faulty.when(request -> Fault.NONE);
      while (lost.held()) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      lost.close();
      assertThat(storage(server.endpoint()).lock(file)).isEmpty();
      assertThat(taken.get().held()).isTrue();
      taken.get().close();
    }
  }

  @Test
  void isKeptForLongerThanItsLapse() throws Exception {
    try (Lock lock = storage(server.endpoint()).lock(file).orElseThrow()) {
      long until = System.nanoTime() + 2 * LAPSE.toNanos();
      while (System.nanoTime() < until) {
        assertThat(storage(server.endpoint()).lock(file)).isEmpty();
      }
      assertThat(lock.held()).isTrue();
    }
  }

  @Test
  void outlivesAnswersThatAreLost() throws Exception {
    try (FaultyS3 faulty = FaultyS3.before(server.endpoint())) {
      boolean[] lose = {false};
      faulty.when(
          request -> {
            lose[0] = request.startsWith("PUT") && !lose[0];
            return lose[0] ? Fault.LOST_ANSWER : Fault.NONE;
          });
      try (Lock lock = storage(faulty.endpoint()).lock(file).orElseThrow()) {
        while (faulty.requests().stream().filter(line -> line.startsWith("PUT")).count() < 12) {
          assertThat(lock.held()).isTrue();
          TimeUnit.MILLISECONDS.sleep(10);
        }
      }
      assertThat(
              server
                  .client()
                  .listObjectsV2(r -> r.bucket("dumps").prefix(file.getPath().substring(1)))
                  .contents())
          .isEmpty();
    }
  }
}
