package dev.sluice.fetch.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.dump.Mirror;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class SlotDeskTest {
  private static final Mirror A = new Mirror(URI.create("ftp://a.example/x/"), 1);
  private static final Mirror B = new Mirror(URI.create("ftp://b.example/"), 2);

  @Property(tries = 30)
  void neverGivesMoreSlotsThanTheCapAndServesEverybody(
      @ForAll @IntRange(min = 1, max = 4) int cap,
      @ForAll @IntRange(min = 1, max = 12) int threads,
      @ForAll long seed)
      throws Exception {
    SlotDesk desk = new SlotDesk();
    List<Mirror> mirrors =
        List.of(
            new Mirror(URI.create("ftp://a.example/"), cap),
            new Mirror(URI.create("ftp://b.example/"), 1));
    List<AtomicInteger> open = List.of(new AtomicInteger(), new AtomicInteger());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Boolean>> users = new ArrayList<>();
      for (int user = 0; user < threads; user++) {
        Random random = new Random(seed + user);
        users.add(
            () -> {
              boolean kept = true;
              for (int i = 0; i < 50; i++) {
                List<Mirror> ranking = new ArrayList<>(mirrors);
                Collections.shuffle(ranking, random);
                List<Mirror> wanted = ranking.subList(0, 1 + random.nextInt(2));
                try (Slot slot = desk.take(preferring(wanted))) {
                  int mirror = mirrors.indexOf(slot.mirror());
                  kept &= wanted.contains(slot.mirror());
                  kept &= open.get(mirror).incrementAndGet() <= slot.mirror().connections();
                  Thread.onSpinWait();
                  open.get(mirror).decrementAndGet();
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
  void takesTheBestRankedMirrorThatIsFree() throws Exception {
    SlotDesk desk = new SlotDesk();
    try (Slot first = desk.take(preferring(List.of(A, B)));
        Slot second = desk.take(preferring(List.of(A, B)))) {
      assertThat(first.mirror()).isEqualTo(A);
      assertThat(second.mirror()).isEqualTo(B);
    }
  }

  @Test
  void countsMirrorsOnOneHostAndPortAsOneWithTheSmallestCap() throws Exception {
    SlotDesk desk = new SlotDesk();
    Mirror sameHost = new Mirror(URI.create("ftp://A.example:21/y/"), 5);
    Mirror otherPort = new Mirror(URI.create("ftp://a.example:2121/"), 1);
    try (Slot first = desk.take(preferring(List.of(A)));
        Slot second = desk.take(preferring(List.of(sameHost, otherPort)))) {
      assertThat(first.mirror()).isEqualTo(A);
      assertThat(second.mirror()).isEqualTo(otherPort);
    }
  }

  @Test
  void sharesSlotsAmongCopiesOfOneRun() throws Exception {
    MirrorSlots slots = MirrorSlots.inProcess("SlotDeskTest.shares");
    MirrorSlots copy = SerializableUtils.clone(slots);
    Slot taken = slots.take(A);
    FutureTask<Mirror> waiting = waiting(copy);
    Thread thread = start(waiting);
    awaitWaiting(thread);
    taken.close();
    taken.close();
    assertThat(waiting.get()).isEqualTo(A);
  }

  @Test
  void servesWhoWaitsLongestFirst() throws Exception {
    MirrorSlots slots = MirrorSlots.inProcess("SlotDeskTest.longest");
    Slot taken = slots.take(A);
    List<Integer> served = Collections.synchronizedList(new ArrayList<>());
    List<FutureTask<Boolean>> waiters = new ArrayList<>();
    for (int i : IntStream.range(0, 6).toArray()) {
      FutureTask<Boolean> waiter =
          new FutureTask<>(
              () -> {
                try (Slot slot = slots.take(A)) {
                  return served.add(i);
                }
              });
      awaitWaiting(start(waiter));
      waiters.add(waiter);
    }
    taken.close();
    for (FutureTask<Boolean> waiter : waiters) {
      waiter.get();
    }
    assertThat(served).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void servesWhoHasMostToFetchFirstAndGrantsWishesInTheirTurn() throws Exception {
    SlotDesk desk = new SlotDesk();
    Slot taken = desk.take(preferring(List.of(A)));
    Wish small = desk.wish(wanting(1));
    Wish large = desk.wish(wanting(2));
    assertThat(small.granted()).isNull();
    taken.close();
    assertThat(small.granted()).isNull();
    Slot granted = Objects.requireNonNull(large.granted());
    large.close();
    assertThat(small.granted()).as("what was handed over is not given back").isNull();
    granted.close();
    small.close();
    try (Slot again = desk.take(preferring(List.of(A)))) {
      assertThat(again.mirror()).isEqualTo(A);
    }
  }

  @Test
  void lowersTheCapToWhatAMirrorAllowed() throws Exception {
    SlotDesk desk = new SlotDesk();
    Slot first = desk.take(preferring(List.of(B)));
    Slot second = desk.take(preferring(List.of(B)));
    second.refused();
    second.close();
    try (Wish third = desk.wish(preferring(List.of(B)))) {
      assertThat(third.granted()).isNull();
    }
    first.refused();
    first.close();
    try (Slot last = desk.take(preferring(List.of(B)))) {
      last.refused();
    }
    try (Slot one = desk.take(preferring(List.of(B)))) {
      assertThat(one.held()).isTrue();
    }
  }

  @Test
  void anInterruptedWaiterTakesNothing() throws Exception {
    MirrorSlots slots = MirrorSlots.inProcess("SlotDeskTest.interrupted");
    Slot taken = slots.take(A);
    FutureTask<Mirror> waiting = waiting(slots);
    Thread thread = start(waiting);
    awaitWaiting(thread);
    thread.interrupt();
    assertThatThrownBy(waiting::get).hasCauseInstanceOf(InterruptedException.class);
    taken.close();
    try (Slot again = slots.take(A)) {
      again.confirm();
      assertThat(again.held()).isTrue();
    }
  }

  @Test
  void refusesToConfirmASlotGivenBack() throws Exception {
    Slot slot = MirrorSlots.inProcess("SlotDeskTest.confirm").take(A);
    slot.close();
    assertThat(slot.held()).isFalse();
    assertThatThrownBy(slot::confirm)
        .isInstanceOf(IOException.class)
        .hasMessage("Cannot confirm the slot of a.example: it was given back");
  }

  private static FutureTask<Mirror> waiting(MirrorSlots slots) {
    return new FutureTask<>(
        () -> {
          try (Slot slot = slots.take(A)) {
            return slot.mirror();
          }
        });
  }

  private static Thread start(FutureTask<?> task) {
    Thread thread = new Thread(task);
    thread.start();
    return thread;
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  private static MirrorSlots.Preference wanting(long bytes) {
    return new MirrorSlots.Preference() {
      @Override
      public List<Mirror> ranked() {
        return List.of(A);
      }

      @Override
      public long bytes() {
        return bytes;
      }

      @Override
      public void taken(Mirror mirror) {}
    };
  }

  private static MirrorSlots.Preference preferring(List<Mirror> mirrors) {
    return new MirrorSlots.Preference() {
      @Override
      public List<Mirror> ranked() {
        return mirrors;
      }

      @Override
      public void taken(Mirror mirror) {}
    };
  }
}
