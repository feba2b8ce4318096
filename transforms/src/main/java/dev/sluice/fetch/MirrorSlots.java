package dev.sluice.fetch;

import dev.sluice.dump.Mirror;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/**
 * Connections to mirrors, rationed: at no moment of a run are more slots of a mirror taken than its
 * {@link Mirror#connections()}. Mirrors on one host and port share one ration, the smallest that
 * any of them names.
 */
public interface MirrorSlots extends Serializable {
  /** The slots of a run of which every part runs in this process. */
  static MirrorSlots inProcess(String run) {
    return new InProcessSlots(run);
  }

  /** Which mirrors will do. Its methods are called under a lock: they return at once. */
  interface Preference {
    /** The mirrors that will do, the best first, never none; asked whenever there is a choice. */
    List<Mirror> ranked();

    /** Tells that a slot of this mirror is being handed over. */
    void taken(Mirror mirror);
  }

  /**
   * Waits until one of the preferred mirrors has a free slot and takes it; of several, the best
   * ranked. Who waits longest for a mirror is served first.
   *
   * @throws IOException if slots cannot be taken at all
   */
  Slot take(Preference preference) throws IOException, InterruptedException;

  /** Waits for a slot of this one mirror and takes it. */
  default Slot take(Mirror mirror) throws IOException, InterruptedException {
    return take(
        new Preference() {
          @Override
          public List<Mirror> ranked() {
            return List.of(mirror);
          }

          @Override
          public void taken(Mirror taken) {}
        });
  }
}
