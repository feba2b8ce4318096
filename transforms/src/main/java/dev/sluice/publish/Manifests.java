package dev.sluice.publish;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import dev.sluice.convert.ConvertedFile;
import dev.sluice.dump.DumpFile;
import dev.sluice.publish.Manifest.Failure;
import dev.sluice.publish.Manifest.InputFile;
import dev.sluice.publish.Manifest.StepTime;
import dev.sluice.publish.Manifest.Times;
import dev.sluice.publish.Manifest.Totals;
import dev.sluice.sort.Part;
import dev.sluice.step.Cores;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Draws up a run's manifest, and with it the account of whether anything is missing. */
final class Manifests {
  private Manifests() {}

  static Manifest of(PublishRequest request, Gathered gathered, Instant ended) {
    List<ConvertedFile> converted =
        gathered.converted().stream()
            .sorted(comparingInt(file -> file.raw().file().ordinal()))
            .toList();
    List<Part> parts = gathered.parts().stream().sorted(comparingInt(Part::index)).toList();
    Totals totals =
        new Totals(
            gathered.files().size(),
            converted.stream().mapToLong(file -> file.raw().file().bytes()).sum(),
            converted.stream().mapToLong(ConvertedFile::pages).sum(),
            converted.stream().mapToLong(ConvertedFile::skipped).sum(),
            parts.stream().mapToLong(Part::records).sum(),
            parts.stream().mapToLong(Part::bytes).sum(),
            parts.stream().mapToLong(part -> part.file().bytes()).sum());
    List<Failure> failures = failures(gathered, converted, totals);
    Verdict verdict = Verdict.of(gathered.reports(), request.started(), ended, Cores.COUNT);
    return new Manifest(
        Manifest.FORMAT,
        request.run(),
        request.dump(),
        request.options(),
        failures.isEmpty(),
        converted.stream().map(Manifests::inputFile).toList(),
        parts,
        totals,
        sum(converted, ConvertedFile::unknownElements),
        sum(converted, ConvertedFile::textStates),
        failures,
        new Times(
            request.started(),
            ended,
            stepTimes(gathered.reports()),
            verdict.byName(),
            verdict.sentence()));
  }

  /** The steps' failures, or else what the books say is missing: nothing may be lost silently. */
  private static List<Failure> failures(
      Gathered gathered, List<ConvertedFile> converted, Totals totals) {
    List<Failure> failures = new ArrayList<>();
    gathered.reports().stream()
        .filter(StepReport::failed)
        .sorted(comparing(StepReport::step).thenComparing(StepReport::subject))
        .forEach(
            report ->
                failures.add(
                    new Failure(
                        report.step(), report.subject(), String.valueOf(report.failure()))));
    long records = converted.stream().mapToLong(ConvertedFile::records).sum();
    if (failures.isEmpty() && (totals.records() != records || converted.size() != totals.files())) {
      failures.add(
          new Failure(
              "Publish",
              "all parts",
              "Cannot publish all: %d records of %d files are in the parts (expected %d of %d)"
                  .formatted(totals.records(), converted.size(), records, totals.files())));
    }
    return failures;
  }

  private static InputFile inputFile(ConvertedFile converted) {
    DumpFile file = converted.raw().file();
    return new InputFile(
        file.name(),
        file.bytes(),
        file.checksum() == null ? null : file.checksum().toString(),
        converted.raw().digest().toString(),
        converted.raw().mirror().name(),
        converted.raw().flaws(),
        converted.pages(),
        converted.skipped(),
        converted.records(),
        converted.referenceDocuments(),
        converted.verifiedTexts());
  }

  private static SortedMap<String, Long> sum(
      List<ConvertedFile> converted, Function<ConvertedFile, Map<String, Long>> counts) {
    SortedMap<String, Long> sums = new TreeMap<>();
    for (ConvertedFile file : converted) {
      counts.apply(file).forEach((name, count) -> sums.merge(name, count, Long::sum));
    }
    return sums;
  }

  private static List<StepTime> stepTimes(List<StepReport> reports) {
    return reports.stream()
        .collect(Collectors.groupingBy(StepReport::step, TreeMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(step -> stepTime(step.getKey(), step.getValue()))
        .toList();
  }

  private static StepTime stepTime(String step, List<StepReport> reports) {
    List<StepReport> executed = reports.stream().filter(report -> !report.reused()).toList();
    return new StepTime(
        step,
        executed.size(),
        reports.size() - executed.size(),
        executed.stream().map(StepReport::elapsed).reduce(Duration.ZERO, Duration::plus),
        executed.stream().map(StepReport::times).reduce(StepTimes.ZERO, StepTimes::plus));
  }
}
