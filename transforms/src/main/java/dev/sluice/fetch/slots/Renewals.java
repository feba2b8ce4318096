package dev.sluice.fetch.slots;

/** Who sees to it that leases are renewed when they are due. */
interface Renewals {
  void add(LeasedSlot lease);

  /** Ends it; a renewal may be under way still. */
  void remove(LeasedSlot lease);
}
