package dev.sluice.tests.ecs;

import static dev.sluice.tests.ecs.Shape.Type.BOOLEAN;
import static dev.sluice.tests.ecs.Shape.Type.INTEGER;
import static dev.sluice.tests.ecs.Shape.Type.LONG;
import static dev.sluice.tests.ecs.Shape.Type.STRING;
import static dev.sluice.tests.ecs.Shape.Type.STRUCTURES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Log groups, and the actions on them but for the reading of events. */
final class Logs {
  /** API Reference, CreateLogGroup and CreateLogStream: guidelines for names. */
  private static final Pattern GROUP = Pattern.compile("[.\\-_/#A-Za-z0-9]{1,512}");

  private static final Pattern STREAM = Pattern.compile("[^:*]{1,512}");

  /** API Reference, DescribeLogGroups and DescribeLogStreams, limit: 1 to 50, 50 by default. */
  private static final int MOST_LISTED = 50;

  /** API Reference, PutLogEvents: the constraints of a batch. */
  private static final int MOST_EVENTS = 10_000;

  private static final int MOST_BYTES = 1_048_576;
  private static final Duration OLDEST = Duration.ofDays(14);
  private static final Duration NEWEST = Duration.ofHours(2);
  private static final Duration LONGEST = Duration.ofHours(24);

  private static final Shape EVENT =
      new Shape().required(LONG, "timestamp").required(STRING, "message");
  private static final Shape PUT =
      new Shape()
          .required(STRING, "logGroupName", "logStreamName")
          .required(STRUCTURES, "logEvents")
          .nested("logEvents", STRUCTURES, EVENT);
  private static final Shape CREATE_STREAM =
      new Shape().required(STRING, "logGroupName", "logStreamName");
  private static final Shape CREATE_GROUP = new Shape().required(STRING, "logGroupName");
  private static final Shape GROUPS =
      new Shape()
          .optional(STRING, "logGroupNamePrefix", "logGroupNamePattern", "nextToken")
          .optional(INTEGER, "limit");
  private static final Shape STREAMS =
      new Shape()
          .optional(STRING, "logGroupName", "logGroupIdentifier", "logStreamNamePrefix")
          .optional(STRING, "orderBy", "nextToken")
          .optional(BOOLEAN, "descending")
          .optional(INTEGER, "limit");

  private final World world;
  private final Arns arns;
  private final LogFaults faults;
  private final NavigableMap<String, LogGroup> groups = new TreeMap<>();

  Logs(World world, Arns arns, List<String> groups, LogFaults faults) {
    this.world = world;
    this.arns = arns;
    this.faults = faults;
    groups.forEach(this::create);
  }

  boolean hasGroup(String name) {
    return groups.containsKey(name);
  }

  LogStream open(String group, String stream) {
    return group(group).open(stream);
  }

  LogFaults faults() {
    return faults;
  }

  private void create(String name) {
    groups.put(name, new LogGroup(name, world, faults));
  }

  /** "You must include either logGroupIdentifier or logGroupName, but not both." */
  LogGroup of(JsonNode request) {
    if (request.has("logGroupName") == request.has("logGroupIdentifier")) {
      throw AwsError.invalid(
          "Exactly one of logGroupName and logGroupIdentifier must be specified.");
    }
    String identifier = request.path("logGroupIdentifier").asText("");
    String prefix = arns.logGroup("");
    return group(
        identifier.isEmpty()
            ? request.path("logGroupName").asText()
            : identifier.startsWith(prefix) ? identifier.substring(prefix.length()) : identifier);
  }

  private LogGroup group(String name) {
    LogGroup group = groups.get(name);
    if (group == null) {
      throw notFound("The specified log group does not exist.");
    }
    return group;
  }

  LogStream stream(LogGroup group, String name) {
    LogStream stream = group.streams().get(name);
    if (stream == null) {
      throw notFound("The specified log stream does not exist.");
    }
    return stream;
  }

  private static AwsError notFound(String message) {
    return AwsError.client("ResourceNotFoundException", message);
  }

  ObjectNode createGroup(JsonNode request) {
    CREATE_GROUP.check(request);
    String name = named(request, "logGroupName", GROUP);
    if (groups.containsKey(name)) {
      throw AwsError.client(
          "ResourceAlreadyExistsException", "The specified log group already exists");
    }
    create(name);
    return JsonNodeFactory.instance.objectNode();
  }

  ObjectNode createStream(JsonNode request) {
    CREATE_STREAM.check(request);
    LogGroup group = of(request);
    String name = named(request, "logStreamName", STREAM);
    if (group.streams().containsKey(name)) {
      throw AwsError.client(
          "ResourceAlreadyExistsException", "The specified log stream already exists");
    }
    group.streams().put(name, new LogStream(group, name, now()));
    return JsonNodeFactory.instance.objectNode();
  }

  private static String named(JsonNode request, String member, Pattern pattern) {
    String name = request.path(member).asText();
    if (!pattern.matcher(name).matches()) {
      throw AwsError.invalid(
          "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must satisfy regular expression pattern: %s"
              .formatted(name, member, pattern));
    }
    return name;
  }

  ObjectNode put(JsonNode request) {
    PUT.check(request);
    LogGroup group = of(request);
    LogStream stream = stream(group, request.path("logStreamName").asText());
    JsonNode batch = request.path("logEvents");
    checkBatch(batch);
    long oldest = now() - OLDEST.toMillis();
    long newest = now() + NEWEST.toMillis();
    int tooOld = 0;
    int tooNew = batch.size();
    for (int i = 0; i < batch.size(); i++) {
      long timestamp = batch.get(i).path("timestamp").asLong();
      if (timestamp < oldest) {
        tooOld = i + 1;
      } else if (timestamp > newest) {
        tooNew = Math.min(tooNew, i);
      } else {
        long seen = now() + faults.delay().toMillis();
        group.put(stream, timestamp, batch.get(i).path("message").asText(), seen);
      }
    }
    return accepted(tooOld, tooNew, batch.size());
  }

  private static ObjectNode accepted(int tooOld, int tooNew, int size) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("nextSequenceToken", "0");
    if (tooOld > 0) {
      answer.withObject("/rejectedLogEventsInfo").put("tooOldLogEventEndIndex", tooOld);
    }
    if (tooNew < size) {
      answer.withObject("/rejectedLogEventsInfo").put("tooNewLogEventStartIndex", tooNew);
    }
    return answer;
  }

  private static void checkBatch(JsonNode batch) {
    if (batch.isEmpty() || batch.size() > MOST_EVENTS) {
      throw AwsError.invalid("A batch has 1 to %d log events.".formatted(MOST_EVENTS));
    }
    long bytes = 0;
    long last = Long.MIN_VALUE;
    for (JsonNode event : batch) {
      long timestamp = event.path("timestamp").asLong();
      if (timestamp < last) {
        throw AwsError.invalid(
            "Log events in a single PutLogEvents request must be in chronological order.");
      }
      last = timestamp;
      if (event.path("message").asText().isEmpty()) {
        throw AwsError.invalid("Log event message must not be empty.");
      }
      bytes += new LogEvent(0, 0, 0, "", event.path("message").asText(), 0).size();
    }
    if (bytes > MOST_BYTES) {
      throw AwsError.invalid(
          "Upload too large: %d bytes exceeds limit of %d".formatted(bytes, MOST_BYTES));
    }
    if (last - batch.get(0).path("timestamp").asLong() > LONGEST.toMillis()) {
      throw AwsError.invalid(
          "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
    }
  }

  ObjectNode describeGroups(JsonNode request) {
    GROUPS.check(request);
    if (request.has("logGroupNamePrefix") && request.has("logGroupNamePattern")) {
      throw AwsError.invalid("logGroupNamePrefix and logGroupNamePattern are mutually exclusive.");
    }
    String prefix = request.path("logGroupNamePrefix").asText("");
    String pattern = request.path("logGroupNamePattern").asText("");
    List<String> names =
        groups.keySet().stream()
            .filter(name -> name.startsWith(prefix) && name.contains(pattern))
            .toList();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode found = answer.putArray("logGroups");
    for (String name : page(request, names, answer)) {
      found
          .addObject()
          .put("logGroupName", name)
          .put("creationTime", group(name).created())
          .put("metricFilterCount", 0)
          .put("arn", arns.logGroup(name) + ":*")
          .put("logGroupArn", arns.logGroup(name))
          .put("storedBytes", 0)
          .put("logGroupClass", "STANDARD");
    }
    return answer;
  }

  ObjectNode describeStreams(JsonNode request) {
    STREAMS.check(request);
    LogGroup group = of(request);
    boolean byTime = "LastEventTime".equals(request.path("orderBy").asText("LogStreamName"));
    if (byTime && request.has("logStreamNamePrefix")) {
      throw AwsError.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
    String prefix = request.path("logStreamNamePrefix").asText("");
    List<LogStream> streams = new ArrayList<>(group.streams().values());
    streams.removeIf(stream -> !stream.name().startsWith(prefix));
    if (byTime) {
      streams.sort(Comparator.comparingLong(stream -> lastSeen(group, stream)));
    }
    if (request.path("descending").asBoolean(false)) {
      Collections.reverse(streams);
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode found = answer.putArray("logStreams");
    for (String name : page(request, streams.stream().map(LogStream::name).toList(), answer)) {
      found.add(describe(group, stream(group, name)));
    }
    return answer;
  }

  private ObjectNode describe(LogGroup group, LogStream stream) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("logStreamName", stream.name())
            .put("creationTime", stream.created())
            .put("arn", arns.logGroup(group.name()) + ":log-stream:" + stream.name())
            .put("storedBytes", 0);
    Predicate<LogEvent> seen = group::isSeen;
    Optional<LogEvent> first = stream.events().stream().filter(seen).findFirst();
    first.ifPresent(
        event ->
            json.put("firstEventTimestamp", event.timestamp())
                .put("lastEventTimestamp", lastSeen(group, stream))
                .put("lastIngestionTime", event.ingestion()));
    return json;
  }

  private static long lastSeen(LogGroup group, LogStream stream) {
    return stream.events().descendingSet().stream()
        .filter(group::isSeen)
        .findFirst()
        .map(LogEvent::timestamp)
        .orElse(0L);
  }

  private static List<String> page(JsonNode request, List<String> all, ObjectNode answer) {
    int most = request.path("limit").asInt(MOST_LISTED);
    if (most < 1 || most > MOST_LISTED) {
      throw AwsError.invalid("limit must be between 1 and %d.".formatted(MOST_LISTED));
    }
    ObjectNode same = request.deepCopy();
    same.remove("nextToken");
    int from =
        request.has("nextToken")
            ? all.indexOf(PageToken.last(request.path("nextToken").asText(), same.toString())) + 1
            : 0;
    int to = Math.min(all.size(), from + most);
    if (to < all.size()) {
      answer.put("nextToken", PageToken.after(all.get(to - 1), same.toString()));
    }
    return all.subList(from, to);
  }

  private long now() {
    return world.now().toEpochMilli();
  }
}
