package dev.sluice.runners.ecs;

import dev.sluice.step.WorkerLine;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsAsyncClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/**
 * What the workers of a log group say, each line once. Their streams are read together, by sweeps
 * of FilterLogEvents, every {@value #PERIOD_SECONDS} s while there are any: events come late and
 * out of order, so a sweep begins before the last one did, by {@value #DEEP_SECONDS} s, or, where
 * that takes many pages, by {@value #SHALLOW_SECONDS} s with a deep one every {@value
 * #BETWEEN_DEEP_SECONDS} s. An event that is seen later than that after it came is lost to the
 * terminal. GetLogEvents, of which there are few a second, is for the end of a task alone.
 *
 * <p>Times are the log service's own, by when events came in: this machine's clock may be wrong. At
 * the beginning it may be by {@value #SKEW_MINUTES} min.
 *
 * <p>That AWS is busy slows this down, and nothing here fails a run. At most {@value #MOST_EVENTS}
 * events are remembered. For the event loop alone.
 */
final class LogTail {
  static final int DEEP_SECONDS = 30;
  static final int SHALLOW_SECONDS = 5;
  static final int BETWEEN_DEEP_SECONDS = 10;
  static final int MOST_EVENTS = 200_000;

  /** After the end of a task its last lines are waited for, at most so long. */
  static final Duration LAST_LINES = Duration.ofSeconds(15);

  private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);
  private static final int PERIOD_SECONDS = 2;
  private static final int SKEW_MINUTES = 10;

  /** The sweeps have them by then, as a rule: drivers send what they have every 5 s. */
  private static final Duration UNTIL_DRAIN = Duration.ofSeconds(6);

  private static final Duration BETWEEN_DRAINS = Duration.ofSeconds(2);

  /** CloudWatch Logs User Guide, "CloudWatch Logs quotas", where regions have the least. */
  private static final int FILTERS_A_SECOND = 5;

  private static final int GETS_A_SECOND = 10;

  private final EventLoop loop;
  private final CloudWatchLogsAsyncClient logs;
  private final String group;
  private final PacedCalls filters;
  private final PacedCalls gets;
  private final LogWindow window = new LogWindow(MOST_EVENTS);
  private final Map<String, Stream> streams = new HashMap<>();
  private boolean sweeping;
  private boolean toldFailure;

  /** The latest that an event came in, by the service's clock, in ms. */
  private long latest;

  /** The same when the last sweep began, and when the last deep one did. */
  private long latestAtSweep;

  private long latestAtDeep;
  private long lastDeep;
  private int pagesOfDeep;

  private static final class Stream {
    final String name;
    final Consumer<WorkerLine> lines;
    long said;
    long saidInAll = -1;
    @Nullable Runnable then;

    Stream(String name, Consumer<WorkerLine> lines) {
      this.name = name;
      this.lines = lines;
    }

    void take(String text, long timestamp) {
      Optional<WorkerLine> own = WorkerLine.parse(text);
      if (own.isPresent()) {
        said++;
        Long before = own.get().lines();
        saidInAll = before == null ? saidInAll : before + 1;
      }
      lines.accept(own.orElseGet(() -> WorkerLine.of(text, Instant.ofEpochMilli(timestamp))));
    }

    void finish() {
      Runnable once = then;
      then = null;
      if (once != null) {
        once.run();
      }
    }

    boolean isWhole() {
      return saidInAll >= 0 && said >= saidInAll;
    }
  }

  /**
   * One pass of FilterLogEvents.
   *
   * @param begun by the loop's time
   * @param start from when on it asks for events, in ms
   * @param before what {@code latestAtSweep} and {@code latestAtDeep} were before it
   */
  private record Sweep(long begun, long start, boolean deep, long before, long beforeDeep) {}

  /**
   * Of a group.
   *
   * @param now this machine's time, from which on events are looked for at first
   */
  LogTail(EventLoop loop, CloudWatchLogsAsyncClient logs, String group, Instant now) {
    this.loop = loop;
    this.logs = logs;
    this.group = group;
    long nanos = loop.nanoTime();
    this.filters =
        new PacedCalls(loop, TokenBucket.shareOf(FILTERS_A_SECOND, FILTERS_A_SECOND, nanos));
    this.gets = new PacedCalls(loop, TokenBucket.shareOf(GETS_A_SECOND, GETS_A_SECOND, nanos));
    this.latest = now.minus(Duration.ofMinutes(SKEW_MINUTES)).toEpochMilli();
    this.latestAtSweep = latest;
    this.latestAtDeep = latest;
    this.lastDeep = nanos - TimeUnit.SECONDS.toNanos(BETWEEN_DEEP_SECONDS);
  }

  /** Begins to pass the lines of a stream on, which may not be there yet, or never be. */
  void follow(String stream, Consumer<WorkerLine> lines) {
    streams.put(stream, new Stream(stream, lines));
    if (!sweeping) {
      sweeping = true;
      sweep();
    }
  }

  /**
   * Tells that the worker of a stream has ended.
   *
   * @param then called once all that it said was passed on, as far as that can be known: by its
   *     last line, or after {@link #LAST_LINES}, until when what comes after it is passed on, too
   */
  void end(String stream, Runnable then) {
    Stream ending = streams.get(stream);
    if (ending == null) {
      then.run();
      return;
    }
    ending.then = then;
    finishIfWhole(ending);
    loop.after(UNTIL_DRAIN, () -> drain(ending));
    loop.after(
        LAST_LINES,
        () -> {
          ending.finish();
          streams.remove(stream, ending);
        });
  }

  /** How many calls were made and not answered yet. */
  int unanswered() {
    return filters.unanswered() + gets.unanswered();
  }

  /** Events that are remembered. */
  int remembered() {
    return window.size();
  }

  private void sweep() {
    if (streams.isEmpty()) {
      sweeping = false;
      return;
    }
    long now = loop.nanoTime();
    boolean deep =
        pagesOfDeep <= 1 || now - lastDeep >= TimeUnit.SECONDS.toNanos(BETWEEN_DEEP_SECONDS);
    long start =
        deep
            ? latestAtDeep - TimeUnit.SECONDS.toMillis(DEEP_SECONDS)
            : latestAtSweep - TimeUnit.SECONDS.toMillis(SHALLOW_SECONDS);
    long from = Math.max(0, Math.max(start, window.floor()));
    Sweep sweep = new Sweep(now, from, deep, latestAtSweep, latestAtDeep);
    latestAtSweep = latest;
    if (deep) {
      lastDeep = now;
      latestAtDeep = latest;
      pagesOfDeep = 0;
    }
    page(sweep, null);
  }

  private void page(Sweep sweep, @Nullable String token) {
    FilterLogEventsRequest request =
        FilterLogEventsRequest.builder()
            .logGroupName(group)
            .startTime(sweep.start())
            .nextToken(token)
            .build();
    filters.make(
        () -> logs.filterLogEvents(request),
        answer -> {
          take(answer);
          if (sweep.deep()) {
            pagesOfDeep++;
          }
          if (answer.nextToken() != null) {
            page(sweep, answer.nextToken());
          } else {
            window.forgetBefore(latestAtDeep - TimeUnit.SECONDS.toMillis(DEEP_SECONDS));
            sweepAgain(sweep);
          }
        },
        failure -> {
          // What this sweep would have found, the next one has to.
          latestAtSweep = sweep.before();
          latestAtDeep = sweep.beforeDeep();
          tellFailure(failure);
          sweepAgain(sweep);
        });
  }

  private void sweepAgain(Sweep last) {
    long left = last.begun() + TimeUnit.SECONDS.toNanos(PERIOD_SECONDS) - loop.nanoTime();
    loop.after(Duration.ofNanos(Math.max(0, left)), this::sweep);
  }

  private void tellFailure(Throwable failure) {
    if (!toldFailure) {
      toldFailure = true;
      LOG.warn(
          "Cannot read what the workers say in log group {}: {} (expected permission for"
              + " logs:FilterLogEvents and logs:GetLogEvents); the run goes on",
          group,
          failure.getMessage());
    }
  }

  private void take(FilterLogEventsResponse page) {
    for (FilteredLogEvent event : page.events()) {
      latest = Math.max(latest, event.ingestionTime());
      Stream stream = streams.get(event.logStreamName());
      if (stream != null
          && window.isNew(
              new LogWindow.Event(
                  stream.name, event.timestamp(), event.ingestionTime(), event.message()),
              event.eventId())) {
        stream.take(event.message(), event.timestamp());
        finishIfWhole(stream);
      }
    }
  }

  /** What is no line of the worker's may still come then, and is not counted. */
  private static void finishIfWhole(Stream stream) {
    if (stream.isWhole()) {
      stream.finish();
    }
  }

  private void drain(Stream stream) {
    if (stream.then != null) {
      drain(stream, window.new Pass(), null);
    }
  }

  private void drain(Stream stream, LogWindow.Pass pass, @Nullable String token) {
    GetLogEventsRequest request =
        GetLogEventsRequest.builder()
            .logGroupName(group)
            .logStreamName(stream.name)
            .startFromHead(true)
            .startTime(Math.max(0, window.floor()))
            .nextToken(token)
            .build();
    gets.make(
        () -> logs.getLogEvents(request),
        answer -> {
          if (stream.then == null) {
            return; // The sweeps have found the rest, or time is up.
          }
          take(stream, pass, answer);
          finishIfWhole(stream);
          if (answer.nextForwardToken().equals(token)) {
            drainAgain(stream); // The end of what is there: GetLogEvents, nextForwardToken.
          } else {
            drain(stream, pass, answer.nextForwardToken());
          }
        },
        failure -> {
          if (!(failure instanceof ResourceNotFoundException)) {
            tellFailure(failure);
          }
          drainAgain(stream);
        });
  }

  private void drainAgain(Stream stream) {
    loop.after(BETWEEN_DRAINS, () -> drain(stream));
  }

  private void take(Stream stream, LogWindow.Pass pass, GetLogEventsResponse page) {
    for (OutputLogEvent event : page.events()) {
      if (pass.isNew(
          new LogWindow.Event(
              stream.name, event.timestamp(), event.ingestionTime(), event.message()))) {
        stream.take(event.message(), event.timestamp());
      }
    }
  }
}
