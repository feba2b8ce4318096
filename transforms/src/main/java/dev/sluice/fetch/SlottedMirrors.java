package dev.sluice.fetch;

import dev.sluice.dump.Mirror;
import dev.sluice.dump.MirrorAccess;
import dev.sluice.dump.MirrorFiles;
import dev.sluice.fetch.clients.MirrorBusyException;
import dev.sluice.fetch.clients.MirrorClient;
import dev.sluice.fetch.clients.MirrorClients;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.fetch.slots.Slot;
import java.io.IOException;
import java.util.List;

/** Connects to mirrors for listings, each connection under a slot. Waits while a mirror is busy. */
public final class SlottedMirrors implements MirrorAccess {
  private static final long serialVersionUID = 1;

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
    for (int attempt = 1; ; attempt++) {
      Slot slot = slots.take(mirror);
      boolean connected = false;
      try {
        MirrorFiles files = new SlottedFiles(clients.connect(mirror), slot);
        connected = true;
        return files;
      } catch (MirrorBusyException e) {
        if (attempt >= retries.busyAttempts()) {
          throw e;
        }
      } finally {
        if (!connected) {
          slot.close();
        }
      }
      retries.pause(attempt);
    }
  }

  private record SlottedFiles(MirrorClient client, Slot slot) implements MirrorFiles {
    @Override
    public List<Entry> list(String folder) throws IOException {
      return client.list(folder);
    }

    @Override
    public boolean listsAll() {
      return client.listsAll();
    }

    @Override
    public long length(String path) throws IOException {
      return client.length(path);
    }

    @Override
    public byte[] read(String path) throws IOException {
      return client.read(path);
    }

    @Override
    public void close() throws IOException {
      try {
        client.close();
      } finally {
        slot.close();
      }
    }
  }
}
