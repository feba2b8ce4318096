package dev.sluice.step;

import java.io.IOException;
import java.util.Optional;

/**
 * Takes for requests what there is only so much of, before their work is launched where waiting has
 * a price.
 *
 * @param <Q> the request
 */
public interface Reservations<Q> {
  /** Takes what a request needs; empty if nothing of it is free now. Does not wait for it. */
  Optional<Reservation> take(Q request) throws IOException, InterruptedException;

  /** What somebody else has taken, such as an earlier driver of the run. */
  Reservation of(String ticket);
}
