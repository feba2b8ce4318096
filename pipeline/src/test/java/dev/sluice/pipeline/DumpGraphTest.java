package dev.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.demo.DemoDump;
import dev.sluice.demo.FtpMirror;
import dev.sluice.dump.Dump;
import dev.sluice.storage.LocalStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole graph, as {@code run} runs it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class DumpGraphTest {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final int FILES = 8;
  private static final int UNLIMITED = 0;

  @TempDir private static Path folder;
  private DemoDump dump;
  private List<String> expected = List.of();

  @BeforeAll
  void publishFromAFolder() throws IOException {
    dump = DemoDump.write(folder.resolve("mir ror"), DUMP, FILES, 150_000, 7);
    Path output = run("folder", dump.root().toUri() + "?connections=3");
    expected = FolderContents.records(output);
  }

  @Test
  void publishesEveryRecordInTheNaturalOrder() throws IOException {
    assertThat(expected).hasSize((int) dump.revisions()).doesNotHaveDuplicates();
    assertThat(keys(expected)).isSorted();

    Path output = folder.resolve("folder").resolve(DUMP.toString());
    assertThat(FolderContents.files(folder.resolve("folder")))
        .containsExactlyInAnyOrder(
            DUMP + "/_SUCCESS",
            DUMP + "/_sluice/manifest.json",
            DUMP + "/_sluice/report.html",
            DUMP + "/part-00000-of-00001.ndjson");
    JsonNode manifest = FolderContents.manifest(output);
    assertThat(manifest.get("complete").booleanValue()).isTrue();
    assertThat(manifest.get("files").findValuesAsText("name")).isEqualTo(dump.files());
    assertThat(manifest.get("totals").get("pages").longValue()).isEqualTo(dump.pages());
    assertThat(manifest.get("totals").get("records").longValue()).isEqualTo(dump.revisions());
    assertThat(manifest.get("times").get("steps").findValuesAsText("step"))
        .containsExactly(
            "Choose ranges", "Convert to JSON", "Download", "List dump files", "Merge ranges");
  }

  @Test
  void takesMoreFilesFromTheFasterMirrorAndKeepsToTheCaps() throws IOException {
    try (FtpMirror slow = FtpMirror.start(dump.root(), 1, 20_000);
        FtpMirror fast = FtpMirror.start(dump.root(), 2, UNLIMITED)) {
      Path output =
          run("servers", slow.root() + "?connections=1," + fast.root() + "?connections=2");
      assertThat(FolderContents.records(output)).isEqualTo(expected);
      Map<String, Integer> served = served(output);
      assertThat(served.values().stream().mapToInt(n -> n).sum()).isEqualTo(FILES);
      assertThat(served.getOrDefault(fast.root().getAuthority(), 0))
          .as("files by mirror: %s", served)
          .isGreaterThan(FILES / 2);
      assertThat(slow.highestOpen()).as("connections to the slow one").isEqualTo(1);
      assertThat(fast.highestOpen()).as("connections to the fast one").isBetween(1, 2);
      assertThat(slow.refused() + fast.refused()).as("refused").isZero();
      assertThat(slow.open() + fast.open()).as("still open").isZero();
    }
  }

  @Test
  void sortsRunsThatAreNotInOrder() throws IOException {
    Path output =
        run(
            "by-time",
            dump.root().toUri().toString(),
            "--sortBy=revision_dt",
            "--partMiB=1",
            "--sortMemoryMiB=1",
            "--compression=gzip");
    List<String> records = FolderContents.records(output);
    assertThat(records).containsExactlyInAnyOrderElementsOf(expected);
    // Stable: of one time, in the order of the files.
    List<String> sorted = new ArrayList<>(inDumpOrder());
    sorted.sort(Comparator.comparing(record -> field(record, "revision_dt")));
    assertThat(records).isEqualTo(sorted);
    JsonNode manifest = FolderContents.manifest(output);
    assertThat(manifest.get("parts").size()).isGreaterThan(1);
    assertThat(manifest.get("times").get("steps").findValuesAsText("step")).contains("Sort runs");
  }

  /** One mirror serves a file with other records in it: its checksum tells only at its end. */
  @Test
  void givesTheSameBytesWhenItConvertsOnTheFly() throws IOException {
    String altered = dump.files().get(0);
    Path wrong = folder.resolve("altered");
    dump.mirrorTo(wrong, Set.of(altered));
    Path files = Path.of(DUMP.wiki(), DUMP.date());
    byte[] bytes = Files.readAllBytes(dump.root().resolve(files).resolve(altered));
    bytes[bytes.length / 2] ^= 1;
    Files.write(wrong.resolve(files).resolve(altered), bytes);
    try (FtpMirror first = FtpMirror.start(wrong, 1, UNLIMITED);
        FtpMirror second = FtpMirror.start(dump.root(), 2, UNLIMITED)) {
      String mirrors = first.root() + "?connections=1," + second.root() + "?connections=2";
      Path output = run("on-the-fly", mirrors, "--onTheFly=true", "--keepWork=true");
      assertThat(output.resolve("part-00000-of-00001.ndjson"))
          .hasSameBinaryContentAs(
              folder.resolve("folder").resolve(DUMP + "/part-00000-of-00001.ndjson"));
      JsonNode manifest = FolderContents.manifest(output);
      assertThat(manifest.get("times").get("steps").findValuesAsText("step"))
          .containsExactly(
              "Choose ranges", "Download and convert", "List dump files", "Merge ranges");
      assertThat(manifest.get("files"))
          .isEqualTo(withMirrors(FolderContents.manifest(published("folder")), manifest));
      assertThat(first.highestOpen()).isLessThanOrEqualTo(1);
      assertThat(second.highestOpen()).isLessThanOrEqualTo(2);
      assertThat(first.refused() + second.refused()).isZero();
    }
    Path staging = folder.resolve("on-the-fly/_work/testwiki-20260101-stub-meta-history");
    assertThat(FolderContents.files(staging.resolve("runs"))).hasSize(FILES);
    assertThat(staging.resolve("raw")).doesNotExist();
  }

  private static Path published(String name) {
    return folder.resolve(name).resolve(DUMP.toString());
  }

  /** The files of one manifest, as they came from the mirrors of another. */
  private static JsonNode withMirrors(JsonNode manifest, JsonNode other) {
    JsonNode files = manifest.get("files");
    for (int i = 0; i < files.size(); i++) {
      JsonNode came = other.get("files").get(i);
      ((ObjectNode) files.get(i)).set("mirror", came.get("mirror"));
      ((ObjectNode) files.get(i)).set("flaws", came.get("flaws"));
    }
    return files;
  }

  @Test
  void givesTheSameBytesAgainAndLeavesNothingOfTheFirstRun() throws IOException {
    String mirror = dump.root().toString();
    Path output = run("again", mirror, "--partMiB=1", "--keepWork");
    assertThat(FolderContents.records(output)).isEqualTo(expected);
    assertThat(FolderContents.files(output)).hasSizeGreaterThan(3);
    assertThat(FolderContents.files(folder.resolve("again/_work")))
        .hasSizeGreaterThanOrEqualTo(2 * FILES)
        .noneMatch(file -> file.contains("part-"));
    assertThat(run("again", mirror, "--targetParallelism=2")).isEqualTo(output);
    assertThat(FolderContents.files(output))
        .containsExactly(
            "_SUCCESS",
            "_sluice/manifest.json",
            "_sluice/report.html",
            "part-00000-of-00001.ndjson");
    assertThat(output.resolve("part-00000-of-00001.ndjson"))
        .hasSameBinaryContentAs(
            folder.resolve("folder").resolve(DUMP + "/part-00000-of-00001.ndjson"));
    assertThat(folder.resolve("again/_work")).doesNotExist();
  }

  @Test
  void aFreshRunTakesAllAnewButSlotsThatOthersMayHold() throws IOException {
    run("fresh", dump.root().toString(), "--keepWork");
    Path work = folder.resolve("fresh/_work/testwiki-20260101-stub-meta-history");
    Path lease = write(work.resolve("slots/mirror/0/lease"));
    Path spill = write(work.resolve("spills/sort-1/spill-00000.run"));
    Path task = write(work.resolve("tasks/run/task.json"));
    Path progress = write(work.resolve("progress/run/process.json"));
    Path output = run("fresh", dump.root().toString(), "--fresh", "--keepWork");
    assertThat(FolderContents.manifest(output).findValuesAsText("reused")).doesNotContain("true");
    assertThat(lease).exists();
    assertThat(List.of(spill, task, progress)).noneMatch(Files::exists);
  }

  private static Path write(Path file) throws IOException {
    Files.createDirectories(file.resolve("..").normalize());
    return Files.writeString(file, "of an earlier run");
  }

  /** One file comes at a byte a second, so what is converted is converted while it comes. */
  @Test
  void convertsWhileItDownloadsAndPublishesTheOtherFilesWhenOneFails() throws Exception {
    String late = dump.files().get(2);
    Path without = folder.resolve("without");
    Path only = folder.resolve("only");
    dump.mirrorTo(without, Set.of(late));
    // It lacks what a listing would read, which would come as slowly.
    Set<String> others = new HashSet<>(dump.files());
    others.remove(late);
    others.addAll(
        List.of(
            "dumpstatus.json", "testwiki-20260101-md5sums.txt", "testwiki-20260101-sha1sums.txt"));
    dump.mirrorTo(only, others);
    Path output = folder.resolve("overlap");
    CompletableFuture<CommandRun> run;
    try (FtpMirror slow = FtpMirror.start(only, 1, 1)) {
      String mirrors = without.toUri() + "," + slow.root() + "?connections=1";
      run = CompletableFuture.supplyAsync(() -> CommandRun.of(arguments(output, mirrors)));
      Path runs = output.resolve("_work/testwiki-20260101-stub-meta-history/runs");
      await("the conversion of the others")
          .atMost(Duration.ofMinutes(2))
          .failFast("the run has ended", run::isDone)
          .until(() -> new LocalStorage().children(runs.toUri()).size() >= FILES - 1);
      assertThat(run).as("the run").isNotDone();
    }
    CommandRun ended = run.get();
    assertThat(ended.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.err())
        .contains("FAILED  Cannot download %s ".formatted(late), "Not complete: " + DUMP)
        .doesNotContain("\tat ");
    Path published = output.resolve(DUMP.toString());
    assertThat(published.resolve("_SUCCESS")).doesNotExist();
    List<String> records = FolderContents.records(published);
    assertThat(expected).containsAll(records);
    assertThat(keys(records)).isSorted();
    JsonNode manifest = FolderContents.manifest(published);
    assertThat(manifest.get("complete").booleanValue()).isFalse();
    assertThat(manifest.get("files").findValuesAsText("name"))
        .hasSize(FILES - 1)
        .doesNotContain(late);
    assertThat(manifest.get("totals").get("records").intValue()).isEqualTo(records.size());
    assertThat(manifest.get("failures").findValuesAsText("subject")).containsExactly(late);
  }

  private Path run(String name, String mirrors, String... options) {
    Path output = folder.resolve(name);
    CommandRun run = CommandRun.of(arguments(output, mirrors, options));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Done: %s: 8 of 8 files".formatted(DUMP));
    Path published = output.resolve(DUMP.toString());
    assertThat(published.resolve("_SUCCESS")).isEmptyFile();
    return published;
  }

  private static String[] arguments(Path output, String mirrors, String... options) {
    return Stream.concat(
            Stream.of("run", "--dump=" + DUMP, "--output=" + output, "--mirrors=" + mirrors),
            Arrays.stream(options))
        .toArray(String[]::new);
  }

  /** The records as the files have them, one file after another. */
  private List<String> inDumpOrder() {
    Path files = dump.root().resolve(DUMP.wiki()).resolve(DUMP.date());
    return dump.files().stream()
        .flatMap(
            name ->
                CommandRun.of("convert", "--input=" + files.resolve(name), "--output=-")
                    .out()
                    .lines())
        .toList();
  }

  /** How many files came from each mirror. */
  private static Map<String, Integer> served(Path output) throws IOException {
    Map<String, Integer> served = new TreeMap<>();
    FolderContents.manifest(output)
        .get("files")
        .findValuesAsText("mirror")
        .forEach(mirror -> served.merge(mirror, 1, Integer::sum));
    return served;
  }

  private static List<String> keys(List<String> records) {
    return records.stream()
        .map(
            record ->
                "%012d %s %012d"
                    .formatted(
                        Long.valueOf(field(record, "page_id")),
                        field(record, "revision_dt"),
                        Long.valueOf(field(record, "revision_id"))))
        .toList();
  }

  private static String field(String record, String name) {
    return record.replaceFirst(".*?\"" + name + "\":\"?([^\",]+).*", "$1");
  }
}
