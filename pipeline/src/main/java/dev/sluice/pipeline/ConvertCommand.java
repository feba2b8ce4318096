package dev.sluice.pipeline;

import dev.sluice.convert.Conversion;
import dev.sluice.convert.ConvertStream;
import dev.sluice.convert.decompress.DumpInput;
import dev.sluice.convert.records.ConversionSummary;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.publish.PartsManifest;
import dev.sluice.publish.Publication;
import dev.sluice.sort.Part;
import dev.sluice.sort.PartLayout;
import dev.sluice.sort.Parts;
import dev.sluice.sort.Run;
import dev.sluice.sort.SortOrder;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code convert}: one dump file to NDJSON, in the file's order. */
@Command(
    name = "convert",
    description =
        "Converts one dump file (plain, gzip, bzip2, 7z or zstd, told by its content) to"
            + " newline-delimited JSON, in the file's order.",
    footer = {
      "",
      "Example: sluice convert --input=aawiki-20260101-pages-meta-history.xml.7z"
          + " --output=aawiki.ndjson.zst"
    })
final class ConvertCommand extends SluiceCommand {

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "The dump file, here or s3://BUCKET/KEY; - is standard input.")
  private @Nullable String input;

  @Mixin private OutputOption target = new OutputOption();
  @Mixin private RecordOptions records = new RecordOptions();
  @Mixin private PartOptions parts = new PartOptions();
  @Mixin private S3Options s3 = new S3Options();

  ConvertCommand(Host host) {
    super(host);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    RecordSettings settings = records.settings();
    Host host = host().with(s3.settings());
    Access access = Access.by(s3.settings());
    Input source = Input.one(input, host.storage(), access);
    Output output = target.output(parts, access);
    Conversion conversion =
        output instanceof Output.OneStream stream
            ? stream.write(host, out -> toStream(source, settings, out))
            : toParts(host, source, settings, (Output.PartsFolder) output);
    ConversionSummary summary = conversion.summary();
    host().err().printf("%,d records%s%n", summary.records(), of(summary));
    if (!summary.unknownElements().isEmpty()) {
      host().err().printf("Skipped elements that no column takes: %s%n", summary.unknownElements());
    }
    if (conversion.verifiedTexts() != null) {
      host().err().println(VerificationLine.of(conversion.verifiedTexts()));
    }
    return ExitCode.DONE;
  }

  private static String of(ConversionSummary summary) {
    return (summary.pages() > 0 ? " of %,d pages".formatted(summary.pages()) : "")
        + (summary.skipped() > 0
            ? ", %,d of other namespaces left out".formatted(summary.skipped())
            : "");
  }

  private static Conversion toStream(Input source, RecordSettings settings, OutputStream out)
      throws IOException {
    try (DumpInput dump = source.dump()) {
      return ConvertStream.convert(dump, settings, out);
    }
  }

  private Conversion toParts(
      Host host, Input source, RecordSettings settings, Output.PartsFolder output)
      throws IOException, InterruptedException {
    return output.write(
        host,
        "convert",
        (publication, work) ->
            toParts(host.storage(), source, settings, output.folder(), publication, work));
  }

  private Conversion toParts(
      Storage storage,
      Input source,
      RecordSettings settings,
      URI folder,
      Publication publication,
      URI work)
      throws IOException, InterruptedException {
    try (DumpInput dump = source.dump()) {
      ConvertStream.Staged staged =
          ConvertStream.stage(dump, settings, storage, work.resolve("0.run"));
      PartLayout layout =
          new PartLayout(SortOrder.NONE, folder, parts.partBytes(), parts.compression(), work);
      List<Run> runs = List.of(staged.run());
      publication.begin();
      List<Part> made = Parts.of(storage, runs, layout, bytes -> {});
      Conversion conversion = staged.conversion();
      ConversionSummary summary = conversion.summary();
      SortedMap<String, String> options = RecordOptions.asOptions(settings);
      options.putAll(parts.asOptions(SortOrder.NONE));
      publication.finish(
          made,
          PartsManifest.of(List.of(source.name()), options, made)
              .withCounts(
                  summary.skipped(),
                  summary.unknownElements(),
                  summary.texts(),
                  conversion.referenceDocuments(),
                  conversion.verifiedTexts()),
          true);
      return conversion;
    }
  }
}
