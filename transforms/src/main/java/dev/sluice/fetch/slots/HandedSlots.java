package dev.sluice.fetch.slots;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The slots of a worker that whoever launched it has reserved one for: that one comes first. */
final class HandedSlots implements MirrorSlots {
  private static final long serialVersionUID = 1;

  private final LeasedSlots slots;
  private @Nullable String ticket;

  HandedSlots(LeasedSlots slots, String ticket) {
    this.slots = slots;
    this.ticket = ticket;
  }

  @Override
  public Slot take(Preference preference) throws IOException, InterruptedException {
    String unused = unusedTicket();
    Optional<Slot> handed = unused == null ? Optional.empty() : slots.takeOver(unused, preference);
    return handed.isPresent() ? handed.get() : slots.take(preference);
  }

  private synchronized @Nullable String unusedTicket() {
    String unused = ticket;
    ticket = null;
    return unused;
  }
}
