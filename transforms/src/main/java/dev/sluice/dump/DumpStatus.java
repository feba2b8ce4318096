package dev.sluice.dump;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.step.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A legacy dump's {@code dumpstatus.json}: what the origin's jobs wrote. A mirror's copy may be
 * older than the origin's.
 *
 * @param jobs by their names
 */
record DumpStatus(Map<String, Job> jobs) {
  /**
   * One job.
   *
   * @param status {@code done}, {@code in-progress}, {@code waiting}, {@code failed}, …
   * @param updated when it changed, as text that sorts by time
   */
  record Job(String status, String updated, Map<String, Written> files) {
    boolean done() {
      return status.equals("done");
    }

    /** Whether nothing more is to come of it. */
    boolean ended() {
      return done() || status.equals("skipped");
    }
  }

  /**
   * A file that a job wrote.
   *
   * @param bytes its length; -1 if not told
   */
  record Written(long bytes, List<Checksum> checksums) {}

  /** A file's length as its job wrote it; -1 if that is not told. */
  long bytes(String name) {
    for (Job job : jobs.values()) {
      Written written = job.files().get(name);
      if (written != null && written.bytes() >= 0) {
        return written.bytes();
      }
    }
    return -1;
  }

  static DumpStatus parse(byte[] json) throws IOException {
    JsonNode root = Json.value(new String(json, UTF_8), JsonNode.class);
    Map<String, Job> jobs = new LinkedHashMap<>();
    root.path("jobs").fields().forEachRemaining(job -> jobs.put(job.getKey(), job(job.getValue())));
    return new DumpStatus(jobs);
  }

  private static Job job(JsonNode node) {
    Map<String, Written> files = new LinkedHashMap<>();
    node.path("files").fields().forEachRemaining(f -> files.put(f.getKey(), file(f.getValue())));
    return new Job(node.path("status").asText(), node.path("updated").asText(), files);
  }

  private static Written file(JsonNode node) {
    List<Checksum> checksums = new ArrayList<>();
    for (String key : List.of("md5", "sha1", "sha256")) {
      Checksum checksum = Sums.checksum(node.path(key).asText());
      if (checksum != null) {
        checksums.add(checksum);
      }
    }
    return new Written(node.path("size").asLong(-1), checksums);
  }
}
