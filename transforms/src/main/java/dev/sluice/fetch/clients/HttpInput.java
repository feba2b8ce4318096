package dev.sluice.fetch.clients;

import dev.sluice.storage.ArrayInput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response as it comes, at most 1 MiB ahead of who reads it. A body that ends before
 * its length is told as an error by the client itself. Closing before the end closes the
 * connection.
 */
final class HttpInput extends ArrayInput implements Flow.Subscriber<List<ByteBuffer>> {
  /** The client's buffers are of 16 KiB. */
  private static final int AHEAD = 64;

  /** What a publisher gives: buffers, or the end, with its cause if it is none that should be. */
  private record Arrival(List<ByteBuffer> buffers, boolean last, @Nullable Throwable cause) {}

  private final Duration silence;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private Flow.@Nullable Subscription subscription;
  private @Nullable Arrival current;
  private int next;
  private boolean closed;

  private HttpInput(Duration silence) {
    this.silence = silence;
  }

  /** The body that a response gives. */
  static HttpInput of(Flow.Publisher<List<ByteBuffer>> body, Duration silence) {
    HttpInput input = new HttpInput(silence);
    body.subscribe(input);
    return input;
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription given) {
    if (closed) {
      given.cancel();
      return;
    }
    subscription = given;
    given.request(AHEAD);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    arrivals.add(new Arrival(buffers, false, null));
  }

  @Override
  public void onError(Throwable cause) {
    arrivals.add(new Arrival(List.of(), true, cause));
  }

  @Override
  public void onComplete() {
    arrivals.add(new Arrival(List.of(), true, null));
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    ByteBuffer buffer = buffer();
    if (buffer == null) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(bytes, offset, count);
    return count;
  }

  /** One with bytes in it; null at the end. */
  private @Nullable ByteBuffer buffer() throws IOException {
    while (true) {
      Arrival arrival = current == null ? await() : current;
      current = arrival;
      if (arrival.last()) {
        if (arrival.cause() != null) {
          throw new IOException(
              "broken off (%s)".formatted(arrival.cause().getMessage()), arrival.cause());
        }
        return null;
      }
      for (; next < arrival.buffers().size(); next++) {
        ByteBuffer buffer = arrival.buffers().get(next);
        if (buffer.hasRemaining()) {
          return buffer;
        }
      }
      current = null;
      next = 0;
      more();
    }
  }

  private synchronized void more() {
    if (subscription != null) {
      subscription.request(1);
    }
  }

  private Arrival await() throws IOException {
    try {
      Arrival arrival = arrivals.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
      if (arrival == null) {
        close();
        throw new IOException("nothing came for %s s".formatted(silence.toSeconds()));
      }
      return arrival;
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (subscription != null) {
      subscription.cancel();
    }
  }
}
