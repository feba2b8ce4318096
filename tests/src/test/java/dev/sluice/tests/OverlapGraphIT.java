package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.overlap.Interval;
import dev.sluice.storage.S3Server;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code WriteOverlaps} in a pipeline of a user's own: its ranges swept by worker processes, its
 * spills and its output on a real S3 server.
 */
@Tag("long")
class OverlapGraphIT {
  @TempDir Path folder;

  @Test
  @Timeout(300)
  void writesByWorkersOverS3WhatTheCommandWrites() throws Exception {
    Path expected = folder.resolve("expected.ndjson");
    try (S3Bucket s3 = S3Bucket.start(folder.resolve("s3"))) {
      int exitCode =
          s3.run(
              new ByteArrayOutputStream(),
              List.of(
                  "overlap", "--input=" + table(OverlapGraph.intervals()), "--output=" + expected));
      assertThat(exitCode).isZero();
      for (String outcome : List.of("done", "reused")) {
        SluiceProcess graph =
            SluiceProcess.start(
                    folder,
                    S3Server.credentials(),
                    OverlapGraph.class,
                    s3.with("s3://dumps/changes/", "s3://dumps/work/"))
                .await();
        assertThat(graph.exitCode()).as(graph.err()).isZero();
        List<String> names = s3.names("changes");
        assertThat(names).hasSizeGreaterThan(2).first().asString().startsWith("changes-00000-of-");
        assertThat(graph.out().lines().sorted().toList()).isEqualTo(reports(names.size(), outcome));
        StringBuilder written = new StringBuilder();
        for (String name : names) {
          written.append(Files.readString(s3.objects("changes").resolve(name)));
        }
        assertThat(written.toString()).isEqualTo(Files.readString(expected));
        assertThat(s3.names("work")).noneMatch(name -> name.contains("spill-"));
        s3.assertNoUnfinishedUploads("work");
      }
    }
  }

  private static List<String> reports(int ranges, String outcome) {
    List<String> lines = new ArrayList<>();
    lines.addAll(Collections.nCopies(ranges, "Spill ranges: done"));
    lines.addAll(Collections.nCopies(ranges, "Sweep ranges: " + outcome));
    return lines;
  }

  private Path table(List<Interval> intervals) throws Exception {
    StringBuilder table = new StringBuilder("start_at,end_at\n");
    for (Interval interval : intervals) {
      table.append(interval.start()).append(',');
      table.append(interval.end() == Interval.NEVER ? "" : interval.end()).append('\n');
    }
    return Files.writeString(folder.resolve("table.csv"), table);
  }
}
