package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a killed run had finished.
 *
 * @param counts how many results each step left in the work folder, by the name of its folder
 */
record StepResultsLeft(Map<String, Integer> counts) {
  /** The results in the work folder of an output folder, which may have none. */
  static StepResultsLeft in(Path output) throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    Path work = output.resolve("_work");
    if (Files.isDirectory(work)) {
      try (Stream<Path> files = Files.walk(work)) {
        files
            .filter(file -> file.toString().contains("/results/"))
            .filter(file -> file.toString().endsWith(".json"))
            .forEach(
                file -> counts.merge(file.getParent().getFileName().toString(), 1, Integer::sum));
      }
    }
    return new StepResultsLeft(counts);
  }

  /** Every result that was written down before was used, and only the others were made. */
  void assertAllReusedBy(Published published) throws IOException {
    for (JsonNode step : published.manifest().get("times").get("steps")) {
      int before = counts.getOrDefault(step.get("step").textValue().replace(' ', '-'), 0);
      assertThat(step.get("reused").intValue())
          .as("%s reused, having been done %d times", step, before)
          .isEqualTo(before);
    }
  }
}
