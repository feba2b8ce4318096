package dev.sluice.tests.ecs;

import static dev.sluice.tests.ecs.Shape.Type.INTEGER;
import static dev.sluice.tests.ecs.Shape.Type.STRING;
import static dev.sluice.tests.ecs.Shape.Type.STRINGS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The tasks of an account, and what reads tell of them. */
final class Tasks {
  /** API Reference, DescribeTasks: "stopped tasks appear … for at least one hour". */
  private static final Duration KEPT = Duration.ofHours(1);

  /** API Reference, DescribeTasks, tasks: "up to 100 task IDs or full ARN entries". */
  private static final int MOST_DESCRIBED = 100;

  /** API Reference, ListTasks, maxResults: "between 1 and 100", 100 if it is not given. */
  private static final int MOST_LISTED = 100;

  private static final Shape DESCRIBE =
      new Shape()
          .required(STRINGS, "tasks")
          .optional(STRING, "cluster")
          .optional(STRINGS, "include");
  private static final Shape LIST =
      new Shape()
          .optional(STRING, "cluster", "containerInstance", "family", "nextToken", "startedBy")
          .optional(STRING, "serviceName", "desiredStatus", "launchType")
          .optional(INTEGER, "maxResults");
  private static final List<String> FILTERS =
      List.of("containerInstance", "family", "serviceName", "desiredStatus", "launchType");

  private static final List<String> STATUSES = List.of("RUNNING", "PENDING", "STOPPED");

  private final World world;
  private final Arns arns;
  private final Duration unseen;
  private final Clusters clusters;
  private final Map<String, EcsTask> tasks = new LinkedHashMap<>();

  Tasks(World world, Arns arns, EcsSettings settings) {
    this.world = world;
    this.arns = arns;
    this.unseen = settings.unseen();
    this.clusters = new Clusters(arns, settings.clusters(), this::of);
  }

  Clusters clusters() {
    return clusters;
  }

  void add(EcsTask task) {
    tasks.put(task.arn(), task);
  }

  /** It is forgotten some time after it has stopped. */
  void hasStopped(EcsTask task) {
    world.after(KEPT, () -> tasks.remove(task.arn()));
  }

  Stream<EcsTask> all() {
    return tasks.values().stream();
  }

  Stream<EcsTask> of(String cluster) {
    return all().filter(task -> task.request().cluster().equals(cluster));
  }

  Optional<EcsTask> find(String cluster, String idOrArn) {
    String arn = idOrArn.startsWith("arn:") ? idOrArn : arns.task(cluster, idOrArn);
    return Optional.ofNullable(tasks.get(arn))
        .filter(task -> task.request().cluster().equals(cluster));
  }

  /** Reads are eventually consistent: a task is not seen at once. */
  private boolean isSeen(EcsTask task) {
    Instant created = task.time("createdAt").orElse(Instant.MIN);
    return !world.now().isBefore(created.plus(task.fate().unseen().orElse(unseen)));
  }

  ObjectNode describe(JsonNode request) {
    DESCRIBE.check(request);
    String cluster = clusters.of(request);
    JsonNode asked = request.path("tasks");
    if (asked.isEmpty()) {
      throw AwsError.invalid("Tasks cannot be empty.");
    }
    if (asked.size() > MOST_DESCRIBED) {
      throw AwsError.invalid("Tasks cannot have more than %d elements".formatted(MOST_DESCRIBED));
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode found = answer.putArray("tasks");
    boolean withTags = request.path("include").toString().contains("\"TAGS\"");
    ArrayNode failures = answer.putArray("failures");
    for (JsonNode one : asked) {
      Optional<EcsTask> task = find(cluster, one.asText()).filter(this::isSeen);
      if (task.isPresent()) {
        found.add(withTags ? task.get().describeWithTags() : task.get().describe());
      } else {
        // Developer Guide, "API failure reasons", DescribeTasks.
        String arn =
            one.asText().startsWith("arn:") ? one.asText() : arns.task(cluster, one.asText());
        failures.addObject().put("arn", arn).put("reason", "MISSING");
      }
    }
    return answer;
  }

  ObjectNode list(JsonNode request) {
    LIST.check(request);
    String cluster = clusters.of(request);
    int most = request.path("maxResults").asInt(MOST_LISTED);
    if (most < 1 || most > MOST_LISTED) {
      throw AwsError.invalid("maxResults must be between 1 and %d.".formatted(MOST_LISTED));
    }
    // API Reference, ListTasks, startedBy: "it must be the only filter that you use".
    if (request.has("startedBy") && FILTERS.stream().anyMatch(request::has)) {
      throw AwsError.invalid("When you specify startedBy as the filter, it must be the only one.");
    }
    String desired = request.path("desiredStatus").asText("RUNNING");
    if (!STATUSES.contains(desired)) {
      throw AwsError.invalid("desiredStatus %s is not known.".formatted(desired));
    }
    long last =
        request.has("nextToken")
            ? Long.parseLong(PageToken.last(request.path("nextToken").asText(), filters(request)))
            : -1;
    List<EcsTask> page =
        of(cluster)
            .filter(task -> task.number() > last && isSeen(task))
            .filter(task -> isAsked(task, request, desired))
            .limit(most + 1L)
            .toList();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode arns = answer.putArray("taskArns");
    page.stream().limit(most).map(EcsTask::arn).forEach(arns::add);
    if (page.size() > most) {
      answer.put(
          "nextToken",
          PageToken.after(String.valueOf(page.get(most - 1).number()), filters(request)));
    }
    return answer;
  }

  private static String filters(JsonNode request) {
    ObjectNode filters = request.deepCopy();
    filters.remove("nextToken");
    return filters.toString();
  }

  /** "The default status filter is RUNNING"; PENDING "doesn't return any results". */
  private static boolean isAsked(EcsTask task, JsonNode request, String desired) {
    return desired.equals(task.stops() ? "STOPPED" : "RUNNING")
        && matches(request, "startedBy", task.request().startedBy())
        && matches(request, "family", task.request().definition().family())
        && matches(request, "launchType", "FARGATE")
        && !request.has("serviceName")
        && !request.has("containerInstance");
  }

  private static boolean matches(JsonNode request, String filter, String value) {
    return !request.has(filter) || request.path(filter).asText().equals(value);
  }
}
