package dev.sluice.fetch.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.dump.Mirror;
import dev.sluice.fetch.slots.FakeLeaseWorld.Actor;
import dev.sluice.storage.LocalStorage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseDeskTest {
  private static final Mirror A = new Mirror(URI.create("ftp://a.example/x/"), 1);
  private static final Mirror B = new Mirror(URI.create("ftp://b.example/"), 3);
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path temporary;
  private FakeLeaseWorld world;
  private Actor one;
  private Actor two;

  @BeforeEach
  void start() {
    world = new FakeLeaseWorld(temporary);
    one = world.start();
    two = world.start();
  }

  private Map<String, String> leases(Mirror mirror) throws IOException {
    return new LocalStorage()
        .listVersions(world.folder.resolve(MirrorHost.folderName(MirrorHost.of(mirror)) + "/"));
  }

  private static void confirmed(@Nullable Slot slot) throws IOException {
    Objects.requireNonNull(slot, "slot");
    slot.confirm();
    assertThat(slot.held()).isTrue();
  }

  @Test
  void keepsToTheCapAmongProcesses() throws Exception {
    List<Slot> slots = List.of(one.take(B), two.take(B), one.take(B));
    assertThat(two.look(B)).isNull();
    assertThat(leases(B)).containsOnlyKeys("0", "1", "2");
    for (Slot slot : slots) {
      confirmed(slot);
      slot.close();
    }
    assertThat(leases(B)).isEmpty();
  }

  @Test
  void takesTheBestRankedMirrorThatIsFreeAndTells() throws Exception {
    List<Mirror> told = new ArrayList<>();
    MirrorSlots.Preference preference =
        new MirrorSlots.Preference() {
          @Override
          public List<Mirror> ranked() {
            return List.of(A, B);
          }

          @Override
          public void taken(Mirror mirror) {
            told.add(mirror);
          }
        };
    Slot first = one.desk.take(preference);
    Slot second = two.desk.take(preference);
    assertThat(List.of(first.mirror(), second.mirror())).containsExactly(A, B);
    assertThat(told).containsExactly(A, B);
  }

  @Test
  void countsMirrorsOnOneHostAndPortAsOneWithTheSmallestCap() throws Exception {
    Mirror sameHost = new Mirror(URI.create("ftp://A.example:21/y/"), 5);
    Mirror otherPort = new Mirror(URI.create("ftp://a.example:2121/"), 1);
    assertThat(one.take(A).mirror()).isEqualTo(A);
    assertThat(two.take(sameHost, A, otherPort).mirror()).isEqualTo(otherPort);
  }

  @Test
  void givesNothingBackThatIsNeededWhenTakingCannotBeTold() throws Exception {
    MirrorSlots.Preference failing =
        new MirrorSlots.Preference() {
          @Override
          public List<Mirror> ranked() {
            return List.of(A);
          }

          @Override
          public void taken(Mirror mirror) {
            throw new IllegalStateException("no");
          }
        };
    assertThatThrownBy(() -> one.desk.take(failing)).hasMessage("no");
    assertThat(leases(A)).isEmpty();
    assertThat(one.leases).isEmpty();
  }

  @Test
  void aSlotGivenBackIsTakenAtTheNextLook() throws Exception {
    Slot slot = one.take(A);
    List<Duration> pauses = new ArrayList<>();
    two.whilePausing =
        () -> {
          pauses.add(SECOND);
          if (pauses.size() == 3) {
            slot.close();
          }
        };
    confirmed(two.take(A));
    assertThat(pauses).hasSize(3);
  }

  @Test
  void aProcessTakesItsOwnSlotAgainAtOnce() throws Exception {
    for (int i = 0; i < 5; i++) {
      one.take(A).close();
    }
    try (Slot slot = Objects.requireNonNull(one.look(A))) {
      assertThat(one.look(A)).isNull();
      assertThat(slot.held()).isTrue();
    }
    assertThat(one.look(A)).isNotNull();
  }

  @Test
  void isRenewedForAsLongAsItIsHeld() throws Exception {
    Slot slot = one.take(A);
    for (int i = 0; i < 300; i++) {
      world.pass(SECOND);
      assertThat(two.look(A)).isNull();
      assertThat(slot.held()).isTrue();
    }
    confirmed(slot);
    assertThat(one.files.requests).isBetween(20, 25);
  }

  @Test
  void theSlotOfAProcessThatDiedIsTakenOverAfterALapse() throws Exception {
    Slot lost = one.take(A);
    assertThat(two.look(A)).isNull();
    one.frozen = true;
    Duration waited = Duration.ZERO;
    Slot taken = null;
    while (taken == null) {
      world.pass(SECOND);
      waited = waited.plus(SECOND);
      assertThat(lost.held()).isEqualTo(waited.compareTo(Duration.ofSeconds(30)) < 0);
      taken = two.look(A);
    }
    assertThat(waited).isEqualTo(Duration.ofSeconds(60));
    confirmed(taken);
  }

  @Test
  void aHolderThatComesBackTouchesNothingOfItsSuccessor() throws Exception {
    Slot lost = one.take(A);
    one.frozen = true;
    Slot taken = two.take(A);
    one.frozen = false;
    assertThat(lost.held()).isFalse();
    Map<String, String> successor = leases(A);
    ((LeasedSlot) lost).renew();
    assertThatThrownBy(lost::confirm)
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Cannot confirm the slot of a.example: it was lost (expected a renewal at least every"
                + " 30 s)");
    lost.close();
    assertThat(leases(A)).isEqualTo(successor);
    confirmed(taken);
    taken.close();
    assertThat(leases(A)).isEmpty();
  }

  @Test
  void aHolderWhoseLeaseWasTakenAwayLearnsItAtTheNextRenewal() throws Exception {
    Slot slot = one.take(A);
    URI file = world.folder.resolve(MirrorHost.folderName("a.example") + "/0");
    LocalStorage storage = new LocalStorage();
    assertThat(storage.replaceIfUnchanged(file, "another", leases(A).getOrDefault("0", "")))
        .isPresent();
    assertThat(slot.held()).isTrue();
    world.pass(Duration.ofSeconds(15));
    assertThat(slot.held()).isFalse();
    slot.close();
    assertThat(storage.readVersioned(file).orElseThrow().content()).isEqualTo("another");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aHolderThatCannotRenewStopsAndNeverHoldsAgain(boolean withEffect) throws Exception {
    Slot slot = one.take(A);
    one.files.failAfter = one.files.requests;
    one.files.withEffect = withEffect;
    world.pass(Duration.ofSeconds(29));
    assertThat(slot.held()).isTrue();
    world.pass(SECOND);
    one.files.failAfter = Integer.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      world.pass(SECOND);
      ((LeasedSlot) slot).renew();
      assertThat(slot.held()).isFalse();
    }
    assertThatThrownBy(slot::confirm).hasMessageContaining("it was lost");
    assertThat(two.look(A)).isNull();
    slot.close();
    world.pass(SECOND);
    assertThat(two.look(A)).as("its own lease it gives back").isNotNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void goesOnHoldingWhenStorageComesBackInTime(boolean withEffect) throws Exception {
    Slot slot = one.take(A);
    one.files.failAfter = one.files.requests;
    one.files.withEffect = withEffect;
    world.pass(Duration.ofSeconds(24));
    one.files.failAfter = Integer.MAX_VALUE;
    for (int i = 0; i < 90; i++) {
      world.pass(SECOND);
      assertThat(slot.held()).isTrue();
      assertThat(two.look(A)).isNull();
    }
    confirmed(slot);
  }

  @Test
  void isNotHeldAgainThroughARenewalThatWasUnderWay() throws Exception {
    Slot slot = one.take(A);
    one.frozen = true;
    world.pass(Duration.ofSeconds(29));
    // The answer comes after somebody was told that it is not held.
    one.files.beforeAnswer =
        () -> {
          one.files.beforeAnswer = () -> {};
          world.pass(SECOND);
          assertThat(slot.held()).isFalse();
        };
    ((LeasedSlot) slot).renew();
    assertThat(slot.held()).isFalse();
  }

  @Test
  void saysWhenStorageFailsAtTheConfirmation() throws Exception {
    Slot slot = one.take(A);
    one.files.failAfter = one.files.requests;
    assertThatThrownBy(slot::confirm)
        .isInstanceOf(IOException.class)
        .hasMessage("Cannot confirm the slot of a.example: storage is away");
    one.files.failAfter = Integer.MAX_VALUE;
    slot.close();
    slot.close();
    assertThatThrownBy(slot::confirm)
        .hasMessage("Cannot confirm the slot of a.example: it was given back");
    assertThat(leases(A)).isEmpty();
  }

  @Test
  void givesBackOnAnInterruptedThread() throws Exception {
    Slot slot = one.take(A);
    Thread.currentThread().interrupt();
    slot.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(leases(A)).isEmpty();
  }

  /** Take, renew twice, confirm, give back: stopped before or after each of the requests. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aProcessThatDiesAtAnyRequestLeavesASlotThatComesBack(boolean withEffect) throws Exception {
    boolean finished = false;
    for (int requests = 0; !finished; requests++) {
      FakeLeaseWorld fresh = new FakeLeaseWorld(temporary.resolve(withEffect + "-" + requests));
      Actor dying = fresh.start();
      dying.files.failAfter = requests;
      dying.files.withEffect = withEffect;
      Slot slot = null;
      try {
        slot = dying.take(A);
        fresh.pass(Duration.ofSeconds(31));
        slot.confirm();
        slot.close();
        finished = dying.files.requests <= requests;
      } catch (IOException e) {
        assertThat(e.getMessage()).containsAnyOf("storage is away", "it was lost");
      }
      dying.frozen = true;
      Actor successor = fresh.start();
      List<Duration> waited = new ArrayList<>();
      Slot before = slot;
      successor.whilePausing = () -> waited.add(SECOND);
      Slot taken = successor.take(A);
      assertThat(waited).as("pauses of 1 to 2 s").hasSizeLessThanOrEqualTo(61);
      assertThat(before == null || !before.held()).isTrue();
      confirmed(taken);
    }
  }

  @Test
  void aLowerCapCountsTheLeasesBeyondIt() throws Exception {
    List<Slot> slots = List.of(one.take(B), one.take(B), one.take(B));
    Mirror lowered = new Mirror(B.root(), 2);
    for (int open = 3; open > 0; open--) {
      world.pass(SECOND);
      Slot taken = two.look(lowered);
      assertThat(taken == null).as("%d open", open).isEqualTo(open >= 2);
      slots.get(3 - open).close();
    }
  }

  @Test
  void waitersOfAProcessLookTogether() throws Exception {
    Slot slot = one.take(A);
    int before = two.files.requests;
    for (int second = 0; second < 10; second++) {
      for (int waiter = 0; waiter < 64; waiter++) {
        assertThat(two.look(A)).isNull();
      }
      world.pass(SECOND);
    }
    assertThat(two.files.requests - before).isEqualTo(10);
    slot.close();
  }

  @Test
  void aFileCostsFourRequests() throws Exception {
    try (Slot slot = one.take(A)) {
      slot.confirm();
    }
    assertThat(one.files.requests).isEqualTo(4);
  }
}
