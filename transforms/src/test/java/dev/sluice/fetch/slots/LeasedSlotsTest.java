package dev.sluice.fetch.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.dump.Mirror;
import dev.sluice.step.Reservation;
import dev.sluice.storage.LocalStorage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real clock and the renewing thread. */
class LeasedSlotsTest {
  private static final Mirror A = new Mirror(URI.create("ftp://a.example/x/"), 1);
  private static final Mirror B = new Mirror(URI.create("ftp://b.example/"), 3);

  @TempDir Path temporary;
  private URI folder = URI.create("file:/none/");

  @BeforeEach
  void name() {
    folder = temporary.toUri();
  }

  private MirrorSlots slots(long renewal, long lapse, long look) {
    return MirrorSlots.leased(
        new LocalStorage(),
        folder,
        new LeaseTimes(
            Duration.ofMillis(renewal), Duration.ofMillis(lapse), Duration.ofMillis(look)));
  }

  @Test
  void copiesOfItShareSlots() throws Exception {
    MirrorSlots slots = slots(1000, 60_000, 2);
    MirrorSlots copy = SerializableUtils.clone(slots);
    Slot taken = slots.take(A);
    FutureTask<Mirror> waiting =
        new FutureTask<>(
            () -> {
              try (Slot slot = copy.take(A)) {
                slot.confirm();
                return slot.mirror();
              }
            });
    new Thread(waiting).start();
    assertThat(taken.held()).isTrue();
    taken.close();
    assertThat(waiting.get()).isEqualTo(A);
  }

  @Test
  void keepsToTheCapAmongThreads() throws Exception {
    AtomicInteger open = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> users = new ArrayList<>();
      for (int user = 0; user < 8; user++) {
        MirrorSlots slots = slots(1000, 60_000, 1);
        users.add(
            () -> {
              boolean kept = true;
              for (int i = 0; i < 10; i++) {
                try (Slot slot = slots.take(B)) {
                  kept &= open.incrementAndGet() <= 3;
                  slot.confirm();
                  open.decrementAndGet();
                }
              }
              return kept;
            });
      }
      for (Future<Boolean> user : pool.invokeAll(users)) {
        assertThat(user.get()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void renewsByItselfUntilNothingIsHeld() throws Exception {
    Slot slot = slots(5, 60_000, 1).take(A);
    URI lease = folder.resolve(MirrorHost.folderName("a.example") + "/0");
    LocalStorage storage = new LocalStorage();
    String first = storage.readVersioned(lease).orElseThrow().version();
    await("a renewal")
        .atMost(Duration.ofMinutes(1))
        .until(() -> !storage.readVersioned(lease).orElseThrow().version().equals(first));
    assertThat(RenewalThread.ofProcess().isRunning()).isTrue();
    slot.close();
    await("the end of the thread")
        .atMost(Duration.ofMinutes(1))
        .until(() -> !RenewalThread.ofProcess().isRunning());
  }

  @Test
  void anInterruptedWaiterTakesNothing() throws Exception {
    MirrorSlots slots = slots(1000, 60_000, 60_000);
    Slot taken = slots.take(A);
    FutureTask<Slot> waiting = new FutureTask<>(() -> slots.take(A));
    Thread thread = new Thread(waiting);
    thread.start();
    await("a look to come")
        .atMost(Duration.ofMinutes(1))
        .failFast("it does not wait", waiting::isDone)
        .until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    thread.interrupt();
    assertThatThrownBy(waiting::get).hasCauseInstanceOf(InterruptedException.class);
    taken.close();
    slots.take(A).close();
  }

  @Test
  void handsAReservedSlotToAWorkerWhichKeepsIt() throws Exception {
    MirrorSlots slots = slots(1000, 60_000, 1);
    Reservation reserved = reserve(slots, A).orElseThrow();
    assertThat(reserve(slots, A)).isEmpty();
    Slot slot = worker(reserved).take(A);
    slot.confirm();
    reserved.giveBack(false); // Nobody knows whether it has ended.
    slot.confirm();
    assertThat(reserve(slots, A)).isEmpty();
    slot.close();
    awaitReserved(slots, A).giveBack(false);
  }

  @Test
  void takesAReservedSlotBackFromAWorkerThatHasEnded() throws Exception {
    MirrorSlots slots = slots(1000, 60_000, 1);
    Reservation reserved = reserve(slots, A).orElseThrow();
    Slot left = worker(reserved).take(A);
    slots.reservation(reserved.ticket()).giveBack(true); // By the next driver.
    Reservation next = awaitReserved(slots, A);
    assertThatThrownBy(left::confirm).isInstanceOf(IOException.class);
    reserved.giveBack(true);
    worker(next).take(A).confirm();
  }

  @Test
  void takesAnySlotWhereTheReservedOneWasGivenBack() throws Exception {
    MirrorSlots slots = slots(1000, 60_000, 1);
    Reservation reserved = reserve(slots, A).orElseThrow();
    reserved.giveBack(false);
    Slot slot = worker(reserved).take(A);
    slot.confirm();
    reserved.giveBack(true);
    slot.confirm();
    slot.close();
  }

  @Test
  void reservesOnlyOverProcesses() throws Exception {
    MirrorSlots slots = MirrorSlots.inProcess("run-1");
    assertThat(slots.areReservable()).isFalse();
    assertThat(reserve(slots, A)).isEmpty();
  }

  private static Optional<Reservation> reserve(MirrorSlots slots, Mirror mirror) throws Exception {
    return slots.reserve(FakeLeaseWorld.preferring(List.of(mirror)));
  }

  private static Reservation awaitReserved(MirrorSlots slots, Mirror mirror) {
    return await("a slot")
        .atMost(Duration.ofSeconds(30))
        .until(() -> reserve(slots, mirror), Optional::isPresent)
        .orElseThrow();
  }

  private MirrorSlots worker(Reservation reserved) {
    return MirrorSlots.leased(new LocalStorage(), folder, reserved.ticket());
  }

  @Test
  void refusesAFolderWithoutASlashAndTimesThatCannotHold() {
    assertThatThrownBy(() -> MirrorSlots.leased(new LocalStorage(), URI.create("file:/x")))
        .hasMessage(
            "Cannot keep slots in file:/x: it is not a folder (expected a slash at its end)");
    assertThatThrownBy(() -> slots(30, 60, 1))
        .hasMessage("lapse: PT0.06S (expected more than twice the renewal, PT0.03S)");
    assertThatThrownBy(() -> slots(30, 90, 0))
        .hasMessage("renewal PT0.03S, look PT0S (expected more than nothing)");
  }

  @Test
  void namesTheFolderOfAMirrorReadably() {
    assertThat(MirrorHost.folderName("ftp.acc.umu.se:21"))
        .matches("ftp\\.acc\\.umu\\.se-21-\\w{8}");
    assertThat(MirrorHost.folderName("[::1]:21")).matches("1-21-\\w{8}");
    assertThat(MirrorHost.folderName("/../" + "x".repeat(300))).matches("x{60}-\\w{8}");
  }
}
