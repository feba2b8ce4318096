package dev.sluice.publish;

import dev.sluice.convert.ConvertedFile;
import dev.sluice.dump.Checksum;
import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.Replica;
import dev.sluice.fetch.RawFile;
import dev.sluice.sort.Part;
import dev.sluice.sort.Run;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepTimes;
import dev.sluice.storage.StoredFile;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the steps of a run over three files with 10, 20 and 30 records gave. */
final class RunResults {
  static final Dump DUMP = Dump.parse("xwiki/20260101/stub-articles");
  static final Instant STARTED = Instant.parse("2026-01-02T03:04:05Z");

  final List<DumpFile> files = new ArrayList<>();
  final List<ConvertedFile> converted = new ArrayList<>();
  final List<Part> parts = new ArrayList<>();
  final List<StepReport> reports = new ArrayList<>();
  private final URI folder;

  private RunResults(URI folder) {
    this.folder = folder;
  }

  /**
   * A run without a failure.
   *
   * @param folder where its two parts are, ending in a slash
   */
  static RunResults complete(URI folder) {
    RunResults results = new RunResults(folder);
    results.report("List dump files", DUMP.toString(), null, 10);
    for (int ordinal = 0; ordinal < 3; ordinal++) {
      results.file(ordinal);
    }
    results.parts.add(results.part(0, 40));
    results.parts.add(results.part(1, 20));
    return results;
  }

  Gathered gathered() {
    return new Gathered(files, converted, parts, reports);
  }

  /** The same in another order, as a runner may hand them over. */
  RunResults reversed() {
    for (List<?> list : List.of(files, converted, parts, reports)) {
      Collections.reverse(list);
    }
    return this;
  }

  PublishRequest request() {
    Map<String, String> options = Map.of("sortBy", "a", "compression", "none", "partMiB", "512");
    return new PublishRequest("run-1", DUMP, new TreeMap<>(options), STARTED, folder);
  }

  void report(String step, String subject, @Nullable String failure, int millis) {
    reports.add(
        new StepReport(
            step,
            subject,
            failure,
            false,
            STARTED,
            Duration.ofMillis(millis),
            StepTimes.ZERO,
            List.of()));
  }

  private void file(int ordinal) {
    long records = 10L * (ordinal + 1);
    String name = "f%d.gz".formatted(ordinal);
    Mirror mirror = new Mirror(URI.create("ftp://m%d.example/".formatted(ordinal)), 2);
    Checksum sha1 = new Checksum(Checksum.Algorithm.SHA1, "0".repeat(40));
    DumpFile file =
        new DumpFile(
            DUMP,
            ordinal,
            name,
            100 * records,
            ordinal == 2 ? null : sha1,
            List.of(new Replica(mirror, name)));
    files.add(file);
    Checksum digest =
        Objects.requireNonNullElse(
            file.checksum(), new Checksum(Checksum.Algorithm.SHA256, "2".repeat(64)));
    RawFile raw = new RawFile(file, folder.resolve(name), digest, mirror);
    Run run =
        new Run(stored(name + ".run", 1, 0), ordinal, name, records, records * 1000, ordinal != 1);
    converted.add(
        new ConvertedFile(
            raw,
            run,
            ordinal + 1,
            0,
            records,
            new TreeMap<>(Map.of("page/upload", 1L, "page/x" + ordinal, 2L)),
            new TreeMap<>(Map.of("stub", records, "deleted", 0L)),
            ordinal,
            null));
    report("Download", name, null, 200);
    report("Convert", name, null, 300);
  }

  private Part part(int index, long records) {
    return new Part(
        stored("part-%05d-of-00002.ndjson".formatted(index), records * 500, index),
        index,
        records,
        records * 1000,
        List.of("xwiki", index),
        List.of("xwiki", index + 1));
  }

  private StoredFile stored(String name, long bytes, int digest) {
    return new StoredFile(folder.resolve(name), bytes, Integer.toString(digest).repeat(64));
  }
}
