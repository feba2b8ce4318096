package dev.sluice.pipeline;

import dev.sluice.convert.VerifiedTexts;
import dev.sluice.publish.Manifest;
import dev.sluice.publish.Manifest.InputFile;
import dev.sluice.runners.ecs.TaskUse;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** What a run says at its end. */
final class RunSummary {
  private static final double MB = 1e6;

  private RunSummary() {}

  static void print(
      Manifest manifest, RunPlan plan, Map<String, TaskUse> taskUse, PrintStream out) {
    Manifest.Totals totals = manifest.totals();
    for (Manifest.Failure failure : manifest.failures()) {
      out.printf("FAILED  %s%n", failure.reason());
    }
    Duration elapsed = Duration.between(manifest.times().started(), manifest.times().ended());
    out.printf(
        "%s %s: %d of %d files, %.1f MB of dump, %,d records in %d %s (%.1f MB), %.1f s%n",
        manifest.complete() ? "Done:" : "Not complete:",
        manifest.dump(),
        manifest.files().size(),
        totals.files(),
        totals.fileBytes() / MB,
        totals.records(),
        manifest.parts().size(),
        manifest.parts().size() == 1 ? "part" : "parts",
        totals.partBytes() / MB,
        elapsed.toMillis() / 1e3);
    if (totals.skipped() > 0) {
      out.printf("Left out: %,d pages or log items of other namespaces%n", totals.skipped());
    }
    if (!manifest.unknownElements().isEmpty()) {
      out.printf("Skipped elements that no column takes: %s%n", manifest.unknownElements());
    }
    manifest.files().stream()
        .map(InputFile::verifiedTexts)
        .filter(Objects::nonNull)
        .reduce(VerifiedTexts::plus)
        .ifPresent(texts -> out.println(VerificationLine.of(texts)));
    out.println(manifest.times().verdict());
    taskUse.forEach((step, use) -> out.printf("ECS, %s: %s%n", step, use.text()));
    taskUse.values().stream()
        .reduce(TaskUse::plus)
        .ifPresent(use -> out.printf("ECS: %s%n", use.text()));
    URI profiles = plan.environment().profiles();
    if (profiles != null) {
      out.printf("Profile: %s%n", Locations.text(profiles));
    }
    out.printf("Output: %s%n", Locations.text(plan.folder()));
  }
}
