package dev.sluice.tests;

import dev.sluice.convert.ConvertFile;
import dev.sluice.convert.ConvertedFile;
import dev.sluice.dump.Checksum;
import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.Replica;
import dev.sluice.fetch.DownloadFile;
import dev.sluice.fetch.RawFile;
import dev.sluice.publish.PublishDump;
import dev.sluice.publish.PublishRequest;
import dev.sluice.sort.Part;
import dev.sluice.sort.Run;
import dev.sluice.step.JsonCoder;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepTimes;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.StoredFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * What the steps of a run of any size would have given, published as runs are: each of many files
 * downloaded from one of three mirrors, under slots, and converted on one of eight cores.
 */
final class PublishedRun {
  private static final Dump DUMP = Dump.parse("manywiki/20260101/stub-meta-history");
  private static final int MIRRORS = 3;
  private static final int CONNECTIONS = 8;
  private static final int CORES = 8;

  private final Path folder;
  private final Random random = new Random(13);
  private final List<DumpFile> files = new ArrayList<>();
  private final List<ConvertedFile> converted = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private final List<StepReport> reports = new ArrayList<>();

  private PublishedRun(Path folder) {
    this.folder = folder;
  }

  /**
   * Publishes one.
   *
   * @param folder where the report goes, to {@code _sluice/report.html}
   * @param tasks executions of steps: two for each file
   */
  static void write(Path folder, int tasks) {
    PublishedRun run = new PublishedRun(folder);
    run.work(tasks / 2);
    run.publish();
  }

  private void work(int count) {
    report("List dump files", DUMP.toString(), 0, 900, StepTimes.ZERO);
    long[] slots = new long[MIRRORS * CONNECTIONS];
    long[] cores = new long[CORES];
    long records = 0;
    for (int i = 0; i < count; i++) {
      int slot = earliest(slots);
      long begin = Math.max(1000, slots[slot]);
      long waited = slots[slot] == 0 ? 0 : random.nextInt(400);
      long transfer = 20_000L + random.nextInt(60_000);
      slots[slot] = begin + waited + transfer;
      long bytes = 2_000_000L + random.nextInt(9_000_000);
      file(i, slot % MIRRORS, bytes, 1000 + i);
      report(
          DownloadFile.NAME,
          name(i),
          begin,
          waited + transfer,
          times(waited, transfer, transfer / 50, bytes));
      int core = earliest(cores);
      long from = Math.max(cores[core], slots[slot]);
      long cpu = 500 + bytes / 2000;
      cores[core] = from + cpu;
      report(ConvertFile.NAME, name(i), from, cpu + 20, times(0, 10, cpu, bytes));
      records += 1000 + i;
    }
    parts.add(
        new Part(
            stored("part-00000-of-00001.ndjson", 100 * records),
            0,
            records,
            100 * records,
            List.of("manywiki", 1),
            List.of("manywiki", 2)));
  }

  private static int earliest(long[] times) {
    int best = 0;
    for (int i = 1; i < times.length; i++) {
      best = times[i] < times[best] ? i : best;
    }
    return best;
  }

  private static String name(int file) {
    return "manywiki-20260101-stub-meta-history%d.xml.gz".formatted(file + 1);
  }

  private void file(int ordinal, int mirror, long bytes, long records) {
    Mirror from = new Mirror(URI.create("ftp://mirror%d.example/".formatted(mirror)), CONNECTIONS);
    Checksum sha1 = new Checksum(Checksum.Algorithm.SHA1, "%040x".formatted(ordinal));
    DumpFile file =
        new DumpFile(
            DUMP, ordinal, name(ordinal), bytes, sha1, List.of(new Replica(from, name(ordinal))));
    files.add(file);
    RawFile raw = new RawFile(file, folder.toUri().resolve(name(ordinal)), sha1, from);
    Run run =
        new Run(
            stored(name(ordinal) + ".run", bytes),
            ordinal,
            name(ordinal),
            records,
            records * 100,
            true);
    converted.add(
        new ConvertedFile(raw, run, 10, 0, records, new TreeMap<>(), new TreeMap<>(), 0, null));
  }

  private StoredFile stored(String name, long bytes) {
    return new StoredFile(folder.toUri().resolve(name), bytes, "%064x".formatted(name.hashCode()));
  }

  private static StepTimes times(long slot, long input, long cpu, long bytes) {
    return new StepTimes(
        Duration.ZERO,
        Duration.ofMillis(slot),
        Duration.ofMillis(input),
        Duration.ofMillis(cpu / 20),
        Duration.ofMillis(cpu),
        bytes,
        bytes);
  }

  private void report(String step, String subject, long from, long millis, StepTimes times) {
    reports.add(
        new StepReport(
            step,
            subject,
            null,
            false,
            Instant.EPOCH.plusMillis(from),
            Duration.ofMillis(millis),
            times,
            List.of()));
  }

  /** The same of a run that started then. */
  private static StepReport after(Instant started, StepReport report) {
    return new StepReport(
        report.step(),
        report.subject(),
        report.failure(),
        report.reused(),
        started.plus(Duration.between(Instant.EPOCH, report.started())),
        report.elapsed(),
        report.times(),
        List.of());
  }

  private void publish() {
    Instant last =
        reports.stream()
            .map(report -> report.started().plus(report.elapsed()))
            .max(Comparator.naturalOrder())
            .orElseThrow();
    Instant started = Instant.now().minus(Duration.between(Instant.EPOCH, last)); // It ends now.
    reports.replaceAll(report -> after(started, report));
    TreeMap<String, String> options = new TreeMap<>();
    options.put("sortBy", "wiki_id,page_id");
    PublishRequest request =
        new PublishRequest("run-of-many", DUMP, options, started, folder.toUri());
    StepEnvironment environment =
        new StepEnvironment("run-of-many", new LocalStorage(), URI.create("file:/none/"));
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(
                    "--enforceImmutability=false", "--enforceEncodability=false")
                .create());
    PCollectionTuple.of(PublishDump.FILES, create(pipeline, files, DumpFile.class))
        .and(PublishDump.CONVERTED, create(pipeline, converted, ConvertedFile.class))
        .and(PublishDump.PARTS, create(pipeline, parts, Part.class))
        .and(PublishDump.REPORTS, create(pipeline, reports, StepReport.class))
        .apply("Publish", PublishDump.to(request, environment));
    pipeline.run().waitUntilFinish();
  }

  private static <T> PCollection<T> create(Pipeline pipeline, List<T> values, Class<T> type) {
    return pipeline.apply(type.getSimpleName(), Create.of(values).withCoder(JsonCoder.of(type)));
  }
}
