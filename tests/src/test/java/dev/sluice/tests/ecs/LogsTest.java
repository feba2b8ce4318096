package dev.sluice.tests.ecs;

import static dev.sluice.tests.ecs.TestAccount.GROUP;
import static dev.sluice.tests.ecs.TestAccount.UNTIL_RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

final class LogsTest {
  private static final long NOW = TestAccount.START.toEpochMilli();
  private static final Duration SECOND = Duration.ofSeconds(1);

  private TestAccount account;

  @BeforeEach
  void open() throws IOException {
    account =
        TestAccount.open(
            launch ->
                Simulation.lasting(Duration.ofMinutes(1))
                    .saying(Duration.ZERO, "first")
                    .saying(SECOND, "second")
                    .saying(SECOND, "second")
                    .saying(Duration.ofSeconds(2), ""),
            settings -> settings.withQuotas(Quotas.none()));
  }

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void hasTheLinesOfTasks() {
    String arn = account.launch();
    String stream = "sluice/worker/" + arn.replaceAll(".*/", "");
    account.advance(Duration.ofMinutes(2));

    List<FilteredLogEvent> events = filter().events();
    assertThat(events)
        .extracting(FilteredLogEvent::message)
        .containsExactly("first", "second", "second");
    assertThat(events).extracting(FilteredLogEvent::logStreamName).containsOnly(stream);
    assertThat(events).extracting(FilteredLogEvent::eventId).doesNotHaveDuplicates();
    assertThat(events.get(1).timestamp()).isEqualTo(NOW + 27_000);
    assertThat(events.get(2).timestamp()).isEqualTo(NOW + 27_000);
    assertThat(get(stream, null).events())
        .extracting(OutputLogEvent::message)
        .containsExactly("first", "second", "second");
  }

  @Test
  void filtersByTimeAndStream() {
    put("a", NOW, "1", "2", "3"); // A ms apart.
    put("b", NOW, "4");
    assertThat(messages(r -> r.startTime(NOW + 1).endTime(NOW + 2))).containsExactly("2", "3");
    assertThat(messages(r -> r.endTime(NOW))).containsExactly("1", "4");
    assertThat(messages(r -> r.logStreamNames("b"))).containsExactly("4");
    assertThat(messages(r -> r.logStreamNamePrefix("a"))).containsExactly("1", "2", "3");
    assertInvalid(
        () -> filter(r -> r.logStreamNames("a").logStreamNamePrefix("a")), "mutually exclusive");
    assertInvalid(() -> filter(r -> r.limit(10_001)), "between 1 and 10000");
    assertInvalid(() -> filter(r -> r.filterPattern("ERROR")), "does not know filter patterns");
  }

  @Test
  void namesTheGroupOnce() {
    String arn = "arn:aws:logs:eu-west-1:123456789012:log-group:" + GROUP;
    put("a", NOW, "1");
    assertThat(account.logs.filterLogEvents(r -> r.logGroupIdentifier(arn)).events()).hasSize(1);
    assertInvalid(
        () -> account.logs.filterLogEvents(r -> r.logGroupIdentifier(arn).logGroupName(GROUP)),
        "Exactly one");
    assertInvalid(() -> account.logs.filterLogEvents(r -> {}), "Exactly one");
    assertThatThrownBy(() -> account.logs.filterLogEvents(r -> r.logGroupName("other")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("The specified log group does not exist.");
  }

  @Test
  void pagesHaveSoManyEventsAndSoManyBytes() {
    put("a", NOW, IntStream.range(0, 25).mapToObj(String::valueOf).toArray(String[]::new));
    List<String> all = new ArrayList<>();
    int pages = 0;
    for (FilterLogEventsResponse page :
        account.logs.filterLogEventsPaginator(r -> r.logGroupName(GROUP).limit(10))) {
      assertThat(page.events()).hasSizeLessThanOrEqualTo(10);
      page.events().forEach(event -> all.add(event.message()));
      pages++;
    }
    assertThat(pages).isEqualTo(3);
    assertThat(all).hasSize(25).doesNotHaveDuplicates();

    String long400k = "x".repeat(400_000);
    put("large", NOW + 1000, long400k, long400k);
    put("large2", NOW + 1000, long400k);
    FilterLogEventsResponse large = filter(r -> r.startTime(NOW + 1000));
    assertThat(large.events()).hasSize(2);
    assertThat(large.nextToken()).isNotNull();
  }

  @Test
  void pagesMayBeEmpty() {
    put("a", NOW, "1", "2", "3", "4");
    account.server.script().logs().emptyPages(2);
    List<Integer> sizes = new ArrayList<>();
    account
        .logs
        .filterLogEventsPaginator(r -> r.logGroupName(GROUP).limit(2))
        .forEach(page -> sizes.add(page.events().size()));
    assertThat(sizes).containsExactly(2, 0, 2);
  }

  @Test
  void eventsMayBeThereTwice() {
    put("a", NOW, "1", "2", "3", "4", "5", "6", "7", "8");
    account.server.script().logs().repeatEvents(0.5, 1);
    List<FilteredLogEvent> events = filter().events();
    assertThat(events).hasSizeGreaterThan(8);
    assertThat(new HashSet<>(events)).hasSize(8);
  }

  @Test
  void eventsMayBeLateAndOutOfOrder() {
    account.server.script().logs().delayEvents(SECOND, Duration.ofSeconds(20), 3);
    put("a", NOW, IntStream.range(0, 50).mapToObj(String::valueOf).toArray(String[]::new));
    assertThat(filter().events()).isEmpty();
    account.advance(Duration.ofSeconds(10));
    List<String> some = messages(r -> {});
    assertThat(some).hasSizeBetween(5, 45);
    account.advance(Duration.ofSeconds(11));
    List<String> all = messages(r -> {});
    assertThat(all).hasSize(50);
    assertThat(all.subList(0, some.size())).isNotEqualTo(some);
  }

  @Test
  void streamsMayBeLateOrNever() {
    account.server.script().logs().delayStreams(Duration.ofSeconds(10));
    String late = "sluice/worker/" + account.launch().replaceAll(".*/", "");
    account.advance(UNTIL_RUNNING.plusSeconds(5));
    assertThatThrownBy(() -> get(late, null)).isInstanceOf(ResourceNotFoundException.class);
    assertThat(filter().events()).isEmpty();
    account.advance(Duration.ofSeconds(5));
    assertThat(get(late, null).events()).hasSize(3);
    assertThat(filter().events()).hasSize(3);

    account.server.script().logs().loseStreams(stream -> true);
    String never = "sluice/worker/" + account.launch().replaceAll(".*/", "");
    account.advance(Duration.ofMinutes(5));
    assertThatThrownBy(() -> get(never, null)).isInstanceOf(ResourceNotFoundException.class);
    assertThat(filter().events()).hasSize(3);
  }

  @Test
  void theEndOfAStreamIsTheTokenThatCame() {
    put("a", NOW, "1", "2", "3");
    GetLogEventsResponse first =
        account.logs.getLogEvents(
            r -> r.logGroupName(GROUP).logStreamName("a").startFromHead(true).limit(2));
    assertThat(first.events()).extracting(OutputLogEvent::message).containsExactly("1", "2");
    GetLogEventsResponse second = get("a", first.nextForwardToken());
    assertThat(second.events()).extracting(OutputLogEvent::message).containsExactly("3");
    GetLogEventsResponse end = get("a", second.nextForwardToken());
    assertThat(end.events()).isEmpty();
    assertThat(end.nextForwardToken()).isEqualTo(second.nextForwardToken());

    put("a", NOW + 10, "4");
    assertThat(get("a", end.nextForwardToken()).events())
        .extracting(OutputLogEvent::message)
        .containsExactly("4");
    GetLogEventsResponse back =
        account.logs.getLogEvents(
            r -> r.logGroupName(GROUP).logStreamName("a").nextToken(second.nextBackwardToken()));
    assertThat(back.events()).extracting(OutputLogEvent::message).containsExactly("1", "2");
    GetLogEventsResponse start =
        account.logs.getLogEvents(
            r -> r.logGroupName(GROUP).logStreamName("a").nextToken(back.nextBackwardToken()));
    assertThat(start.events()).isEmpty();
    assertThat(start.nextBackwardToken()).isEqualTo(back.nextBackwardToken());
  }

  @Test
  void theLatestEventsComeFirstUnlessFromHead() {
    put("a", NOW, "1", "2", "3");
    assertThat(
            account
                .logs
                .getLogEvents(r -> r.logGroupName(GROUP).logStreamName("a").limit(2))
                .events())
        .extracting(OutputLogEvent::message)
        .containsExactly("2", "3");
    assertThat(
            account
                .logs
                .getLogEvents(
                    r ->
                        r.logGroupName(GROUP)
                            .logStreamName("a")
                            .startTime(NOW + 1)
                            .endTime(NOW + 2))
                .events())
        .extracting(OutputLogEvent::message)
        .containsExactly("2");
    String token = get("a", null).nextForwardToken();
    assertInvalid(
        () ->
            account.logs.getLogEvents(
                r -> r.logGroupName(GROUP).logStreamName("a").nextToken(token)),
        "startFromHead");
    assertInvalid(() -> get("a", "x/1"), "nextToken is invalid");
    assertInvalid(() -> account.logs.getLogEvents(r -> r.logGroupName(GROUP)), "logStreamName");
  }

  @Test
  void createsGroupsAndStreams() {
    account.logs.createLogGroup(r -> r.logGroupName("mine"));
    assertThatThrownBy(() -> account.logs.createLogGroup(r -> r.logGroupName("mine")))
        .isInstanceOf(ResourceAlreadyExistsException.class);
    assertInvalid(() -> account.logs.createLogGroup(r -> r.logGroupName("a b")), "pattern");
    account.logs.createLogStream(r -> r.logGroupName("mine").logStreamName("one"));
    assertThatThrownBy(
            () -> account.logs.createLogStream(r -> r.logGroupName("mine").logStreamName("one")))
        .isInstanceOf(ResourceAlreadyExistsException.class);
    assertInvalid(
        () -> account.logs.createLogStream(r -> r.logGroupName("mine").logStreamName("a:b")),
        "pattern");
    assertThat(account.logs.describeLogGroups(r -> r.logGroupNamePrefix("mi")).logGroups())
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.logGroupName()).isEqualTo("mine");
              assertThat(group.arn()).endsWith(":log-group:mine:*");
            });
  }

  @Test
  void describesStreamsInPagesOf50() {
    for (int i = 0; i < 60; i++) {
      put("s" + i, NOW + i, "x");
    }
    assertThat(account.logs.describeLogStreamsPaginator(r -> r.logGroupName(GROUP)).logStreams())
        .hasSize(60);
    assertThat(account.logs.describeLogStreams(r -> r.logGroupName(GROUP)).logStreams())
        .hasSize(50);
    var newest =
        account.logs.describeLogStreams(
            r -> r.logGroupName(GROUP).orderBy("LastEventTime").descending(true).limit(1));
    assertThat(newest.logStreams().get(0).logStreamName()).isEqualTo("s59");
    assertThat(newest.logStreams().get(0).lastEventTimestamp()).isEqualTo(NOW + 59);
    assertInvalid(
        () ->
            account.logs.describeLogStreams(
                r -> r.logGroupName(GROUP).orderBy("LastEventTime").logStreamNamePrefix("s")),
        "LastEventTime");
  }

  @Test
  void takesBatchesInOrder() {
    account.logs.createLogStream(r -> r.logGroupName(GROUP).logStreamName("a"));
    assertInvalid(() -> putAll(event(NOW + 1, "b"), event(NOW, "a")), "chronological order");
    assertInvalid(() -> putAll(event(NOW - 90_000_000, "a"), event(NOW, "b")), "24 hours");
    assertInvalid(() -> putAll(event(NOW, "")), "must not be empty");
    assertInvalid(this::putAll, "1 to 10000");
    assertInvalid(
        () -> putAll(event(NOW, "x".repeat(600_000)), event(NOW, "x".repeat(600_000))),
        "Upload too large");
    PutLogEventsResponse old = putAll(event(NOW - Duration.ofDays(15).toMillis(), "a"));
    assertThat(old.rejectedLogEventsInfo().tooOldLogEventEndIndex()).isEqualTo(1);
    PutLogEventsResponse early =
        putAll(event(NOW, "a"), event(NOW + Duration.ofHours(3).toMillis(), "b"));
    assertThat(early.rejectedLogEventsInfo().tooNewLogEventStartIndex()).isEqualTo(1);
    assertThat(filter().events()).extracting(FilteredLogEvent::message).containsExactly("a");
  }

  @Test
  void readsAreThrottled() throws IOException {
    try (TestAccount limited = TestAccount.open()) {
      for (int i = 0; i < 5; i++) {
        limited.logs.filterLogEvents(r -> r.logGroupName(GROUP));
      }
      assertThatThrownBy(() -> limited.logs.filterLogEvents(r -> r.logGroupName(GROUP)))
          .isInstanceOfSatisfying(
              CloudWatchLogsException.class,
              e -> {
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ThrottlingException");
                assertThat(e.isThrottlingException()).isTrue();
              });
      limited.advance(Duration.ofMillis(200));
      limited.logs.filterLogEvents(r -> r.logGroupName(GROUP));
    }
  }

  private void put(String stream, long from, String... messages) {
    boolean known =
        account
            .logs
            .describeLogStreams(r -> r.logGroupName(GROUP).logStreamNamePrefix(stream))
            .logStreams()
            .stream()
            .anyMatch(s -> s.logStreamName().equals(stream));
    if (!known) {
      account.logs.createLogStream(r -> r.logGroupName(GROUP).logStreamName(stream));
    }
    account.logs.putLogEvents(
        r ->
            r.logGroupName(GROUP)
                .logStreamName(stream)
                .logEvents(
                    IntStream.range(0, messages.length)
                        .mapToObj(i -> event(from + i, messages[i]))
                        .toList()));
  }

  private PutLogEventsResponse putAll(InputLogEvent... events) {
    return account.logs.putLogEvents(
        r -> r.logGroupName(GROUP).logStreamName("a").logEvents(events));
  }

  private static InputLogEvent event(long timestamp, String message) {
    return InputLogEvent.builder().timestamp(timestamp).message(message).build();
  }

  private FilterLogEventsResponse filter() {
    return filter(r -> {});
  }

  private FilterLogEventsResponse filter(Consumer<FilterLogEventsRequest.Builder> changes) {
    return account.logs.filterLogEvents(
        r -> {
          r.logGroupName(GROUP);
          changes.accept(r);
        });
  }

  private List<String> messages(Consumer<FilterLogEventsRequest.Builder> changes) {
    return filter(changes).events().stream().map(FilteredLogEvent::message).toList();
  }

  private GetLogEventsResponse get(String stream, @Nullable String token) {
    return account.logs.getLogEvents(
        r -> r.logGroupName(GROUP).logStreamName(stream).startFromHead(true).nextToken(token));
  }

  private static void assertInvalid(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(message);
  }
}
