package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.DemoDump;
import dev.sluice.dump.Dump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code run --profile=true}: what every process that worked on it was busy with. */
class ProfileIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final String SECRET = "swordfish-73";

  @TempDir Path folder;

  /** One process; or the run's own, and one for each download, conversion and merge. */
  @ParameterizedTest
  @CsvSource({"DirectRunner, 1", "EcsRunner, 4"})
  @Timeout(300)
  void recordsEveryProcessAndNoSecret(String runner, int processes) throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 1, 100_000, 3);
    SluiceProcess run =
        SluiceProcess.start(
                folder,
                Map.of("SLUICE_TEST_SECRET", SECRET),
                List.of("-Dsluice.test.secret=" + SECRET),
                List.of(
                    "run",
                    "--dump=" + DUMP,
                    "--mirrors=" + dump.root(),
                    "--output=" + folder.resolve("out"),
                    "--runner=" + runner,
                    "--profile=true"))
            .await();
    assertThat(run.exitCode()).as(run.err()).isZero();
    Path output = folder.resolve("out").resolve(DUMP.toString());
    assertThat(run.err()).contains("Profile: " + output.resolve("_sluice/profile"));
    List<Path> recordings = recordings(output.resolve("_sluice/profile"));
    assertThat(recordings).hasSize(processes);
    assertThat(recordings)
        .filteredOn(file -> file.getFileName().toString().contains("-run-"))
        .hasSize(1);
    Set<String> steps = new TreeSet<>();
    for (Path recording : recordings) {
      assertThat(Files.readString(recording, ISO_8859_1)).doesNotContain(SECRET);
      for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
        if (event.getEventType().getName().equals("dev.sluice.Step")) {
          steps.add(event.getString("step") + ": " + event.getString("subject"));
        }
      }
    }
    assertThat(steps)
        .hasSize(3)
        .anyMatch(step -> step.matches("Convert to JSON: .*stub-meta-history.*"))
        .anyMatch(step -> step.startsWith("Download: "))
        .anyMatch(step -> step.startsWith("Merge ranges: "));
    SluiceProcess inspection = SluiceProcess.run(folder, "inspect", "--input=" + output);
    assertThat(inspection.exitCode()).as(inspection.err()).isZero();
  }

  private static List<Path> recordings(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(files.filter(file -> file.toString().endsWith(".jfr")).toList());
    }
  }
}
