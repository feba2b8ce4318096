package dev.sluice.runners;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * The jobs of one name: all runs into one folder have the same, so that one is found whose launcher
 * was killed.
 */
record FlinkJobs(FlinkMaster master, String name) {
  private static final Set<String> ENDED = Set.of("FINISHED", "FAILED", "CANCELED", "SUSPENDED");

  /** Whether a job in this state will do nothing any more. */
  static boolean hasEnded(String state) {
    return ENDED.contains(state);
  }

  /** The id of one that has not ended. */
  Optional<String> underWay() throws IOException, InterruptedException {
    return latest(false);
  }

  /** The id of the one that was submitted last. */
  Optional<String> latest() throws IOException, InterruptedException {
    return latest(true);
  }

  private Optional<String> latest(boolean ended) throws IOException, InterruptedException {
    JsonNode latest = null;
    for (JsonNode job : master.get("/jobs/overview").path("jobs")) {
      if (job.path("name").asText().equals(name)
          && (ended || !hasEnded(job.path("state").asText()))
          && (latest == null
              || job.path("start-time").asLong() > latest.path("start-time").asLong())) {
        latest = job;
      }
    }
    return Optional.ofNullable(latest).map(job -> job.path("jid").asText());
  }
}
