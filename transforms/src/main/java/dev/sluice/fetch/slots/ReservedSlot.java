package dev.sluice.fetch.slots;

import dev.sluice.step.FailureSentence;
import dev.sluice.step.Reservation;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A slot for a worker elsewhere. Until the worker takes it over it is this process's, and renewed
 * by it; then it is the worker's, who has the connection, and so stays or lapses with it.
 */
final class ReservedSlot implements Reservation {
  private static final Logger LOG = LoggerFactory.getLogger(ReservedSlot.class);

  private final @Nullable LeasedSlot slot;
  private final Lease lease;
  private final String ticket;

  /**
   * One that was reserved.
   *
   * @param slot null: by another process
   */
  ReservedSlot(@Nullable LeasedSlot slot, Lease lease, String ticket) {
    this.slot = slot;
    this.lease = lease;
    this.ticket = ticket;
  }

  @Override
  public String ticket() {
    return ticket;
  }

  @Override
  public void giveBack(boolean ended) {
    if (slot != null) {
      slot.close();
    }
    try {
      lease.giveBackLeft(ended);
    } catch (IOException e) {
      LOG.warn("Cannot give back the slot {}; it lapses: {}", lease, FailureSentence.of(e));
    }
  }
}
