package dev.sluice.dump;

import static dev.sluice.dump.FolderMirrors.mirror;
import static dev.sluice.dump.FolderMirrors.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.step.HeavyStep;
import dev.sluice.step.JsonCoder;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepProgress;
import dev.sluice.step.StepReport;
import dev.sluice.storage.LocalStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListDumpFilesTest {
  @TempDir Path folder;

  @Test
  void givesFilesAndReportsAndAnnouncesThem() throws IOException {
    put(folder, "xwiki/20260101/xwiki-20260101-stub-articles1.xml.gz", 2);
    put(folder, "xwiki/20260101/xwiki-20260101-stub-articles2.xml.gz", 3);
    StepEnvironment environment =
        new StepEnvironment("ListDumpFilesTest", new LocalStorage(), folder.toUri());
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(true);
    PCollectionTuple listed =
        pipeline
            .apply(
                Create.of(
                        Dump.parse("xwiki/20260101/stub-articles"),
                        Dump.parse("ywiki/20260101/stub-articles"))
                    .withCoder(JsonCoder.of(Dump.class)))
            .apply(
                "List dump files",
                ListDumpFiles.on(List.of(mirror(folder)), new FolderMirrors(), environment)
                    .announcingTo("Download", "Convert"));
    PAssert.that(listed.get(ListDumpFiles.FILES))
        .satisfies(
            files -> {
              List<String> names = new ArrayList<>();
              files.forEach(file -> names.add(file.ordinal() + " " + file.name()));
              assertThat(names)
                  .containsExactlyInAnyOrder(
                      "0 xwiki-20260101-stub-articles1.xml.gz",
                      "1 xwiki-20260101-stub-articles2.xml.gz");
              return null;
            });
    String missing = "Cannot list ywiki/20260101/stub-articles: no file of that family";
    PAssert.that(listed.get(HeavyStep.REPORTS))
        .satisfies(
            reports -> {
              List<String> failures = new ArrayList<>();
              for (StepReport report : reports) {
                failures.add(report.subject() + " " + report.failure());
              }
              assertThat(failures)
                  .containsExactlyInAnyOrder(
                      "xwiki/20260101/stub-articles null",
                      "ywiki/20260101/stub-articles " + missing);
              return null;
            });

    pipeline.run().waitUntilFinish();

    assertThat(environment.progress().steps())
        .contains(
            new StepProgress("Download", 2, 0, 0, 0, 0, 0, 5),
            new StepProgress("Convert", 2, 0, 0, 0, 0, 0, 5));
  }

  @Test
  void takesTheFirstFilesInPageOrder() throws IOException {
    put(folder, "xwiki/20260101/xwiki-20260101-stub-articles1.xml.gz", 2);
    put(folder, "xwiki/20260101/xwiki-20260101-stub-articles2.xml.gz", 3);
    put(folder, "xwiki/20260101/xwiki-20260101-stub-articles3.xml.gz", 4);
    StepEnvironment environment =
        new StepEnvironment("takesTheFirstFiles", new LocalStorage(), folder.toUri());
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    PCollectionTuple listed =
        pipeline
            .apply(
                Create.of(Dump.parse("xwiki/20260101/stub-articles"))
                    .withCoder(JsonCoder.of(Dump.class)))
            .apply(
                "List dump files",
                ListDumpFiles.on(List.of(mirror(folder)), new FolderMirrors(), environment)
                    .withMaxFiles(2)
                    .announcingTo("Download"));
    PAssert.that(listed.get(ListDumpFiles.FILES))
        .satisfies(
            files -> {
              List<Integer> ordinals = new ArrayList<>();
              files.forEach(file -> ordinals.add(file.ordinal()));
              assertThat(ordinals).containsExactlyInAnyOrder(0, 1);
              return null;
            });

    pipeline.run().waitUntilFinish();

    assertThat(environment.progress().steps())
        .contains(new StepProgress("Download", 2, 0, 0, 0, 0, 0, 5));
  }

  @Test
  void codesADumpFileThereAndBack() throws Exception {
    DumpFile file =
        new DumpFile(
            Dump.parse("xwiki/20260101/stub-articles"),
            3,
            "f.gz",
            7,
            new Checksum(Checksum.Algorithm.SHA1, "0".repeat(40)),
            List.of(new Replica(mirror(folder), "a/f.gz")));
    JsonCoder<DumpFile> coder = JsonCoder.of(DumpFile.class);
    byte[] bytes = CoderUtils.encodeToByteArray(coder, file);
    assertThat(CoderUtils.decodeFromByteArray(coder, bytes)).isEqualTo(file);
  }
}
