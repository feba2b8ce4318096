package dev.sluice.pipeline;

import dev.sluice.publish.PartsManifest;
import dev.sluice.publish.Publication;
import dev.sluice.sort.Part;
import dev.sluice.sort.PartLayout;
import dev.sluice.sort.SortLines;
import dev.sluice.sort.SortMemory;
import dev.sluice.sort.SortOrder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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
      paramLabel = "FILE[,FILE]",
      description = "NDJSON files; - is standard input.")
  private @Nullable List<String> inputs;

  @Option(
      names = "--output",
      paramLabel = "FILE|FOLDER",
      description =
          "A file by a name ending in .ndjson, .ndjson.gz or .ndjson.zst; - is standard output; any"
              + " other name is a folder, which gets parts and a manifest.")
  private @Nullable String output;

  @Option(
      names = "--work",
      paramLabel = "FOLDER",
      description = "For spills (default: beside the output).")
  private @Nullable String work;

  @Mixin private SortingOptions sorting = new SortingOptions();
  @Mixin private PartOptions parts = new PartOptions();

  SortCommand(Host host) {
    super(host);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    SortOrder order = sorting.order();
    if (order == null) {
      throw new UsageException("Missing --sortBy (expected --sortBy=FIELD[:desc][,FIELD])");
    }
    InputFiles files = InputFiles.some(inputs, host().storage());
    OutputFile place = OutputFile.of(output);
    SortLines sort =
        new SortLines(
            host().storage(), order, workFolder(place), SortMemory.whole(sorting.memoryMib()));
    long records =
        place.single()
            ? place.write(
                host().storage(),
                host(),
                parts.compression(),
                out -> sort.toStream(files.lines(), out, bytes -> {}))
            : toParts(sort, files, place.folder());
    host().err().printf("%,d records%n", records);
    return ExitCode.DONE;
  }

  private long toParts(SortLines sort, InputFiles files, URI folder)
      throws IOException, InterruptedException {
    Publication publication = Publication.in(host().storage(), folder);
    publication.open();
    PartLayout layout =
        new PartLayout(sort.order(), folder, parts.partBytes(), parts.compression(), sort.work());
    try {
      List<Part> made = sort.toParts(files.lines(), layout, bytes -> {});
      SortedMap<String, Long> none = new TreeMap<>();
      PartsManifest manifest =
          PartsManifest.of(files.names(), parts.asOptions(sort.order()), made, 0, none, none);
      publication.close(made, manifest, true);
      return manifest.records();
    } finally {
      if (work == null) {
        host().storage().deleteFolder(sort.work());
      }
    }
  }

  private URI workFolder(OutputFile place) {
    if (work != null) {
      return Locations.folder("--work", work);
    }
    URI beside = place.uri();
    if (beside == null) {
      return Path.of(System.getProperty("java.io.tmpdir")).toUri();
    }
    return place.single() ? beside.resolve("./") : beside.resolve("_work/");
  }
}
