package dev.sluice.runners.ecs;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Calls of one class, in turn, no faster than their quota. One that is throttled holds all of them
 * back, for longer each time, and is made again for ever: that AWS is busy fails nothing. One that
 * was not answered, or that AWS failed at, is made again word for word, {@value #MOST_TRIES} times
 * in all. For the event loop alone.
 */
final class PacedCalls {
  private static final Logger LOG = LoggerFactory.getLogger(PacedCalls.class);
  private static final int MOST_TRIES = 10;
  private static final long LEAST_PAUSE = TimeUnit.SECONDS.toNanos(1);
  private static final long MOST_PAUSE = TimeUnit.SECONDS.toNanos(30);
  private static final int SERVER_ERROR = 500;

  private final EventLoop loop;
  private final TokenBucket bucket;
  private final Deque<Call<?>> queue = new ArrayDeque<>();
  private long pause = LEAST_PAUSE;
  private long heldUntil;
  private boolean waiting;
  private int unanswered;

  private static final class Call<T> {
    final Supplier<? extends CompletionStage<T>> request;
    final Consumer<T> then;
    final Consumer<Throwable> failed;
    int tries;

    Call(
        Supplier<? extends CompletionStage<T>> request,
        Consumer<T> then,
        Consumer<Throwable> failed) {
      this.request = request;
      this.then = then;
      this.failed = failed;
    }
  }

  PacedCalls(EventLoop loop, TokenBucket bucket) {
    this.loop = loop;
    this.bucket = bucket;
    this.heldUntil = loop.nanoTime();
  }

  /** How many calls were made and not answered yet. */
  int unanswered() {
    return unanswered;
  }

  /**
   * Makes a call as soon as its turn has come.
   *
   * @param request makes it, the same each time
   * @param then takes the answer, on the event loop
   * @param failed takes what is no use to try again, on the event loop
   */
  <T> void make(
      Supplier<? extends CompletionStage<T>> request,
      Consumer<T> then,
      Consumer<Throwable> failed) {
    queue.addLast(new Call<>(request, then, failed));
    drain();
  }

  private void drain() {
    while (!waiting && !queue.isEmpty()) {
      long now = loop.nanoTime();
      long wait = heldUntil - now > 0 ? heldUntil - now : bucket.take(now);
      if (wait > 0) {
        waiting = true;
        loop.after(Duration.ofNanos(wait), this::goOn);
      } else {
        start(queue.removeFirst());
      }
    }
  }

  private void goOn() {
    waiting = false;
    drain();
  }

  private <T> void start(Call<T> call) {
    call.tries++;
    unanswered++;
    CompletionStage<Void> unused =
        call.request
            .get()
            .handleAsync(
                (answer, failure) -> {
                  unanswered--;
                  if (failure == null) {
                    pause = LEAST_PAUSE;
                    call.then.accept(answer);
                  } else {
                    failed(call, cause(failure));
                  }
                  return null;
                },
                loop);
  }

  private void failed(Call<?> call, Throwable cause) {
    boolean throttled = isThrottling(cause);
    if (!throttled && (!isPassing(cause) || call.tries >= MOST_TRIES)) {
      call.failed.accept(cause);
      return;
    }
    LOG.debug("A call is made again", cause);
    if (throttled) {
      call.tries--;
    }
    heldUntil = loop.nanoTime() + pause + ThreadLocalRandom.current().nextLong(pause / 2);
    pause = Math.min(MOST_PAUSE, 2 * pause);
    queue.addFirst(call);
    drain();
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** AWS says so in several ways, inside the message of another exception among them. */
  static boolean isThrottling(Throwable failure) {
    if (failure instanceof AwsServiceException e && e.isThrottlingException()) {
      return true;
    }
    String said = String.valueOf(failure.getMessage());
    return said.contains("ThrottlingException")
        || said.contains("Rate exceeded")
        || said.contains("Request limit exceeded")
        || said.contains("RequestLimitExceeded")
        || said.contains("Too Many Requests");
  }

  private static boolean isPassing(Throwable failure) {
    return failure instanceof SdkClientException
        || (failure instanceof AwsServiceException e && e.statusCode() >= SERVER_ERROR);
  }
}
