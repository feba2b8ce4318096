package dev.sluice.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.publish.Inspection;
import dev.sluice.publish.Manifest;
import dev.sluice.publish.Publication;
import dev.sluice.publish.PublishedManifest;
import dev.sluice.publish.ShownOrder;
import dev.sluice.sort.Part;
import dev.sluice.step.Progress;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code inspect}: what was published, and whether it still is what its manifest says. */
@Command(
    name = "inspect",
    description =
        "Prints the manifest of what run, convert or sort published, and reads all parts again:"
            + " digests, numbers of records, and the order within each part and from one to the"
            + " next. Changes nothing. Exit code 0 if all is as it should be, 1 if not.",
    footer = {"", "Example: sluice inspect --input=elwikivoyage-json"})
final class InspectCommand extends SluiceCommand {
  private static final String STEP = "Inspect parts";
  private static final String MANIFEST = "_sluice/manifest.json";

  /** A manifest, as it stands below the output of {@code run}: WIKI/DATE/FAMILY. */
  private static final Pattern DUMP_MANIFEST =
      Pattern.compile("[^/]+/[^/]+/[^/]+/" + Pattern.quote(MANIFEST));

  @Option(
      names = "--input",
      paramLabel = "FOLDER",
      description =
          "The output of a command: what --output named, or a dump's own folder below it; on S3"
              + " s3://BUCKET/PREFIX.")
  private @Nullable String input;

  @Mixin private S3Options s3 = new S3Options();

  InspectCommand(Host host) {
    super(host);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (input == null) {
      throw new UsageException("Missing --input (expected --input=FOLDER)");
    }
    URI folder = Locations.storedFolder("--input", input);
    Access.by(s3.settings()).requireListableFolder("--input", folder);
    Storage storage = host().with(s3.settings()).storage();
    List<URI> published = published(storage, folder);
    if (published.isEmpty()) {
      throw new UsageException(
          "Cannot use --input=%s: there is no manifest in it (expected the output of run, convert"
                  .formatted(input)
              + " or sort)");
    }
    int exitCode = ExitCode.DONE;
    for (URI one : published) {
      exitCode = Math.max(exitCode, inspect(storage, one));
    }
    return exitCode;
  }

  /** The folder itself or, where it is the output of runs, those of the dumps in it. */
  private static List<URI> published(Storage storage, URI folder) throws IOException {
    if (storage.exists(folder.resolve(MANIFEST))) {
      return List.of(folder);
    }
    return storage.list(folder).stream()
        .filter(file -> DUMP_MANIFEST.matcher(folder.relativize(file).getPath()).matches())
        .map(file -> file.resolve("../"))
        .toList();
  }

  private int inspect(Storage storage, URI folder) throws IOException, InterruptedException {
    Publication publication = Publication.in(storage, folder);
    PublishedManifest manifest = read(publication, folder);
    ShownOrder order = order(manifest, folder);
    print(ManifestText.of(manifest, order, folder));
    List<String> findings = findings(new Inspection(storage, folder, manifest, order));
    if (!manifest.equals(read(publication, folder))) {
      throw new IOException(
          "Cannot inspect %s: something was published there meanwhile"
              .formatted(Locations.text(folder)));
    }
    findings.forEach(finding -> host().err().printf("FAILED  %s%n", finding));
    List<Manifest.Failure> failures = manifest instanceof Manifest run ? run.failures() : List.of();
    failures.forEach(failure -> host().err().printf("FAILED  %s%n", failure.reason()));
    boolean good = findings.isEmpty() && manifest.complete();
    host().err().println(verdict(manifest, order, findings.size(), folder));
    return good ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static PublishedManifest read(Publication publication, URI folder) throws IOException {
    PublishedManifest manifest =
        publication
            .published()
            .orElseThrow(
                () ->
                    new IOException(
                        "Cannot inspect %s: its manifest was taken away meanwhile"
                            .formatted(Locations.text(folder))));
    if (manifest.format() != Manifest.FORMAT) {
      throw new IOException(
          "Cannot inspect %s: its manifest is of another version of Sluice (format %d; expected %d)"
              .formatted(Locations.text(folder), manifest.format(), Manifest.FORMAT));
    }
    return manifest;
  }

  private static ShownOrder order(PublishedManifest manifest, URI folder) throws IOException {
    try {
      return ShownOrder.of(manifest.options());
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "Cannot inspect %s: the options in its manifest name no order (%s)"
              .formatted(Locations.text(folder), e.getMessage()),
          e);
    }
  }

  private void print(String text) throws IOException {
    OutputStream out = new StandardStream(host().out()); // Left open: it is the caller's.
    out.write(text.getBytes(UTF_8));
    out.flush();
  }

  private List<String> findings(Inspection inspection) throws IOException, InterruptedException {
    Progress progress = Progress.of(UUID.randomUUID().toString());
    List<Part> parts = inspection.manifest().parts();
    progress.expect(STEP, 1, parts.stream().mapToLong(Part::bytes).sum());
    Progress.Execution execution = progress.start(STEP, "all");
    try (ProgressDisplay display =
        ProgressDisplay.start(
            () -> RunState.of(progress.steps()), host().err(), ProgressForm.AUTO)) {
      boolean failed = true;
      try {
        List<String> findings = inspection.findings(execution);
        failed = !findings.isEmpty();
        return findings;
      } finally {
        execution.end(failed);
      }
    }
  }

  private static String verdict(
      PublishedManifest manifest, ShownOrder order, int findings, URI folder) {
    String where = Locations.text(folder);
    if (findings > 0) {
      return "Not as published: %s (%d %s)"
          .formatted(where, findings, findings == 1 ? "finding" : "findings");
    }
    String what =
        "%d %s, %,d records, %s"
            .formatted(
                manifest.parts().size(),
                manifest.parts().size() == 1 ? "part" : "parts",
                manifest.records(),
                ManifestText.order(order));
    return manifest.complete()
        ? "As published: %s: %s".formatted(where, what)
        : "As published, but not complete: %s: %s".formatted(where, what);
  }
}
