package dev.sluice.pipeline;

import dev.sluice.convert.ConvertFile;
import dev.sluice.convert.DownloadAndConvert;
import dev.sluice.dump.Checksum;
import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.fetch.DownloadFile;
import dev.sluice.pipeline.Forecast.Requests;
import dev.sluice.storage.Compression;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code plan} prints. */
final class PlanText {
  private static final int MIB = 1 << 20;

  private final RunPlan plan;
  private final List<DumpFile> files;

  PlanText(RunPlan plan, List<DumpFile> files) {
    this.plan = plan;
    this.files = files;
  }

  /** The dump and who holds it. */
  String dump() {
    boolean latest = plan.settings().dump().date().equals(Dump.LATEST);
    return "Dump: %s%s%n%n%s%n%s%d %s, %s%n%n"
        .formatted(
            plan.dump(),
            latest ? ", the newest complete one" : "",
            mirrors(),
            fileTable(),
            files.size(),
            files.size() == 1 ? "file" : "files",
            ProgressLines.bytes(bytes(files)));
  }

  /** What is left to do of it when all of it is published. */
  String nothing() {
    return "Nothing to do: %s is complete in %s (--fresh=true does it anew)%n"
        .formatted(plan.dump(), Locations.text(plan.folder()));
  }

  /** The steps, and what they take. */
  String work(Forecast forecast) {
    TextTable steps = new TextTable(1, 3, "Step", "Requests", "Done already");
    if (forecast.download() == null) {
      steps.add(DownloadAndConvert.NAME, count(forecast.convert()), done(forecast.convert()));
    } else {
      steps.add(DownloadFile.NAME, count(forecast.download()), done(forecast.download()));
      steps.add(ConvertFile.NAME, count(forecast.convert()), done(forecast.convert()));
    }
    steps.add("Sort runs", count(forecast.sort()), done(forecast.sort()));
    steps.add("Merge ranges", count(forecast.merge()), done(forecast.merge()));
    return "%s%n%s%n%s"
        .formatted(steps, String.join("\n", notes(forecast)) + "\n", places(forecast));
  }

  private TextTable mirrors() {
    TextTable table = new TextTable(2, 5, "", "Mirror", "Connections", "Files", "Bytes");
    List<Mirror> mirrors = plan.mirrors();
    for (int i = 0; i < mirrors.size(); i++) {
      Mirror mirror = mirrors.get(i);
      List<DumpFile> held = files.stream().filter(file -> holds(mirror, file)).toList();
      table.add(
          String.valueOf(i + 1),
          mirror.root().toString(),
          String.valueOf(mirror.connections()),
          "%d of %d".formatted(held.size(), files.size()),
          ProgressLines.bytes(bytes(held)));
    }
    return table;
  }

  private TextTable fileTable() {
    TextTable table = new TextTable(1, 2, "File", "Bytes", "Checksum", "On mirror");
    for (DumpFile file : files) {
      Checksum checksum = file.checksum();
      table.add(
          file.name(),
          String.format(Locale.ROOT, "%,d", file.bytes()),
          checksum == null ? "size only" : checksum.algorithm().name().toLowerCase(Locale.ROOT),
          holders(file));
    }
    return table;
  }

  private String holders(DumpFile file) {
    List<String> numbers = new ArrayList<>();
    List<Mirror> mirrors = plan.mirrors();
    for (int i = 0; i < mirrors.size(); i++) {
      if (holds(mirrors.get(i), file)) {
        numbers.add(String.valueOf(i + 1));
      }
    }
    return numbers.stream().collect(Collectors.joining(", "));
  }

  private static boolean holds(Mirror mirror, DumpFile file) {
    return file.replicas().stream().anyMatch(replica -> replica.mirror().equals(mirror));
  }

  private static long bytes(List<DumpFile> files) {
    return files.stream().mapToLong(DumpFile::bytes).sum();
  }

  private static String count(@Nullable Requests requests) {
    if (requests == null) {
      return "unknown";
    }
    return requests.least() == requests.most()
        ? String.valueOf(requests.least())
        : requests.least() + " to " + requests.most();
  }

  private static String done(@Nullable Requests requests) {
    return requests == null || requests.done() < 0 ? "unknown" : String.valueOf(requests.done());
  }

  private List<String> notes(Forecast forecast) {
    List<String> notes = new ArrayList<>();
    if (plan.settings().fresh()) {
      notes.add("--fresh=true: what earlier runs left is not used.");
    }
    if (forecast.sort().least() < forecast.sort().most()) {
      notes.add("Sort runs: only files whose records are not in order, which converting tells.");
    }
    SizeEstimate sizes = forecast.sizes();
    notes.add(
        "Merge ranges: one a part of %d MiB, of %s of JSON (%s)."
            .formatted(
                plan.settings().partBytes() / MIB,
                sizes.json() == null ? "an unknown amount" : sizes.json(),
                sizes.basis()));
    return notes;
  }

  private String places(Forecast forecast) {
    SizeEstimate sizes = forecast.sizes();
    boolean keepWork = plan.settings().keepWork();
    long raw = forecast.download() == null ? 0 : bytes(files);
    String total = sizes.staged() == null ? "unknown" : "about " + sizes.staged().plus(raw);
    String staged = sizes.staged() == null ? "an unknown amount" : sizes.staged().toString();
    String published = sizes.json() == null ? "unknown" : "about " + sizes.json();
    boolean compressed = plan.settings().compression() != Compression.NONE;
    String rawFiles =
        raw == 0
            ? ""
            : "%s of files as they come%s, "
                .formatted(
                    ProgressLines.bytes(raw), keepWork ? "" : ", each until it is converted");
    return "Work folder: %s%n  at most %s: %s%s of staged records%s%n%s"
            .formatted(
                Locations.text(plan.settings().work()),
                total,
                rawFiles,
                staged,
                keepWork ? "" : "; removed after success",
                forecast.sort().most() == 0
                    ? ""
                    : "  sorting a file takes up to twice its staged records more while it lasts\n")
        + "Output folder: %s%n  %s%s%n"
            .formatted(
                Locations.text(plan.folder()), published, compressed ? " before compression" : "");
  }
}
