package dev.sluice.step;

import dev.sluice.storage.Stored;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The work of a heavy step: a plain function from a request to a result, over storage. The
 * in-process run, a worker elsewhere and a unit test all call this one function.
 *
 * <p>Requests and results are records with a JSON form ({@link Json}): they hold references to
 * stored files, never records of a dump. A function may be run again for the same request at any
 * time, also beside itself: it commits its output atomically, and the same request gives the same
 * bytes.
 *
 * @param <Q> the request
 * @param <R> the result
 */
public interface StepFunction<Q, R> extends Serializable {
  /** The step as the user knows it, such as {@code Download}. */
  String name();

  Class<Q> requestType();

  Class<R> resultType();

  /** What the work does with its time. */
  Load load();

  /** What a request is about, in a few words: a file's name, a part's name. */
  String subject(Q request);

  /**
   * How many bytes will pass the progress meter for a request, or -1 if that is not known
   * beforehand.
   */
  long expectedBytes(Q request);

  /** Version of the bytes that it makes: another one makes results of earlier versions void. */
  int format();

  /**
   * What the result for a request depends on, as a value with a JSON form: digests of its inputs
   * and its parameters, but not where anything is. Requests of the same identity have the same
   * result.
   */
  Object identity(Q request);

  /** The files that a result stands for: it counts as long as they are there. */
  List<? extends Stored> outputs(R result);

  /** The inputs that are of no more use once the result is written down. */
  List<URI> spent(Q request);

  /** What is to be taken for a request before it is launched elsewhere, if anything is. */
  default Optional<Reservations<Q>> reservations() {
    return Optional.empty();
  }

  /**
   * Does the work.
   *
   * @throws IOException when it cannot be done; the message is the one sentence that the user reads
   * @throws InterruptedException when the run is cancelled
   */
  R run(Q request, StepContext context) throws IOException, InterruptedException;
}
