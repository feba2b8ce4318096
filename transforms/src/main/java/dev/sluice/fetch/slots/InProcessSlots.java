package dev.sluice.fetch.slots;

import dev.sluice.step.PerRun;

/**
 * Slots shared by all threads of this process, and by all copies that a runner makes of this value.
 *
 * @param run whose slots they are
 */
record InProcessSlots(String run) implements MirrorSlots {
  private static final PerRun<SlotDesk> DESKS = PerRun.of(SlotDesk::new);

  @Override
  public Slot take(Preference preference) throws InterruptedException {
    return DESKS.of(run).take(preference);
  }

  @Override
  public boolean servesLargestFirst() {
    return true;
  }

  @Override
  public Wish wish(Preference preference) {
    return DESKS.of(run).wish(preference);
  }
}
