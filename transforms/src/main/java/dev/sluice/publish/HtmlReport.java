package dev.sluice.publish;

import static dev.sluice.publish.ReportText.bytes;
import static dev.sluice.publish.ReportText.count;
import static dev.sluice.publish.ReportText.duration;
import static dev.sluice.publish.ReportText.escaped;

import dev.sluice.publish.Manifest.InputFile;
import dev.sluice.sort.Part;
import dev.sluice.step.StepReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A run for people: {@code _sluice/report.html}, one file that needs no other and no network. In
 * words first, then timeline, throughput, critical path, failures and retries, and tables of files
 * and parts.
 */
final class HtmlReport {
  private static final int MOST_STEPS_SHOWN = 20;
  private static final int MOST_RETRIES_SHOWN = 100;

  private final Manifest manifest;
  private final List<StepReport> executions;
  private final Verdict verdict;
  private final StringBuilder html = new StringBuilder();

  private HtmlReport(Manifest manifest, List<StepReport> executions, int coreCount) {
    this.manifest = manifest;
    this.executions = executions;
    this.verdict =
        Verdict.of(executions, manifest.times().started(), manifest.times().ended(), coreCount);
  }

  /**
   * The report's text.
   *
   * @param executions how every execution of every step ended
   * @param coreCount how many cores they had
   */
  static String of(Manifest manifest, List<StepReport> executions, int coreCount) {
    return new HtmlReport(manifest, executions, coreCount).write();
  }

  private String write() {
    String title = "Sluice: " + manifest.dump();
    html.append("<!DOCTYPE html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n")
        .append("<meta name='viewport' content='width=device-width, initial-scale=1'>\n")
        .append("<link rel='icon' href='data:,'>\n")
        .append("<title>")
        .append(escaped(title))
        .append("</title>\n<style>\n")
        .append(style())
        .append("</style>\n</head>\n<body>\n<main>\n<h1>")
        .append(escaped(manifest.dump().toString()))
        .append("</h1>\n");
    summary();
    failures();
    retries();
    limits();
    timeline();
    throughput();
    criticalPath();
    steps();
    files();
    parts();
    settings();
    return html.append("</main>\n</body>\n</html>\n").toString();
  }

  private void summary() {
    Manifest.Totals totals = manifest.totals();
    paragraph(
        manifest.complete() ? "done" : "incomplete",
        "%s %s of %s, %s of dump, %s in %s (%s), %s."
            .formatted(
                manifest.complete() ? "Done:" : "Not complete:",
                count(manifest.files().size(), "file", "files"),
                String.format(Locale.ROOT, "%,d", totals.files()),
                bytes(totals.fileBytes()),
                count(totals.records(), "record", "records"),
                count(manifest.parts().size(), "part", "parts"),
                bytes(totals.partBytes()),
                duration(verdict.elapsed())));
    paragraph("verdict", verdict.sentence());
    if (verdict.greatest() == Limit.SLOTS) {
      Duration limited = verdict.limits().getOrDefault(Limit.SLOTS, Duration.ZERO);
      MirrorUse.advice(mirrors(), limited).ifPresent(advice -> paragraph("advice", advice));
    }
    long reused = executions.stream().filter(StepReport::reused).count();
    if (reused > 0) {
      paragraph(
          "reused", count(reused, "step was", "steps were") + " done by an earlier run already.");
    }
  }

  private List<MirrorUse> mirrors() {
    return MirrorUse.of(manifest.files(), executions);
  }

  private void failures() {
    if (manifest.failures().isEmpty()) {
      return;
    }
    heading("What failed");
    HtmlTable table = new HtmlTable("Failures", "Step", "What", "Why");
    manifest
        .failures()
        .forEach(failure -> table.row(failure.step(), failure.subject(), failure.reason()));
    html.append(table);
  }

  private void retries() {
    long all = executions.stream().mapToInt(execution -> execution.retries().size()).sum();
    if (all == 0) {
      return;
    }
    heading("What was tried again");
    HtmlTable table = new HtmlTable("Retries", "Step", "What", "Why");
    executions.stream()
        .flatMap(
            execution ->
                execution.retries().stream()
                    .map(why -> List.of(execution.step(), execution.subject(), why)))
        .limit(MOST_RETRIES_SHOWN)
        .forEach(row -> table.row(row.toArray(new String[0])));
    html.append(table);
    if (all > MOST_RETRIES_SHOWN) {
      paragraph("retries", "And %,d more.".formatted(all - MOST_RETRIES_SHOWN));
    }
  }

  private void limits() {
    heading("What held the run back");
    HtmlTable table =
        new HtmlTable("For how long each thing was the limit", "Limit", "#Time", "#Share");
    verdict.limits().entrySet().stream()
        .sorted(Map.Entry.<Limit, Duration>comparingByValue().reversed())
        .forEach(
            entry ->
                table.row(
                    entry.getKey().words(),
                    duration(entry.getValue()),
                    String.format(Locale.ROOT, "%.0f %%", 100 * verdict.share(entry.getKey()))));
    html.append(table);
  }

  private void timeline() {
    heading("Timeline");
    html.append("<p class='legend'>");
    for (Limit limit : Limit.values()) {
      html.append(
          "<span><i class='%s'></i>%s</span> "
              .formatted(TimelineChart.css(limit), escaped(limit.label())));
    }
    html.append("</p>\n<div class='chart'>\n")
        .append(TimelineChart.of(executed(), manifest.times().started(), manifest.times().ended()))
        .append("</div>\n");
  }

  private List<StepReport> executed() {
    return executions.stream().filter(execution -> !execution.reused()).toList();
  }

  private void throughput() {
    heading("Throughput");
    Map<String, String> mirrorOf =
        manifest.files().stream()
            .collect(Collectors.toMap(InputFile::name, InputFile::mirror, (a, b) -> a));
    html.append("<h3>Read, by step</h3>\n<div class='chart'>\n")
        .append(
            RateChart.of(
                executions,
                manifest.times().started(),
                manifest.times().ended(),
                StepReport::step,
                "Bytes a second that each step read"))
        .append("</div>\n<h3>Served, by mirror</h3>\n<div class='chart'>\n")
        .append(
            RateChart.of(
                executions,
                manifest.times().started(),
                manifest.times().ended(),
                execution ->
                    Spending.isFetching(execution) ? mirrorOf.get(execution.subject()) : null,
                "Bytes a second that each mirror served"))
        .append("</div>\n");
    HtmlTable table =
        new HtmlTable("Mirrors", "Mirror", "#Files", "#Bytes", "#Connections", "#Each, a second");
    for (MirrorUse use : mirrors()) {
      table.row(
          use.mirror(),
          Integer.toString(use.files()),
          bytes(use.bytes()),
          Integer.toString(use.connections()),
          bytes(Math.round(use.rate())));
    }
    html.append(table);
  }

  private void criticalPath() {
    heading("Critical path");
    List<StepReport> path = CriticalPath.of(executions);
    int hidden = Math.max(0, path.size() - MOST_STEPS_SHOWN);
    HtmlTable table =
        new HtmlTable("What the end waited for, the last ones", "Step", "What", "#Began", "#Took");
    for (StepReport execution : path.subList(hidden, path.size())) {
      table.row(
          execution.step(),
          execution.subject(),
          duration(Duration.between(manifest.times().started(), execution.started())),
          duration(execution.elapsed()));
    }
    html.append(table);
  }

  private void steps() {
    heading("Steps");
    List<String> head = new ArrayList<>(List.of("Step", "#Executions", "#Reused", "#Time"));
    for (Limit limit : Limit.values()) {
      if (limit != Limit.OTHER) {
        head.add("#" + limit.label());
      }
    }
    HtmlTable table = new HtmlTable("Where the steps' time went", head.toArray(new String[0]));
    for (Manifest.StepTime step : manifest.times().steps()) {
      Spending spending = spending(step);
      List<String> cells =
          new ArrayList<>(
              List.of(
                  step.step(),
                  Integer.toString(step.executions()),
                  Integer.toString(step.reused()),
                  duration(step.elapsed())));
      for (Limit limit : Limit.values()) {
        if (limit != Limit.OTHER) {
          long nanos = (long) (spending.on(limit) * step.elapsed().toNanos());
          cells.add(duration(Duration.ofNanos(nanos)));
        }
      }
      table.row(cells.toArray(new String[0]));
    }
    html.append(table);
  }

  private Spending spending(Manifest.StepTime step) {
    return Spending.of(
        new StepReport(
            step.step(),
            "",
            null,
            false,
            manifest.times().started(),
            step.elapsed(),
            step.times(),
            List.of()));
  }

  private void files() {
    heading("Files");
    HtmlTable table =
        new HtmlTable(
            "Files of the dump",
            "File",
            "#Bytes",
            "#Pages",
            "#Records",
            "Mirror",
            "Checksum",
            "Digest");
    for (InputFile file : manifest.files()) {
      table.row(
          file.name(),
          String.format(Locale.ROOT, "%,d", file.bytes()),
          String.format(Locale.ROOT, "%,d", file.pages()),
          String.format(Locale.ROOT, "%,d", file.records()),
          file.mirror(),
          Optional.ofNullable(file.checksum()).orElse("none given: length only"),
          file.digest());
    }
    html.append(table);
  }

  private void parts() {
    heading("Parts");
    HtmlTable table =
        new HtmlTable("Parts", "Part", "#Bytes", "#Records", "First key", "Last key", "SHA-256");
    for (Part part : manifest.parts()) {
      String path = part.file().uri().getPath();
      table.row(
          path.substring(path.lastIndexOf('/') + 1),
          String.format(Locale.ROOT, "%,d", part.file().bytes()),
          String.format(Locale.ROOT, "%,d", part.records()),
          Objects.toString(part.firstKey(), ""),
          Objects.toString(part.lastKey(), ""),
          part.file().sha256());
    }
    html.append(table);
  }

  private void settings() {
    heading("Options and environment");
    HtmlTable table =
        new HtmlTable("Options that the bytes of the parts depend on", "Option", "Value");
    manifest.options().forEach(table::row);
    html.append(table);
    HtmlTable environment = new HtmlTable("Where it was published", "What", "Value");
    environment.row("Run", manifest.run());
    environment.row("Began", manifest.times().started().toString());
    environment.row("Java", System.getProperty("java.version", ""));
    environment.row(
        "System", System.getProperty("os.name", "") + " " + System.getProperty("os.arch", ""));
    html.append(environment);
  }

  private void heading(String text) {
    html.append("<h2>").append(escaped(text)).append("</h2>\n");
  }

  private void paragraph(String css, String text) {
    html.append("<p class='%s'>%s</p>%n".formatted(css, escaped(text)));
  }

  private static String style() {
    try (InputStream in =
        Objects.requireNonNull(HtmlReport.class.getResourceAsStream("report.css"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
