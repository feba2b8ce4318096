package dev.sluice.fetch;

import dev.sluice.dump.Mirror;
import dev.sluice.dump.MirrorAccess;
import dev.sluice.dump.MirrorFiles;
import dev.sluice.fetch.clients.MirrorBusyException;
import dev.sluice.fetch.clients.MirrorClient;
import dev.sluice.fetch.clients.MirrorClients;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.fetch.slots.Slot;
import dev.sluice.step.Interruption;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Connects to mirrors for listings, each connection under a slot. While a mirror is busy, waits
 * without one; it may say for how long, up to five minutes.
 */
public final class SlottedMirrors implements MirrorAccess {
  private static final long serialVersionUID = 1;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private final MirrorSlots slots;
  private final MirrorClients clients;
  private final Retries retries;

  /** Connections under these slots, with the standard clients and patience. */
  public SlottedMirrors(MirrorSlots slots) {
    this(slots, MirrorClients.standard(), Retries.standard());
  }

  SlottedMirrors(MirrorSlots slots, MirrorClients clients, Retries retries) {
    this.slots = slots;
    this.clients = clients;
    this.retries = retries;
  }

  @Override
  public MirrorFiles connect(Mirror mirror) throws IOException, InterruptedException {
    SlottedFiles files = new SlottedFiles(mirror);
    files.ask(client -> client);
    return files;
  }

  private interface Question<T> {
    T ask(MirrorClient client) throws IOException;
  }

  private final class SlottedFiles implements MirrorFiles {
    private final Mirror mirror;
    private @Nullable MirrorClient client;
    private @Nullable Slot slot;

    SlottedFiles(Mirror mirror) {
      this.mirror = mirror;
    }

    private <T> T ask(Question<T> question) throws IOException, InterruptedException {
      for (int attempt = 1; ; attempt++) {
        Duration wait;
        try {
          return question.ask(connected());
        } catch (MirrorBusyException e) {
          refused();
          wait = e.retryAfter().orElse(Duration.ZERO);
          if (attempt >= retries.busyAttempts() || wait.compareTo(LONGEST_WAIT) > 0) {
            throw e;
          }
        }
        retries.pause(attempt, wait);
      }
    }

    private MirrorClient connected() throws IOException, InterruptedException {
      if (client == null) {
        slot = slots.take(mirror);
        boolean busy = false;
        try {
          client = clients.connect(mirror);
        } catch (MirrorBusyException e) {
          busy = true; // Its slot is still to be told.
          throw e;
        } finally {
          if (client == null && !busy) {
            close();
          }
        }
      }
      return client;
    }

    private void refused() throws IOException {
      if (slot != null) {
        slot.refused();
      }
      close();
    }

    private <T> T answer(Question<T> question) throws IOException {
      try {
        return ask(question);
      } catch (InterruptedException e) {
        throw Interruption.of(e);
      }
    }

    @Override
    public List<Entry> list(String folder) throws IOException {
      return answer(files -> files.list(folder));
    }

    @Override
    public boolean listsAll() {
      return client != null && client.listsAll();
    }

    @Override
    public long length(String path) throws IOException {
      return answer(files -> files.length(path));
    }

    @Override
    public byte[] read(String path) throws IOException {
      return answer(files -> files.read(path));
    }

    @Override
    public void close() throws IOException {
      try {
        if (client != null) {
          client.close();
        }
      } finally {
        client = null;
        if (slot != null) {
          slot.close();
          slot = null;
        }
      }
    }
  }
}
