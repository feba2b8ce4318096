package dev.sluice.fetch.slots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dump.Mirror;
import dev.sluice.fetch.slots.FakeLeaseWorld.Actor;
import dev.sluice.storage.LocalStorage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mirror that refuses a connection to one process has fewer slots in all of them. */
class LoweredCapTest {
  private static final Mirror MIRROR = new Mirror(URI.create("ftp://a.example/"), 3);
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

  private int slotsLeft(Actor actor) throws Exception {
    int left = 0;
    world.pass(SECOND);
    while (actor.look(MIRROR) != null) {
      left++;
    }
    return left;
  }

  @Test
  void holdsInTheOthersAndInThoseThatStartLater() throws Exception {
    Slot first = one.take(MIRROR);
    Slot second = two.take(MIRROR);
    Slot third = one.take(MIRROR);
    third.refused();
    List.of(first, second, third).forEach(Slot::close);
    Slot again = two.take(MIRROR);
    assertThat(slotsLeft(two)).as("beside one that is taken").isEqualTo(1);
    Actor three = world.start();
    assertThat(slotsLeft(three)).isZero();
    again.close();
    assertThat(slotsLeft(three)).isEqualTo(1);
  }

  /** Its own process saw the other's lease last when there was none. */
  @Test
  void countsTheSlotsThatAreTakenWhenItIsRefused() throws Exception {
    Slot first = one.take(MIRROR);
    Slot second = two.take(MIRROR);
    first.refused();
    List.of(first, second).forEach(Slot::close);
    assertThat(slotsLeft(two)).isEqualTo(1);
  }

  @Test
  void isTheLowestThatAnyHasSeenAndNeverNone() throws Exception {
    Slot first = one.take(MIRROR);
    first.refused();
    first.refused();
    first.close();
    assertThat(slotsLeft(two)).isEqualTo(1);
  }

  @Test
  void isKeptByTheProcessWhereStorageFails() throws Exception {
    Slot first = one.take(MIRROR);
    one.files.failAfter = one.files.requests;
    first.refused();
    one.files.failAfter = Integer.MAX_VALUE;
    first.close();
    assertThat(slotsLeft(one)).isEqualTo(1);
    assertThat(slotsLeft(two)).as("of 3, one being taken").isEqualTo(2);
  }

  @Test
  void isAFileBesideTheLeases() throws Exception {
    Slot first = one.take(MIRROR);
    first.refused();
    first.close();
    URI folder = world.folder.resolve(MirrorHost.folderName(MirrorHost.of(MIRROR)) + "/");
    assertThat(new LocalStorage().listVersions(folder)).containsOnlyKeys("at-most-1");
  }
}
