package dev.sluice.runners.ecs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.EcsAsyncClient;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Which tasks of a run there are that do not stop, by the place that each was told. Those who ask
 * at the same time share a search. For the event loop alone.
 */
final class TaskSearch {
  private static final Logger LOG = LoggerFactory.getLogger(TaskSearch.class);

  private final EcsSettings settings;
  private final EcsAsyncClient ecs;
  private final PacedCalls reads;
  private final Map<String, List<Consumer<Map<String, String>>>> askers = new LinkedHashMap<>();
  private final Set<String> underWay = new HashSet<>();

  TaskSearch(EcsSettings settings, EcsAsyncClient ecs, PacedCalls reads) {
    this.settings = settings;
    this.ecs = ecs;
    this.reads = reads;
  }

  /**
   * Looks for those that there are after this.
   *
   * @param then takes ARNs by place; none if ECS could not be asked
   */
  void find(String run, Consumer<Map<String, String>> then) {
    askers.computeIfAbsent(run, key -> new ArrayList<>()).add(then);
    begin(run);
  }

  private void begin(String run) {
    if (askers.containsKey(run) && underWay.add(run)) {
      List<Consumer<Map<String, String>>> served = askers.remove(run);
      list(
          run,
          null,
          new HashMap<>(),
          found -> {
            underWay.remove(run);
            if (served != null) {
              served.forEach(asker -> asker.accept(found));
            }
            begin(run);
          });
    }
  }

  /** startedBy has to be the only filter (API Reference, ListTasks); it lists what is to run. */
  private void list(
      String run,
      @Nullable String page,
      Map<String, String> found,
      Consumer<Map<String, String>> then) {
    ListTasksRequest request =
        ListTasksRequest.builder()
            .cluster(settings.cluster())
            .startedBy(run)
            .nextToken(page)
            .build();
    reads.make(
        () -> ecs.listTasks(request),
        answer ->
            describe(
                answer.taskArns(),
                found,
                () -> {
                  if (answer.nextToken() == null) {
                    then.accept(found);
                  } else {
                    list(run, answer.nextToken(), found, then);
                  }
                }),
        failure -> {
          LOG.warn("Cannot list tasks: {}", failure.getMessage());
          then.accept(found);
        });
  }

  /** As many as a page has: DescribeTasks takes no fewer. */
  private void describe(List<String> arns, Map<String, String> found, Runnable then) {
    if (arns.isEmpty()) {
      then.run();
      return;
    }
    DescribeTasksRequest request =
        DescribeTasksRequest.builder().cluster(settings.cluster()).tasks(arns).build();
    reads.make(
        () -> ecs.describeTasks(request),
        answer -> {
          answer.tasks().forEach(task -> found.putAll(places(task)));
          then.run();
        },
        failure -> {
          LOG.warn("Cannot describe tasks: {}", failure.getMessage());
          then.run();
        });
  }

  private Map<String, String> places(Task task) {
    Map<String, String> places = new HashMap<>();
    task.overrides().containerOverrides().stream()
        .filter(container -> settings.container().equals(container.name()))
        .filter(container -> !container.command().isEmpty())
        .forEach(container -> places.put(container.command().get(0), task.taskArn()));
    return places;
  }
}
