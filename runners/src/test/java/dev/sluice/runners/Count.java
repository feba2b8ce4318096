package dev.sluice.runners;

import dev.sluice.step.Load;
import dev.sluice.step.Reservation;
import dev.sluice.step.Reservations;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepFunction;
import dev.sluice.storage.StoredFile;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A step that counts on, and tells which process did so; some numbers it does not like.
 *
 * @param name the step's name; "Wait" needs no core, and "Scarce" one of {@link #FREE}
 */
public record Count(String name) implements StepFunction<Count.Numeral, Count.Counted> {
  static final int FAILS = -1;
  static final int CRASHES = -2;
  static final int LEAVES_WITHOUT_RESULT = -3;

  static final Semaphore FREE = new Semaphore(0);

  /** How often one was given back. */
  static final AtomicInteger GIVEN_BACK = new AtomicInteger();

  /** What is counted on from. */
  public record Numeral(int value) {}

  /** The next one, and who says so. */
  public record Counted(int value, long pid) {}

  @Override
  public Class<Numeral> requestType() {
    return Numeral.class;
  }

  @Override
  public Class<Counted> resultType() {
    return Counted.class;
  }

  @Override
  public Optional<Reservations<Numeral>> reservations() {
    return name.equals("Scarce") ? Optional.of(new Permits()) : Optional.empty();
  }

  private record Permits() implements Reservations<Numeral> {
    @Override
    public Optional<Reservation> take(Numeral request) {
      return FREE.tryAcquire() ? Optional.of(of("permit " + request.value())) : Optional.empty();
    }

    @Override
    public Reservation of(String ticket) {
      return new Reservation() {
        @Override
        public String ticket() {
          return ticket;
        }

        @Override
        public void giveBack(boolean ended) {
          GIVEN_BACK.incrementAndGet();
          FREE.release(ended ? 1 : 0);
        }
      };
    }
  }

  @Override
  public Load load() {
    return name.equals("Wait") ? Load.WAITS : Load.COMPUTES;
  }

  @Override
  public String subject(Numeral number) {
    return "number " + number.value();
  }

  @Override
  public long expectedBytes(Numeral number) {
    return 42;
  }

  @Override
  public int format() {
    return 1;
  }

  @Override
  public Object identity(Numeral number) {
    return number;
  }

  @Override
  public List<StoredFile> outputs(Counted counted) {
    return List.of();
  }

  @Override
  public List<URI> spent(Numeral number) {
    return List.of();
  }

  @Override
  public Counted run(Numeral number, StepContext context) throws IOException {
    switch (number.value()) {
      case FAILS -> throw new IOException("Cannot count on from -1: it is cold (expected warmth)");
      case CRASHES -> {
        System.err.println("something broke");
        System.err.println("\tat some.where");
        Runtime.getRuntime().halt(137);
      }
      case LEAVES_WITHOUT_RESULT -> {
        System.err.println("no mood");
        Runtime.getRuntime().halt(0);
      }
      default -> context.meter().accept(42);
    }
    return new Counted(number.value() + 1, ProcessHandle.current().pid());
  }
}
