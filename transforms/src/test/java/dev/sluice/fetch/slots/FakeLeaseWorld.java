package dev.sluice.fetch.slots;

import dev.sluice.dump.Mirror;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.Versioned;
import dev.sluice.storage.VersionedFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Processes that share a folder of leases and a clock that is turned by hand. Turning it renews
 * what is due in each process that is not frozen.
 */
final class FakeLeaseWorld {
  static final LeaseTimes TIMES = LeaseTimes.standard();

  final URI folder;
  private final List<Actor> actors = new ArrayList<>();
  private long nanos = Long.MAX_VALUE - Duration.ofSeconds(90).toNanos(); // It may wrap.

  FakeLeaseWorld(Path folder) {
    this.folder = URI.create(folder.toUri() + "/").normalize();
  }

  Actor start() {
    Actor actor = new Actor();
    actors.add(actor);
    return actor;
  }

  void pass(Duration duration) {
    long step = Duration.ofMillis(500).toNanos();
    for (long left = duration.toNanos(); left > 0; left -= step) {
      nanos += Math.min(left, step);
      actors.forEach(Actor::renewDue);
    }
  }

  /** A process: its own desk, its own renewals, its own way to storage. */
  final class Actor implements Renewals {
    final Set<LeasedSlot> leases = new LinkedHashSet<>();
    final FlakyFiles files = new FlakyFiles();
    boolean frozen;

    /** Told at each pause of a waiter, before time passes. */
    Runnable whilePausing = () -> {};

    final LeaseDesk desk = new LeaseDesk(files, folder, TIMES, () -> nanos, this::pause, this);

    private void pause(Duration pause) {
      whilePausing.run();
      pass(pause);
    }

    private void renewDue() {
      if (!frozen) {
        leases.removeIf(lease -> !lease.held());
        leases.stream().filter(lease -> lease.untilDue() <= 0).toList().forEach(LeasedSlot::renew);
      }
    }

    @Nullable Slot look(Mirror... mirrors) throws Exception {
      return desk.look(preferring(List.of(mirrors)));
    }

    Slot take(Mirror... mirrors) throws Exception {
      return desk.take(preferring(List.of(mirrors)));
    }

    @Override
    public void add(LeasedSlot lease) {
      leases.add(lease);
    }

    @Override
    public void remove(LeasedSlot lease) {
      leases.remove(lease);
    }
  }

  static MirrorSlots.Preference preferring(List<Mirror> mirrors) {
    return new MirrorSlots.Preference() {
      @Override
      public List<Mirror> ranked() {
        return mirrors;
      }

      @Override
      public void taken(Mirror mirror) {}
    };
  }

  /** Counts requests; fails them after a number of them, before or after they had their effect. */
  static final class FlakyFiles implements VersionedFiles {
    private static final long serialVersionUID = 1;

    private final VersionedFiles files = new LocalStorage();
    int requests;
    int failAfter = Integer.MAX_VALUE;
    boolean withEffect;

    /** Told when a request was made and its answer is on the way. */
    transient Runnable beforeAnswer = () -> {};

    private interface Request<T> {
      T make() throws IOException;
    }

    private <T> T request(Request<T> request) throws IOException {
      if (requests++ < failAfter) {
        T answer = request.make();
        beforeAnswer.run();
        return answer;
      }
      if (withEffect) {
        request.make();
      }
      throw new IOException("storage is away");
    }

    @Override
    public Optional<Versioned> readVersioned(URI file) throws IOException {
      return request(() -> files.readVersioned(file));
    }

    @Override
    public Map<String, String> listVersions(URI folder) throws IOException {
      return request(() -> files.listVersions(folder));
    }

    @Override
    public Optional<String> createIfAbsent(URI file, String content) throws IOException {
      return request(() -> files.createIfAbsent(file, content));
    }

    @Override
    public Optional<String> replaceIfUnchanged(URI file, String content, String version)
        throws IOException {
      return request(() -> files.replaceIfUnchanged(file, content, version));
    }

    @Override
    public boolean deleteIfUnchanged(URI file, String version) throws IOException {
      return request(() -> files.deleteIfUnchanged(file, version));
    }
  }
}
