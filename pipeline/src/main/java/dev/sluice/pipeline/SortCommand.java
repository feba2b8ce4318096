package dev.sluice.pipeline;

import dev.sluice.publish.PartsManifest;
import dev.sluice.publish.Publication;
import dev.sluice.sort.LineInput;
import dev.sluice.sort.Part;
import dev.sluice.sort.PartLayout;
import dev.sluice.sort.SortLines;
import dev.sluice.sort.SortMemory;
import dev.sluice.sort.SortOrder;
import dev.sluice.sort.SortedLines;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sort}: NDJSON files into one order, with bounded memory. */
@Command(
    name = "sort",
    description =
        "Sorts newline-delimited JSON (plain, gzip or zstd), more of it than memory holds. Stable.",
    footer = {
      "",
      "Example: sluice sort --input=a.ndjson,b.ndjson.gz --output=sorted.ndjson"
          + " --sortBy=revision_dt:desc,page_id"
    })
final class SortCommand extends SluiceCommand {

  @Option(
      names = "--input",
      split = ",",
      paramLabel = "FILE[,FILE...]",
      hideParamSyntax = true,
      description = "NDJSON files, here or s3://BUCKET/KEY; - is standard input.")
  private List<String> inputs = List.of();

  @Mixin private OutputOption target = new OutputOption();

  @Mixin private WorkOption work = new WorkOption();
  @Mixin private SortingOptions sorting = new SortingOptions();
  @Mixin private PartOptions parts = new PartOptions();
  @Mixin private S3Options s3 = new S3Options();

  SortCommand(Host host) {
    super(host);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    SortOrder order = sorting.order();
    if (order == null) {
      throw new UsageException("Missing --sortBy (expected --sortBy=FIELD[:desc][,FIELD])");
    }
    Host host = host().with(s3.settings());
    Access access = Access.by(s3.settings());
    List<Input> sources = Input.all(inputs, host.storage(), access);
    Output output = target.output(parts, access);
    @Nullable URI given = work.given(access);
    long records;
    if (output instanceof Output.OneStream stream) {
      SortLines sort = sort(host.storage(), order, given == null ? stream.work() : given);
      records = stream.write(host, out -> sort.toStream(lines(sources), out, bytes -> {}));
    } else {
      Output.PartsFolder folder = (Output.PartsFolder) output;
      records =
          folder.write(
              host,
              "sort",
              (publication, own) -> {
                SortLines sort = sort(host.storage(), order, given == null ? own : given);
                return toParts(sort, sources, folder.folder(), publication);
              });
    }
    host().err().printf("%,d records%n", records);
    return ExitCode.DONE;
  }

  private SortLines sort(Storage storage, SortOrder order, URI folder) {
    return new SortLines(storage, order, folder, SortMemory.whole(sorting.memoryMib()));
  }

  private static List<LineInput> lines(List<Input> sources) {
    return sources.stream().map(Input::lines).toList();
  }

  private long toParts(SortLines sort, List<Input> sources, URI folder, Publication publication)
      throws IOException, InterruptedException {
    PartLayout layout =
        new PartLayout(sort.order(), folder, parts.partBytes(), parts.compression(), sort.work());
    try (SortedLines sorted = sort.read(lines(sources), bytes -> {})) {
      publication.begin();
      List<Part> made = sorted.toParts(layout, bytes -> {});
      List<String> names = sources.stream().map(Input::name).toList();
      PartsManifest manifest = PartsManifest.of(names, parts.asOptions(sort.order()), made);
      publication.finish(made, manifest, true);
      return manifest.records();
    }
  }
}
