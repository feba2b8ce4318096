package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.Replica;
import dev.sluice.fetch.DownloadFile;
import dev.sluice.fetch.DownloadRequest;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.fetch.slots.Slot;
import dev.sluice.overlap.SweepRange;
import dev.sluice.overlap.SweepRequest;
import dev.sluice.overlap.rows.TimeForm;
import dev.sluice.step.DriverLease;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepTask;
import dev.sluice.step.TaskLease;
import dev.sluice.step.WorkerLine;
import dev.sluice.step.WorkerLine.Kind;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.StoredFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The worker as a process, over tasks in a folder. */
@Timeout(300)
class WorkerTest {
  private static final LocalStorage STORAGE = new LocalStorage();
  private static final Dump DUMP = new Dump("elwiki", "20260101", "stub-meta-history");
  private static final String NAME = "elwiki-20260101-stub-meta-history.xml.gz";

  @TempDir Path folder;
  private List<String> jvmOptions = List.of();

  @BeforeEach
  void serveAFile() throws Exception {
    Files.writeString(folder.resolve(NAME), "0123456789");
  }

  @Test
  void doesATaskAndTellsHowManyBytesWentThrough() throws Exception {
    StepTask task = download(10);
    Ended worker = work(task.place().toString());
    assertThat(worker.code()).as(worker.out()).isZero();
    List<WorkerLine> lines = worker.lines();
    assertThat(lines).extracting(WorkerLine::kind).contains(Kind.PROGRESS).endsWith(Kind.END);
    WorkerLine end = lines.get(lines.size() - 1);
    assertThat(end.bytes()).isEqualTo(10);
    assertThat(end.lines()).isEqualTo(lines.size() - 1);
    assertThat(end.message()).matches("Done after \\d+\\.\\d s");
    assertThat(worker.err()).isEmpty();
    StepReport report = task.report(STORAGE).orElseThrow();
    assertThat(report.failure()).isNull();
    assertThat(report.reused()).isFalse();
    assertThat(folder.resolve("raw").resolve(NAME)).hasContent("0123456789");

    assertThat(work(task.place().toString()).code()).isZero();
    assertThat(task.report(STORAGE).orElseThrow().reused()).isTrue();
  }

  @Test
  void sweepsARangeOfTime() throws Exception {
    Path spill = Files.write(folder.resolve("spill"), new byte[] {2, 5, 1, 1, 8});
    StepTask task = sweep(spill);
    Ended worker = work(task.place().toString());
    assertThat(worker.code()).as(worker.out()).isZero();
    assertThat(task.report(STORAGE).orElseThrow().failure()).isNull();
    assertThat(folder.resolve("out/changes-00000-of-00001.ndjson"))
        .hasContent(
            """
            {"at":"1970-01-01T00:00:01.000005Z","active":4}
            {"at":"1970-01-01T00:00:01.000006Z","active":5}
            {"at":"1970-01-01T00:00:01.000008Z","active":4}
            """);
    assertThat(spill).doesNotExist();
  }

  @Test
  void tellsThatTheHeapIsTooSmall() throws Exception {
    byte[] starts = new byte[4_000_000 + 5];
    System.arraycopy(new byte[] {(byte) 0x80, (byte) 0x92, (byte) 0xf4, 1}, 0, starts, 0, 4);
    Path spill = Files.write(folder.resolve("spill"), starts); // 4,000,000 at the same time.
    StepTask task = sweep(spill);
    jvmOptions = List.of("-Xmx20m");
    Ended worker = work(task.place().toString());
    assertThat(worker.code()).as(worker.out()).isEqualTo(StepTask.OUT_OF_MEMORY);
    assertThat(worker.messages())
        .contains("Out of memory: Java heap space (the heap has 20 MiB)")
        .endsWith("Ended without a result");
    assertThat(task.report(STORAGE)).isEmpty();
    jvmOptions = List.of("-Xmx1g");
    assertThat(work(task.place().toString()).code()).isZero();
    assertThat(folder.resolve("out/changes-00000-of-00001.ndjson"))
        .hasContent("{\"at\":\"1970-01-01T00:00:01Z\",\"active\":4000003}\n");
  }

  private StepTask sweep(Path spill) throws Exception {
    StepTask task =
        StepTask.of(
            new StepEnvironment("run-1", STORAGE, folder.toUri()),
            new SweepRange(),
            new SweepRequest(
                new StoredFile(spill.toUri(), Files.size(spill), "0".repeat(64)),
                0,
                1,
                1_000_000,
                2_000_000,
                3,
                TimeForm.ISO,
                URI.create(folder.toUri() + "out/")),
            "f".repeat(64),
            1);
    task.put(STORAGE);
    return task;
  }

  @Test
  void reportsAFailureOfTheStep() throws Exception {
    StepTask task = download(11);
    assertThat(work(task.place().toString()).code()).isZero();
    assertThat(task.report(STORAGE).orElseThrow().failure())
        .startsWith("Cannot download " + NAME)
        .contains("transfer ended after 10 bytes", "(expected 11 bytes)");
  }

  @Test
  void refusesWhatIsNoTaskOfIts() throws Exception {
    assertThat(work().code()).isEqualTo(2);
    Ended absent = work(folder.resolve("task.json").toUri().toString());
    assertThat(absent.code()).isEqualTo(1);
    assertThat(absent.messages())
        .containsExactly(
            "Cannot use %s: there is no such file".formatted(folder.resolve("task.json")),
            "Ended without a result");
    StepTask task = download(10);
    Path place = Path.of(task.place());
    Files.writeString(place, Files.readString(place).replace("\"Download\"", "\"Upload\""));
    Ended unknown = work(task.place().toString());
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.messages())
        .contains(
            "Cannot do step Upload: there is no such step (expected Download, Convert to JSON,"
                + " Download and convert, Sort runs, Merge ranges or Sweep ranges)");
    assertThat(task.report(STORAGE)).isEmpty();
  }

  @Test
  void stopsWhenNobodyDrivesItsRun() throws Exception {
    StepTask left = download(10).leased(new TaskLease(Duration.ofSeconds(10), Duration.ofHours(1)));
    left.put(STORAGE);
    MirrorSlots slots = MirrorSlots.leased(STORAGE, left.environment(STORAGE).work().slots());
    try (Slot taken = slots.take(new Mirror(folder.toUri(), 1))) { // It has to wait for that.
      Ended worker = work(left.place().toString());
      assertThat(taken.held()).isTrue();
      assertThat(worker.code()).as(worker.out()).isEqualTo(3);
      assertThat(worker.messages()).contains("Stopped: nobody drives the run any more");
      assertThat(left.report(STORAGE)).isEmpty();
    }
  }

  @Test
  void stopsAtItsDeadlineThoughSomebodyDrivesItsRun() throws Exception {
    StepTask stuck =
        download(10).leased(new TaskLease(Duration.ofSeconds(20), Duration.ofSeconds(2)));
    stuck.put(STORAGE);
    new DriverLease(STORAGE, stuck.environment(STORAGE).work().driver("run-1")).take();
    MirrorSlots slots = MirrorSlots.leased(STORAGE, stuck.environment(STORAGE).work().slots());
    try (Slot taken = slots.take(new Mirror(folder.toUri(), 1))) { // It has to wait for that.
      Ended worker = work(stuck.place().toString());
      assertThat(taken.held()).isTrue();
      assertThat(worker.code()).as(worker.out()).isEqualTo(3);
      assertThat(worker.messages()).contains("Stopped: not done after 2 s");
    }
  }

  private StepTask download(long bytes) throws Exception {
    StepEnvironment environment = new StepEnvironment("run-1", STORAGE, folder.toUri());
    Mirror mirror = new Mirror(folder.toUri(), 1);
    DumpFile file = new DumpFile(DUMP, 0, NAME, bytes, null, List.of(new Replica(mirror, NAME)));
    StepTask task =
        StepTask.of(
            environment,
            new DownloadFile("run-1", MirrorSlots.leased(STORAGE, environment.work().slots())),
            new DownloadRequest(file, URI.create(folder.toUri() + "raw/")),
            "f".repeat(64),
            1);
    task.put(STORAGE);
    return task;
  }

  private record Ended(int code, String out, String err) {
    /** Each line of standard output is one. */
    List<WorkerLine> lines() {
      assertThat(out.lines()).allSatisfy(line -> assertThat(line).startsWith("{\"at\":\""));
      return out.lines().map(line -> WorkerLine.of(line, Instant.EPOCH)).toList();
    }

    List<String> messages() {
      return lines().stream()
          .map(line -> String.valueOf(line.message()))
          .filter(message -> !message.startsWith("SLF4J"))
          .toList();
    }
  }

  private Ended work(String... arguments) throws Exception {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(jvmOptions);
    command.add(Worker.class.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.waitFor();
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
