package dev.sluice.runners.ecs;

import dev.sluice.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees in storage which tasks have left an outcome: one listing for all tasks of a run. Storage
 * blocks, so it is asked on a thread of its own, by one look at a time. For the event loop alone.
 */
final class OutcomeWatch {
  private static final Logger LOG = LoggerFactory.getLogger(OutcomeWatch.class);

  private final Executor loop;
  private final Executor blocking;
  private boolean looking;

  /**
   * Nothing seen yet.
   *
   * @param blocking where storage is asked
   */
  OutcomeWatch(Executor loop, Executor blocking) {
    this.loop = loop;
    this.blocking = blocking;
  }

  /**
   * Looks, unless a look is under way.
   *
   * @param then takes the tasks whose outcome is there, on the loop
   */
  void look(Collection<EcsTask> tasks, Consumer<EcsTask> then) {
    if (looking || tasks.isEmpty()) {
      return;
    }
    looking = true;
    Map<URI, EcsTask> byOutcome = new LinkedHashMap<>();
    Map<URI, Storage> folders = new LinkedHashMap<>();
    for (EcsTask task : tasks) {
      byOutcome.put(task.task.outcome(), task);
      folders.put(task.task.outcomes(), task.storage);
    }
    blocking.execute(
        () -> {
          Set<URI> there = new HashSet<>();
          try {
            list(folders, there);
          } finally {
            loop.execute(() -> seen(byOutcome, there, then));
          }
        });
  }

  private void seen(Map<URI, EcsTask> byOutcome, Set<URI> there, Consumer<EcsTask> then) {
    looking = false;
    byOutcome.forEach(
        (outcome, task) -> {
          if (there.contains(outcome)) {
            then.accept(task);
          }
        });
  }

  private static void list(Map<URI, Storage> folders, Set<URI> there) {
    for (Map.Entry<URI, Storage> folder : folders.entrySet()) {
      try {
        there.addAll(folder.getValue().list(folder.getKey()));
      } catch (IOException | RuntimeException e) {
        LOG.warn("Cannot look for results; it is tried again: {}", e.getMessage());
      }
    }
  }
}
