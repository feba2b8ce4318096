/**
 * Mirror slots: at no moment of a run more connections than a mirror allows, in one process ({@link
 * dev.sluice.fetch.slots.SlotDesk}) or over many by leases in storage ({@link
 * dev.sluice.fetch.slots.LeaseDesk}). Knows nothing of connections.
 */
@NullMarked
package dev.sluice.fetch.slots;

import org.jspecify.annotations.NullMarked;
