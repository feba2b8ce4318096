package dev.sluice.tests.ecs;

import static dev.sluice.tests.ecs.Shape.Type.BOOLEAN;
import static dev.sluice.tests.ecs.Shape.Type.INTEGER;
import static dev.sluice.tests.ecs.Shape.Type.LONG;
import static dev.sluice.tests.ecs.Shape.Type.STRING;
import static dev.sluice.tests.ecs.Shape.Type.STRINGS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.function.Predicate;

/** FilterLogEvents and GetLogEvents, by the API Reference of CloudWatch Logs. */
final class LogReads {
  private static final int MOST_EVENTS = 10_000;

  /** FilterLogEvents, logStreamNames. */
  private static final int MOST_STREAMS = 100;

  private static final Shape FILTER =
      new Shape()
          .optional(STRING, "logGroupName", "logGroupIdentifier", "logStreamNamePrefix")
          .optional(STRING, "filterPattern", "nextToken")
          .optional(STRINGS, "logStreamNames")
          .optional(LONG, "startTime", "endTime")
          .optional(INTEGER, "limit")
          .optional(BOOLEAN, "interleaved", "unmask");
  private static final Shape GET =
      new Shape()
          .required(STRING, "logStreamName")
          .optional(STRING, "logGroupName", "logGroupIdentifier", "nextToken")
          .optional(LONG, "startTime", "endTime")
          .optional(INTEGER, "limit")
          .optional(BOOLEAN, "startFromHead", "unmask");

  private final Logs logs;

  LogReads(Logs logs) {
    this.logs = logs;
  }

  ObjectNode filter(JsonNode request) {
    FILTER.check(request);
    LogGroup group = logs.of(request);
    Predicate<LogEvent> streams = streams(request);
    if (!request.path("filterPattern").asText("").isBlank()) {
      throw AwsError.invalid("This server does not know filter patterns.");
    }
    long start = time(request, "startTime", 0);
    long end = time(request, "endTime", Long.MAX_VALUE);
    String same = withoutToken(request);
    String place =
        request.has("nextToken")
            ? PageToken.last(request.path("nextToken").asText(), same)
            : LogPage.place(LogEvent.before(start));
    LogPage page =
        logs.faults().emptiesPage()
            ? new LogPage(List.of(), true)
            : LogPage.of(
                group.events().tailSet(LogPage.place(place), false),
                // "Events with a timestamp later than this time are not returned."
                streams
                    .and(group::isSeen)
                    .and(event -> event.timestamp() >= start && event.timestamp() <= end),
                limit(request));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode found = answer.putArray("events");
    for (LogEvent event : page.events()) {
      add(found, event);
      if (logs.faults().repeats()) {
        add(found, event);
      }
    }
    // "As of May 15, 2020, … This parameter returns an empty list."
    answer.putArray("searchedLogStreams");
    if (page.more()) {
      List<LogEvent> read = page.events();
      String last = read.isEmpty() ? place : LogPage.place(read.get(read.size() - 1));
      answer.put("nextToken", PageToken.after(last, same));
    }
    return answer;
  }

  private static void add(ArrayNode found, LogEvent event) {
    found
        .addObject()
        .put("logStreamName", event.stream())
        .put("timestamp", event.timestamp())
        .put("message", event.message())
        .put("ingestionTime", event.ingestion())
        .put("eventId", event.id());
  }

  private static Predicate<LogEvent> streams(JsonNode request) {
    JsonNode names = request.path("logStreamNames");
    if (request.has("logStreamNames") && request.has("logStreamNamePrefix")) {
      throw AwsError.invalid("logStreamNames and logStreamNamePrefix are mutually exclusive.");
    }
    if (request.has("logStreamNames") && (names.isEmpty() || names.size() > MOST_STREAMS)) {
      throw AwsError.invalid("logStreamNames must have 1 to %d names.".formatted(MOST_STREAMS));
    }
    if (request.has("logStreamNames")) {
      Set<String> wanted = new HashSet<>();
      names.forEach(name -> wanted.add(name.asText()));
      return event -> wanted.contains(event.stream());
    }
    String prefix = request.path("logStreamNamePrefix").asText("");
    return event -> event.stream().startsWith(prefix);
  }

  ObjectNode get(JsonNode request) {
    GET.check(request);
    LogGroup group = logs.of(request);
    LogStream stream = logs.stream(group, request.path("logStreamName").asText());
    boolean fromHead = request.path("startFromHead").asBoolean(false);
    long start = time(request, "startTime", 0);
    long end = time(request, "endTime", Long.MAX_VALUE);
    // "Events with a timestamp equal to or later than this time are not included."
    Predicate<LogEvent> matches =
        event -> event.timestamp() >= start && event.timestamp() < end && group.isSeen(event);
    String token = request.path("nextToken").asText("");
    Place place = token.isEmpty() ? Place.start(fromHead, start) : Place.of(token, stream.name());
    if (!token.isEmpty() && place.forward() && !fromHead) {
      // startFromHead: "you must specify true" with a forward token.
      throw AwsError.invalid("startFromHead must be true with a nextForwardToken.");
    }
    NavigableSet<LogEvent> events =
        place.forward() ? stream.events() : stream.events().descendingSet();
    List<LogEvent> page =
        new ArrayList<>(
            logs.faults().emptiesPage()
                ? List.of()
                : LogPage.of(events.tailSet(place.event(), false), matches, limit(request))
                    .events());
    if (!place.forward()) {
      Collections.reverse(page);
    }
    return answer(page, place, stream.name());
  }

  /** At the end, in either direction, the token is the one that came. */
  private static ObjectNode answer(List<LogEvent> page, Place place, String stream) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode found = answer.putArray("events");
    for (LogEvent event : page) {
      found
          .addObject()
          .put("timestamp", event.timestamp())
          .put("message", event.message())
          .put("ingestionTime", event.ingestion());
    }
    LogEvent first = page.isEmpty() ? place.event() : page.get(0);
    LogEvent last = page.isEmpty() ? place.event() : page.get(page.size() - 1);
    return answer
        .put("nextForwardToken", new Place(true, last).token(stream))
        .put("nextBackwardToken", new Place(false, first).token(stream));
  }

  private static int limit(JsonNode request) {
    int limit = request.path("limit").asInt(MOST_EVENTS);
    if (limit < 1 || limit > MOST_EVENTS) {
      throw AwsError.invalid("limit must be between 1 and %d.".formatted(MOST_EVENTS));
    }
    return limit;
  }

  private static long time(JsonNode request, String member, long otherwise) {
    long time = request.path(member).asLong(otherwise);
    if (time < 0) {
      throw AwsError.invalid("%s must be 0 or later.".formatted(member));
    }
    return time;
  }

  private static String withoutToken(JsonNode request) {
    ObjectNode same = request.deepCopy();
    same.remove("nextToken");
    return same.toString();
  }

  /**
   * Where a page of a stream begins.
   *
   * @param forward whether what is later follows, or what is earlier
   * @param event which it does not have any more
   */
  private record Place(boolean forward, LogEvent event) {
    static Place start(boolean fromHead, long start) {
      return new Place(fromHead, LogEvent.before(fromHead ? start : Long.MAX_VALUE));
    }

    static Place of(String token, String stream) {
      if (!token.startsWith("f/") && !token.startsWith("b/")) {
        throw AwsError.invalid("The specified nextToken is invalid.");
      }
      return new Place(
          token.startsWith("f/"), LogPage.place(PageToken.last(token.substring(2), stream)));
    }

    String token(String stream) {
      return (forward ? "f/" : "b/") + PageToken.after(LogPage.place(event), stream);
    }
  }
}
