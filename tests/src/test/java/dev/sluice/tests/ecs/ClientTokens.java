package dev.sluice.tests.ecs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * API Reference, "Ensuring idempotency": the same token and the same parameters in one cluster give
 * the first answer again, its failures included, and nothing is done; other parameters are a
 * ConflictException. A token lasts for the lesser of 24 hours and the lifetime of its tasks and an
 * hour.
 */
final class ClientTokens {
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final Duration AFTER_TASK = Duration.ofHours(1);

  private final Map<String, Used> used = new HashMap<>();

  /** The answer that was given already. */
  Optional<ObjectNode> answer(RunTaskRequest request, Instant now) {
    Used before = used.get(key(request));
    if (request.clientToken().isEmpty() || before == null || before.isOver(now)) {
      return Optional.empty();
    }
    if (!before.request().parameters().equals(request.parameters())) {
      // API Reference, RunTask, Errors: resourceIds are the existing tasks of the token.
      throw AwsError.client(
              "ConflictException",
              "The provided clientToken is already in use with a different RunTask request.")
          .with("resourceIds", before.tasks().stream().map(EcsTask::arn).toList());
    }
    return Optional.of(before.answer());
  }

  void keep(RunTaskRequest request, ObjectNode answer, List<EcsTask> tasks, Instant now) {
    if (!request.clientToken().isEmpty()) {
      used.put(key(request), new Used(request, answer.deepCopy(), List.copyOf(tasks), now));
    }
  }

  private static String key(RunTaskRequest request) {
    return request.cluster() + " " + request.clientToken();
  }

  private record Used(RunTaskRequest request, ObjectNode answer, List<EcsTask> tasks, Instant at) {
    boolean isOver(Instant now) {
      return !now.isBefore(at.plus(LONGEST))
          || (!tasks.isEmpty() && tasks.stream().allMatch(task -> isLongOver(task, now)));
    }

    private static boolean isLongOver(EcsTask task, Instant now) {
      return task.time("stoppedAt")
          .map(stopped -> !now.isBefore(stopped.plus(AFTER_TASK)))
          .orElse(false);
    }
  }
}
