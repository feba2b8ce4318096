package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.DemoDump;
import dev.sluice.dump.Dump;
import dev.sluice.storage.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The three places of a run, with output, work and the mirrors' leases on S3. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class S3PlacesIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final int FILES = 3;

  @TempDir private static Path folder;
  private @Nullable S3Bucket bucket;
  private @Nullable DemoDump dump;
  private byte[] expected = {};

  @BeforeAll
  void publishFromOneProcess() throws Exception {
    S3Bucket s3 = S3Bucket.start(folder.resolve("s3"));
    bucket = s3;
    dump = DemoDump.write(folder.resolve("mirror"), DUMP, FILES, 3_000_000, 3);
    expected = run(s3, "direct").bytes();
    assertThat(expected).isNotEmpty();
  }

  @AfterAll
  void stop() throws Exception {
    if (bucket != null) {
      bucket.close();
    }
  }

  @Test
  void publishesTheSameBytesByWorkerProcesses() throws Exception {
    S3Bucket s3 = Objects.requireNonNull(bucket);
    Published published = run(s3, "workers", "--runner=EcsRunner", "--taskLauncher=process");
    assertThat(published.bytes()).isEqualTo(expected);
  }

  @Test
  void publishesTheSameBytesOnFlink() throws Exception {
    S3Bucket s3 = Objects.requireNonNull(bucket);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (FlinkCluster cluster = FlinkCluster.start(folder.resolve("flink"), "default", 2, 4)) {
      Published published =
          run(s3, "flink", "--runner=FlinkRunner", "--flinkMaster=" + cluster.master());
      assertThat(published.bytes()).isEqualTo(expected);
    }
  }

  /** Sorted by another key than the dump's order, so that runs are sorted and merged on S3. */
  private Published run(S3Bucket s3, String name, String... options) throws Exception {
    List<String> arguments =
        s3.with(
            "run",
            "--dump=" + DUMP,
            "--mirrors=" + Objects.requireNonNull(dump).root(),
            "--output=s3://dumps/" + name,
            "--sortBy=revision_dt,revision_id",
            "--partMiB=2");
    arguments = new ArrayList<>(arguments);
    arguments.addAll(List.of(options));
    SluiceProcess run =
        SluiceProcess.start(folder, S3Server.credentials(), List.of("-Xmx256m"), arguments).await();
    assertThat(run.exitCode()).as(run.err()).isZero();
    Published published = new Published(s3.objects(name).resolve(DUMP.toString()));
    assertThat(published.isComplete()).isTrue();
    assertThat(published.manifest().get("times").get("steps").findValuesAsText("step"))
        .contains("Download", "Convert to JSON", "Sort runs", "Merge ranges");
    assertThat(published.manifest().get("parts")).hasSizeGreaterThan(2);
    assertThat(s3.names(name))
        .as("what is left beside the output")
        .allMatch(file -> file.startsWith(DUMP.toString()));
    s3.assertNoUnfinishedUploads(name);
    return published;
  }
}
