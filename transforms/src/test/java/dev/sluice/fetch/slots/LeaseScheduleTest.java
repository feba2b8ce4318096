package dev.sluice.fetch.slots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dump.Mirror;
import dev.sluice.fetch.slots.FakeLeaseWorld.Actor;
import dev.sluice.storage.LocalStorage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Processes that take and give back, freeze, come back, die and lose storage, in any order. */
class LeaseScheduleTest {
  private static final int STEPS = 300;

  private static final class Worker {
    final Actor actor;
    @Nullable Slot slot;

    Worker(Actor actor) {
      this.actor = actor;
    }

    void act(Random random, Mirror mirror) throws Exception {
      switch (random.nextInt(12)) {
        case 0 -> actor.frozen = !actor.frozen;
        case 1 -> actor.files.withEffect = random.nextBoolean();
        case 2 -> actor.files.failAfter = actor.files.requests + random.nextInt(3);
        case 3, 4 -> actor.files.failAfter = Integer.MAX_VALUE;
        default -> work(random, mirror);
      }
    }

    private void work(Random random, Mirror mirror) throws Exception {
      if (actor.frozen) {
        return;
      }
      Slot held = slot;
      try {
        if (held == null) {
          slot = actor.look(mirror);
        } else if (!held.held() || random.nextInt(8) == 0) {
          slot = null;
          try (held) {
            held.confirm();
          }
        }
      } catch (IOException e) {
        // Storage was away, or the slot was lost.
      }
    }

    boolean holds() {
      return slot != null && slot.held();
    }
  }

  @Property(tries = 30)
  void neverMoreHoldersThanTheCapAndEverySlotComesBack(
      @ForAll @IntRange(min = 1, max = 3) int cap, @ForAll long seed) throws Exception {
    Mirror mirror = new Mirror(URI.create("ftp://a.example/"), cap);
    Path folder = Files.createTempDirectory("slots");
    FakeLeaseWorld world = new FakeLeaseWorld(folder);
    Random random = new Random(seed);
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      workers.add(new Worker(world.start()));
    }
    for (int step = 0; step < STEPS; step++) {
      workers.get(random.nextInt(workers.size())).act(random, mirror);
      world.pass(Duration.ofMillis(random.nextInt(3) == 0 ? random.nextInt(20_000) : 100));
      assertThat(workers.stream().filter(Worker::holds).count()).isLessThanOrEqualTo(cap);
    }
    for (Worker worker : workers) {
      worker.actor.frozen = true;
    }
    Actor successor = world.start();
    List<Slot> slots = new ArrayList<>();
    int[] pauses = {0};
    successor.whilePausing = () -> pauses[0]++;
    for (int i = 0; i < cap; i++) {
      slots.add(successor.take(mirror));
    }
    assertThat(pauses[0]).isLessThanOrEqualTo(61);
    slots.forEach(Slot::close);
    try (var left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
    new LocalStorage().deleteFolder(folder.toUri());
  }
}
