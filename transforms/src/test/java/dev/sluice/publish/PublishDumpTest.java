package dev.sluice.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.convert.ConvertedFile;
import dev.sluice.dump.DumpFile;
import dev.sluice.sort.Part;
import dev.sluice.step.Json;
import dev.sluice.step.JsonCoder;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepReport;
import dev.sluice.storage.LocalStorage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishDumpTest {
  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(true);
  @TempDir Path folder;
  private Path output;
  private RunResults results;

  @BeforeEach
  void writeParts() throws IOException {
    output = Files.createDirectories(folder.resolve("ou t"));
    results = RunResults.complete(output.toUri());
    for (Part part : results.parts) {
      Files.writeString(Path.of(part.file().uri()), "part " + part.index());
    }
  }

  @Test
  void marksACompleteDump() throws IOException {
    publish();
    assertThat(files())
        .containsExactly(
            "_SUCCESS",
            "_sluice/manifest.json",
            "_sluice/report.html",
            "part-00000-of-00002.ndjson",
            "part-00001-of-00002.ndjson");
    assertThat(output.resolve("_SUCCESS")).isEmptyFile();
    Manifest manifest = manifest();
    assertThat(manifest)
        .isEqualTo(Manifests.of(results.request(), results.gathered(), manifest.times().ended()));
    assertThat(manifest.complete()).isTrue();
    assertThat(output.resolve("part-00001-of-00002.ndjson")).hasContent("part 1");
  }

  @Test
  void publishesTheOtherFilesWhenOneFails() throws IOException {
    results.report("Convert", "f3.gz", "Cannot convert f3.gz: it is empty", 1);
    publish();
    assertThat(files())
        .containsExactly(
            "_sluice/manifest.json",
            "_sluice/report.html",
            "part-00000-of-00002.ndjson",
            "part-00001-of-00002.ndjson");
    assertThat(manifest().complete()).isFalse();
    assertThat(manifest().failures())
        .containsExactly(
            new Manifest.Failure("Convert", "f3.gz", "Cannot convert f3.gz: it is empty"));
  }

  @Test
  void doesNotMarkADumpOfWhichRecordsAreMissing() throws IOException {
    Part lost = results.parts.remove(0);
    Files.delete(Path.of(lost.file().uri()));
    publish();
    assertThat(files())
        .containsExactly(
            "_sluice/manifest.json", "_sluice/report.html", "part-00001-of-00002.ndjson");
    assertThat(manifest().failures())
        .extracting(Manifest.Failure::reason)
        .containsExactly(
            "Cannot publish all: 20 records of 3 files are in the parts (expected 60 of 3)");
  }

  @Test
  void publishesARunOfWhichOnlyTheListingReported() throws IOException {
    results.files.clear();
    results.converted.clear();
    results.parts.clear();
    results.reports.clear();
    results.report("List dump files", RunResults.DUMP.toString(), "Cannot list: no mirror", 1);
    publish();
    assertThat(files()).containsExactly("_sluice/manifest.json", "_sluice/report.html");
    assertThat(manifest().totals()).isEqualTo(new Manifest.Totals(0, 0, 0, 0, 0, 0, 0));
    assertThat(manifest().failures())
        .extracting(Manifest.Failure::reason)
        .containsExactly("Cannot list: no mirror");
  }

  @Test
  void deletesPartsOfEarlierRunsAndNothingElse() throws IOException {
    for (String stale : List.of("part-00000-of-00003.ndjson", "part-00002-of-00003.ndjson.zst")) {
      Files.writeString(output.resolve(stale), "stale");
    }
    Files.createDirectories(output.resolve("notes"));
    Files.writeString(output.resolve("notes/part-1.txt"), "mine");
    Files.writeString(output.resolve("README.txt"), "mine");
    Files.createDirectories(output.resolve("_sluice"));
    Files.writeString(output.resolve("_sluice/manifest.json"), "stale");
    publish();
    assertThat(files())
        .containsExactly(
            "README.txt",
            "_SUCCESS",
            "_sluice/manifest.json",
            "_sluice/report.html",
            "notes/part-1.txt",
            "part-00000-of-00002.ndjson",
            "part-00001-of-00002.ndjson");
    assertThat(manifest().run()).isEqualTo("run-1");
  }

  @Test
  void takesTheMarkAwayBeforeAnythingElseChanges() throws IOException {
    Publication publication = Publication.in(new LocalStorage(), output.toUri());
    Files.writeString(output.resolve("_SUCCESS"), "");
    publication.begin();
    publication.begin();
    assertThat(files()).containsExactly("part-00000-of-00002.ndjson", "part-00001-of-00002.ndjson");
  }

  private void publish() {
    StepEnvironment environment =
        new StepEnvironment("run-1", new LocalStorage(), URI.create("file:/none/"));
    PCollection<String> manifests =
        PCollectionTuple.of(PublishDump.FILES, create(results.files, DumpFile.class))
            .and(PublishDump.CONVERTED, create(results.converted, ConvertedFile.class))
            .and(PublishDump.PARTS, create(results.parts, Part.class))
            .and(PublishDump.REPORTS, create(results.reports, StepReport.class))
            .apply("Publish", PublishDump.to(results.request(), environment));
    String file = output.resolve("_sluice/manifest.json").toString();
    PAssert.thatSingleton(manifests)
        .satisfies(
            text -> {
              try {
                assertThat(Json.value(text, Manifest.class))
                    .isEqualTo(Json.value(Files.readString(Path.of(file)), Manifest.class));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private <T> PCollection<T> create(List<T> values, Class<T> type) {
    return pipeline.apply(
        type.getSimpleName(), Create.of(List.copyOf(values)).withCoder(JsonCoder.of(type)));
  }

  private Manifest manifest() throws IOException {
    Path file = output.resolve("_sluice/manifest.json");
    String text = Files.readString(file);
    Manifest manifest = Json.value(text, Manifest.class);
    assertThat(text).isEqualTo(Json.prettyText(manifest));
    return manifest;
  }

  /** Every file below the output, hidden ones too. */
  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> output.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
