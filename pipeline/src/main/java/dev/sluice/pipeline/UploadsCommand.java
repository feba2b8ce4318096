package dev.sluice.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.storage.S3Access;
import dev.sluice.storage.S3Storage;
import dev.sluice.storage.S3Uploads;
import dev.sluice.storage.UnfinishedUpload;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code uploads}: the unfinished multipart uploads below an output on S3. */
@Command(
    name = "uploads",
    description =
        "Lists unfinished multipart uploads to S3: what killed runs left, which costs and is not"
            + " seen. A run aborts its own when it is stopped, and those of earlier runs when it"
            + " begins.",
    footer = {
      "",
      "Example: sluice uploads --output=s3://my-bucket/wikivoyage --abort=true --expireDays=7"
    })
final class UploadsCommand extends SluiceCommand {
  private static final int MOST_DAYS = 36_500;

  @Option(
      names = "--output",
      paramLabel = "s3://BUCKET[/PREFIX]",
      description = "The folder below which uploads are looked for.")
  private @Nullable String output;

  @Option(
      names = "--abort",
      arity = BOOLEAN,
      paramLabel = TRUE_OR_FALSE,
      fallbackValue = "true",
      description = "Aborts them. Not while a run is at work there: its own are among them.")
  private boolean abort;

  @Option(
      names = "--expireDays",
      paramLabel = "N",
      description =
          "Has the service abort uploads below the folder N days after they began: adds a"
              + " lifecycle rule to the bucket, whose other rules stay.")
  private @Nullable Integer expireDays;

  @Mixin private S3Options s3 = new S3Options();

  UploadsCommand(Host host) {
    super(host);
  }

  @Override
  public Integer call() throws IOException {
    URI folder = folder();
    if (expireDays != null && (expireDays < 1 || expireDays > MOST_DAYS)) {
      throw new UsageException(
          "Cannot use --expireDays=%d (expected 1 to %d)".formatted(expireDays, MOST_DAYS));
    }
    Access.refuseIf(
        new S3Access(s3.settings()).whyNotListable(folder), "--output", Locations.text(folder));
    S3Uploads uploads = new S3Storage(s3.settings()).uploads(folder);
    list(uploads, folder);
    if (expireDays != null) {
      uploads.expireAfter(expireDays);
      host()
          .err()
          .printf(
              "Uploads below %s are aborted %d days after they began, by a rule of the bucket%n",
              Locations.text(folder), expireDays);
    }
    return ExitCode.DONE;
  }

  private URI folder() {
    if (output == null) {
      throw new UsageException("Missing --output (expected --output=s3://BUCKET[/PREFIX])");
    }
    URI folder = Locations.storedFolder("--output", output);
    if (!Locations.isS3(folder)) {
      throw new UsageException(
          "Cannot use --output=%s: it is not on S3 (expected s3://BUCKET[/PREFIX])"
              .formatted(output));
    }
    return folder;
  }

  private void list(S3Uploads uploads, URI folder) throws IOException {
    List<UnfinishedUpload> found = uploads.list();
    TextTable table = new TextTable(1, 3, "Key", "Age", "So far");
    for (UnfinishedUpload upload : found) {
      table.add(
          Locations.text(upload.uri()),
          age(Duration.between(upload.begun(), Instant.now())),
          ProgressLines.bytes(uploads.bytes(upload)));
      if (abort) {
        uploads.abort(upload);
      }
    }
    if (!found.isEmpty()) {
      OutputStream out = new StandardStream(host().out()); // Left open: it is the caller's.
      out.write(table.toString().getBytes(UTF_8));
      out.flush();
    }
    host()
        .err()
        .printf(
            "%d unfinished %s below %s%s%n",
            found.size(),
            found.size() == 1 ? "upload" : "uploads",
            Locations.text(folder),
            abort && !found.isEmpty() ? ", aborted" : "");
  }

  private static String age(Duration age) {
    return age.toDays() > 0
        ? "%d d %d h".formatted(age.toDays(), age.toHoursPart())
        : "%d h %d min".formatted(Math.max(0, age.toHours()), Math.max(0, age.toMinutesPart()));
  }
}
