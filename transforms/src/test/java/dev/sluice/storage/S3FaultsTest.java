package dev.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.storage.FaultyS3.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Right bytes or one sentence, and never a wrong object. */
class S3FaultsTest {
  private static final int LARGE = 17_000_000;
  private static final byte[] CONTENT = StorageContract.random(LARGE);

  @RegisterExtension private static final S3Server SERVER = S3Server.start();
  private static FaultyS3 faulty;

  private final URI file = URI.create("s3://dumps/%s/file".formatted(UUID.randomUUID()));

  private static S3Storage storage() {
    return storage(3);
  }

  private static S3Storage storage(int attempts) {
    Duration second = Duration.ofSeconds(1);
    return new S3Storage(
        S3Server.settings(faulty.endpoint()), new S3Patience(attempts, second, second));
  }

  private static S3Storage direct() {
    return new S3Storage(SERVER.settings());
  }

  @BeforeAll
  static void start() throws Exception {
    faulty = FaultyS3.before(SERVER.endpoint());
  }

  @AfterAll
  static void stop() throws Exception {
    faulty.close();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    faulty.when(request -> Fault.NONE);
    assertThat(SERVER.uploads()).isZero();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CONFLICT")
  void writesAndReadsThroughEachFault(Fault fault) throws Exception {
    if (fault != Fault.ERROR_IN_200) {
      faulty.when(everyOther(request -> !begins(request), fault));
    } else { // Only these can be answered so.
      faulty.when(everyOther(request -> request.matches("POST .*uploadId=.*"), fault));
    }
    // Of requests side by side, the same one can be met several times in a row.
    write(storage(12), CONTENT);
    assertThat(bytes(direct(), 0)).isEqualTo(CONTENT);
    assertThat(bytes(storage(12), 0)).isEqualTo(CONTENT);
    assertThat(bytes(storage(12), LARGE - 1000)).hasSize(1000);
  }

  @Test
  void writesAndReadsThroughRandomFaults() throws Exception {
    Random random = new Random(11);
    Map<Fault, Integer> met = new EnumMap<>(Fault.class);
    Fault[] faults = {
      Fault.BROKEN, Fault.RESET_REQUEST, Fault.LOST_ANSWER, Fault.RESET_ANSWER, Fault.SLOW
    };
    faulty.when(
        request -> {
          synchronized (random) {
            Fault fault =
                !begins(request) && random.nextInt(5) < 2 ? faults[random.nextInt(5)] : Fault.NONE;
            met.merge(fault, 1, Integer::sum);
            return fault;
          }
        });
    for (int i = 0; i < 6; i++) {
      write(storage(12), CONTENT);
      assertThat(bytes(storage(12), i)).isEqualTo(Arrays.copyOfRange(CONTENT, i, LARGE));
    }
    assertThat(met).hasSize(6);
  }

  @Test
  void showsNothingWhenPartsCannotBeSent() {
    faulty.when(request -> request.contains("partNumber=2") ? Fault.BROKEN : Fault.NONE);
    assertThatThrownBy(() -> write(CONTENT))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Cannot write %s: S3 answers 500 InternalError (not now), after 3 attempts"
                .formatted(file));
    assertNothingThere();
  }

  @Test
  void showsNothingWhenTheUploadCannotBeCompleted() {
    faulty.when(request -> request.matches("POST .*uploadId=.*") ? Fault.ERROR_IN_200 : Fault.NONE);
    assertThatThrownBy(() -> write(CONTENT))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Cannot write %s: S3 answers ".formatted(file))
        .hasMessageContaining("InternalError (not now)");
    assertNothingThere();
  }

  /** Every attempt is made by the server, and every answer lost. */
  @Test
  void knowsItsObjectWhenNoAnswerComes() throws Exception {
    faulty.when(request -> request.matches("POST .*uploadId=.*") ? Fault.LOST_ANSWER : Fault.NONE);
    write(CONTENT);
    assertThat(bytes(direct(), 0)).isEqualTo(CONTENT);
  }

  @Test
  void keepsTheOldObjectWhenTheNewOneFails() throws Exception {
    write(new byte[] {1, 2, 3});
    faulty.when(request -> request.contains("partNumber=1&") ? Fault.BROKEN : Fault.NONE);
    assertThatThrownBy(() -> write(CONTENT)).isInstanceOf(IOException.class);
    assertThat(bytes(direct(), 0)).containsExactly(1, 2, 3);
  }

  @Test
  void tellsWhenReadingNeverGoesOn() throws Exception {
    write(CONTENT);
    faulty.when(request -> request.startsWith("GET") ? Fault.BROKEN : Fault.NONE);
    assertThatThrownBy(() -> bytes(storage(), 0))
        .hasMessage(
            "Cannot read %s: S3 answers 500 InternalError (not now), after 3 attempts"
                .formatted(file));
  }

  @Test
  void goesOnAtTheByteWhereAnAnswerBroke() throws Exception {
    write(CONTENT);
    faulty.when(everyOther(request -> request.startsWith("GET"), Fault.RESET_ANSWER));
    assertThat(bytes(storage(12), 0)).isEqualTo(CONTENT);
  }

  @Test
  void neverMixesTwoObjects() throws Exception {
    write(CONTENT);
    try (InputStream in = storage().read(file, 0)) {
      assertThat(in.readNBytes(100_000)).isEqualTo(Arrays.copyOf(CONTENT, 100_000));
      byte[] other = CONTENT.clone();
      other[LARGE - 1]++;
      write(other);
      assertThatThrownBy(in::readAllBytes)
          .hasMessage("Cannot read %s: it was replaced while it was read".formatted(file));
    }
  }

  @Test
  void triesAgainWhenConditionalWritesMeet() throws Exception {
    faulty.when(everyOther(request -> request.startsWith("PUT"), Fault.CONFLICT));
    String version = storage().createIfAbsent(file, "one").orElseThrow();
    version = storage().replaceIfUnchanged(file, "two", version).orElseThrow();
    assertThat(storage().deleteIfUnchanged(file, version)).isTrue();
    faulty.when(request -> request.startsWith("PUT") ? Fault.CONFLICT : Fault.NONE);
    assertThatThrownBy(() -> storage().createIfAbsent(file, "three"))
        .hasMessage(
            "Cannot write %s: S3 answers 409 ConditionalRequestConflict (not now), after 1 attempts"
                .formatted(file));
  }

  /** A negative answer can follow a change of one's own: reading tells. */
  @Test
  void aLostAnswerToAConditionalWriteIsARefusal() throws Exception {
    AtomicInteger puts = new AtomicInteger();
    faulty.when(
        request ->
            request.startsWith("PUT") && puts.getAndIncrement() == 0
                ? Fault.LOST_ANSWER
                : Fault.NONE);
    assertThat(storage().createIfAbsent(file, "mine")).isEmpty();
    assertThat(storage().readVersioned(file).orElseThrow().content()).isEqualTo("mine");
  }

  /** However often it is told to stop, and while a part is on its way. */
  @Test
  void abortsWhenItsWriterIsInterruptedAgainAndAgain() throws Exception {
    faulty.when(request -> request.contains("partNumber=") ? Fault.SLOW : Fault.NONE);
    AtomicOutput out = storage().create(file);
    out.write(CONTENT);
    Thread writer = Thread.currentThread();
    Thread stop =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                writer.interrupt();
                Thread.onSpinWait();
              }
            });
    stop.start();
    try {
      out.close();
    } finally {
      stop.interrupt();
      while (stop.isAlive()) {
        Thread.onSpinWait(); // A join would be interrupted.
      }
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(SERVER.uploads()).isZero();
  }

  @Test
  void givesAllItsMemoryBack() throws Exception {
    long before = S3Memory.free();
    write(CONTENT);
    bytes(storage(), 0);
    try (InputStream in = storage().read(file, 0)) {
      in.readNBytes(7_000_000);
    }
    assertThat(S3Memory.free()).isEqualTo(before);
  }

  /** An upload whose beginning was not told of has no name to abort it by. */
  private static boolean begins(String request) {
    return request.startsWith("POST ") && request.contains("?uploads");
  }

  @Test
  void leavesAnUploadToDiscardWhenItsBeginningIsNotToldOf() throws Exception {
    faulty.when(everyOther(S3FaultsTest::begins, Fault.LOST_ANSWER));
    write(CONTENT);
    assertThat(bytes(direct(), 0)).isEqualTo(CONTENT);
    assertThat(SERVER.uploads()).isEqualTo(1);
    storage().discardUnfinished(file.resolve("./"));
    assertThat(SERVER.uploads()).isZero();
    assertThat(bytes(direct(), 0)).isEqualTo(CONTENT);
  }

  /** The first, third, … of those requests. */
  private static Function<String, Fault> everyOther(Predicate<String> which, Fault fault) {
    AtomicInteger count = new AtomicInteger();
    return request -> which.test(request) && count.getAndIncrement() % 2 == 0 ? fault : Fault.NONE;
  }

  private void write(byte[] content) throws IOException {
    write(storage(), content);
  }

  private void write(S3Storage to, byte[] content) throws IOException {
    try (AtomicOutput out = to.create(file)) {
      out.write(content);
      out.commit();
    }
  }

  private void assertNothingThere() {
    try {
      assertThat(direct().exists(file)).isFalse();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] bytes(Storage from, long offset) throws IOException {
    try (InputStream in = from.read(file, offset)) {
      return in.readAllBytes();
    }
  }
}
