package dev.sluice.fetch;

import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.Replica;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.step.Reservation;
import dev.sluice.step.Reservations;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reserves slots of mirrors that have a request's file: of the one that fewest were reserved of so
 * far, as nobody here learns how fast mirrors are.
 *
 * @param file of a request
 */
record SlotReservations<Q>(Function<Q, DumpFile> file, MirrorSlots slots, MirrorRates rates)
    implements Reservations<Q> {
  @Override
  public Optional<Reservation> take(Q request) throws IOException, InterruptedException {
    List<Mirror> mirrors =
        file.apply(request).replicas().stream().map(Replica::mirror).distinct().toList();
    return slots.reserve(
        new MirrorSlots.Preference() {
          @Override
          public List<Mirror> ranked() {
            return rates.ranked(mirrors);
          }

          @Override
          public void taken(Mirror mirror) {
            rates.begun(mirror);
          }
        });
  }

  @Override
  public Reservation of(String ticket) {
    return slots.reservation(ticket);
  }
}
