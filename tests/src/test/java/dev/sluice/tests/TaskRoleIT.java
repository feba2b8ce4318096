package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.DemoDump;
import dev.sluice.demo.FtpMirror;
import dev.sluice.dump.Dump;
import dev.sluice.storage.FaultyS3;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What workers call on S3 in a whole run, as seen on the wire, is what their role in the template
 * allows: no less, no more, and nowhere else.
 */
@Tag("long")
@Timeout(300)
class TaskRoleIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final String PREFIX = "sluice";
  private static final Pattern REQUEST =
      Pattern.compile("([A-Z]+) /dumps/?([^? ]*)(?:\\?(\\S*))? HTTP/1.1");

  @TempDir Path folder;

  /** Downloads, one of wrong bytes long enough for an upload that is aborted; sorts; merges. */
  @Test
  void isWhatWorkersCall() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 2, 80_000_000, 3);
    Path damaged = dump.root().resolve("testwiki/20260101").resolve(dump.files().get(1));
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[bytes.length / 2] ^= 1;
    Files.write(damaged, bytes);
    S3Bucket s3 = S3Bucket.start(folder.resolve("s3"));
    try (FaultyS3 wire = FaultyS3.before(s3.endpoint());
        EcsRuns runs = EcsRuns.start(folder, DUMP, s3.through(wire.endpoint()));
        FtpMirror mirror = FtpMirror.start(dump.root(), 2, 100_000_000)) {
      SluiceProcess run =
          runs.start(
                  PREFIX,
                  mirror.root() + "?connections=2",
                  "--sortBy=revision_dt",
                  "--sortMemoryMiB=8")
              .await();
      assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
      assertThat(run.err()).contains("FAILED  Cannot download " + dump.files().get(1));
      Set<String> called = new TreeSet<>();
      for (String request : ofTasks(wire.heads())) {
        Matcher parts = REQUEST.matcher(request);
        assertThat(parts.matches()).as(request).isTrue();
        String query = parts.group(3) == null ? "" : parts.group(3);
        String action = action(parts.group(1), parts.group(2).isEmpty(), query);
        called.add(action);
        if (!query.equals("delete")) { // Whose keys are in its body.
          assertThat(place(action, parts.group(2), query)).as(request).startsWith(PREFIX + "/");
        }
      }
      assertThat(called)
          .isEqualTo(
              DeploymentTemplate.actions(
                  DeploymentTemplate.statementsOfWorkers(DeploymentTemplate.read())));
    }
  }

  private static List<String> ofTasks(List<String> heads) {
    List<String> lines = new ArrayList<>();
    for (String head : heads) {
      if (head.lines()
          .anyMatch(line -> line.matches("(?i)user-agent: .*app/" + EcsRuns.TASK_AGENT + ".*"))) {
        lines.add(head.lines().findFirst().orElseThrow());
      }
    }
    assertThat(lines).hasSizeGreaterThan(20).hasSizeLessThan(heads.size());
    return lines;
  }

  /** S3's User Guide, "Required permissions for Amazon S3 API operations". */
  private static String action(String method, boolean bucket, String query) {
    boolean upload = query.matches("(.*&)?uploadId=.*");
    return switch (method) {
      case "GET", "HEAD" ->
          bucket
              ? query.matches("(.*&)?uploads(&.*)?")
                  ? "s3:ListBucketMultipartUploads"
                  : "s3:ListBucket"
              : upload ? "s3:ListMultipartUploadParts" : "s3:GetObject";
      case "PUT", "POST" -> bucket ? "s3:DeleteObject" : "s3:PutObject";
      case "DELETE" -> upload ? "s3:AbortMultipartUpload" : "s3:DeleteObject";
      default -> throw new AssertionError(method);
    };
  }

  /** What the role's resource, or its condition, is compared with. */
  private static String place(String action, String key, String query) {
    Matcher prefix = Pattern.compile("(?:.*&)?prefix=([^&]*).*").matcher(query);
    boolean lists = action.startsWith("s3:ListBucket");
    assertThat(!lists || prefix.matches()).as(query).isTrue();
    return URLDecoder.decode(lists ? prefix.group(1) : key, StandardCharsets.UTF_8);
  }
}
