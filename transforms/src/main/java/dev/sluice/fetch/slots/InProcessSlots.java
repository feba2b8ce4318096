package dev.sluice.fetch.slots;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Slots shared by all threads of this process, and by all copies that a runner makes of this value.
 *
 * @param run whose slots they are
 */
record InProcessSlots(String run) implements MirrorSlots {
  private static final Map<String, SlotDesk> DESKS = new ConcurrentHashMap<>();

  @Override
  public Slot take(Preference preference) throws InterruptedException {
    return DESKS.computeIfAbsent(run, id -> new SlotDesk()).take(preference);
  }
}
