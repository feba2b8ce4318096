package dev.sluice.pipeline;

import dev.sluice.publish.PartsManifest;
import dev.sluice.publish.Publication;
import dev.sluice.sort.LineInput;
import dev.sluice.sort.MissingFields;
import dev.sluice.sort.Part;
import dev.sluice.sort.PartLayout;
import dev.sluice.sort.SortLines;
import dev.sluice.sort.SortMemory;
import dev.sluice.sort.SortOrder;
import dev.sluice.sort.SortRules;
import dev.sluice.sort.SortedLines;
import dev.sluice.storage.Compression;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
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

  @Option(
      names = "--missing",
      paramLabel = "fail|first|last",
      description =
          "What becomes of a record that lacks a field to sort by (default: fail, which names file"
              + " and line).")
  private MissingFields missing = MissingFields.FAIL;

  @Option(
      names = "--unique",
      arity = BOOLEAN,
      paramLabel = TRUE_OR_FALSE,
      fallbackValue = "true",
      description = "Of records that are equal in all fields of --sortBy only the first one stays.")
  private boolean unique;

  @Option(
      names = "--check",
      arity = BOOLEAN,
      paramLabel = TRUE_OR_FALSE,
      fallbackValue = "true",
      description =
          "Sorts nothing: exit code 0 if the inputs are in order, each after the one before; else"
              + " 1, and the first line that is not is named.")
  private boolean check;

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
    if (unique && order.equals(SortOrder.NONE)) {
      throw new UsageException("Cannot use --unique with --sortBy=none (expected --sortBy=FIELD)");
    }
    Host host = host().with(s3.settings());
    Access access = Access.by(s3.settings());
    List<Input> sources = Input.all(inputs, host.storage(), access);
    if (check) {
      return check(host, order, sources);
    }
    Output output = target.output(parts, access);
    @Nullable URI given = work.given(access);
    long records;
    try (SortProgress progress = SortProgress.start(host, lines(sources))) {
      records = sort(host, order, sources, output, given, progress);
    }
    host.err().printf("%,d records%n", records);
    return ExitCode.DONE;
  }

  private long sort(
      Host host,
      SortOrder order,
      List<Input> sources,
      Output output,
      @Nullable URI given,
      SortProgress progress)
      throws IOException, InterruptedException {
    if (output instanceof Output.OneStream stream) {
      SortLines sort = sort(host.storage(), order, given == null ? stream.work() : given);
      List<LineInput> lines = lines(sources);
      return stream instanceof Output.SingleFile file && file.compression() == Compression.NONE
          ? file.fill(
              host,
              place -> sort.toFile(lines, place, given == null, progress::read, progress::written))
          : stream.write(host, out -> sort.toStream(lines, out, progress::read, progress::written));
    }
    Output.PartsFolder folder = (Output.PartsFolder) output;
    for (Input source : sources) {
      if (source.isWithin(folder.folder())) {
        throw new UsageException(
            "Cannot use --input=%s: what is in the folder of --output is replaced (expected inputs"
                    .formatted(source.name())
                + " elsewhere)");
      }
    }
    return folder.write(
        host,
        "sort",
        (publication, own) -> {
          SortLines sort = sort(host.storage(), order, given == null ? own : given);
          return toParts(sort, sources, folder.folder(), publication, progress);
        });
  }

  private int check(Host host, SortOrder order, List<Input> sources)
      throws IOException, InterruptedException {
    if (target.isGiven()) {
      throw new UsageException("Cannot use --output with --check (expected one of them)");
    }
    long records =
        sort(host.storage(), order, new Output.StandardOutput(parts.compression()).work())
            .check(lines(sources), bytes -> {});
    host.err().printf("%,d records in order%n", records);
    return ExitCode.DONE;
  }

  private SortLines sort(Storage storage, SortOrder order, URI folder) {
    SortRules rules = new SortRules(order, missing, unique);
    return new SortLines(storage, rules, folder, SortMemory.whole(sorting.memoryMib()));
  }

  private static List<LineInput> lines(List<Input> sources) {
    return sources.stream().map(Input::lines).toList();
  }

  private long toParts(
      SortLines sort,
      List<Input> sources,
      URI folder,
      Publication publication,
      SortProgress progress)
      throws IOException, InterruptedException {
    PartLayout layout =
        new PartLayout(
            sort.rules().order(), folder, parts.partBytes(), parts.compression(), sort.work());
    try (SortedLines sorted = sort.read(lines(sources), progress::read)) {
      publication.begin();
      List<Part> made = sorted.toParts(layout, progress::written);
      List<String> names = sources.stream().map(Input::name).toList();
      PartsManifest manifest = PartsManifest.of(names, options(sort.rules()), made);
      publication.finish(made, manifest, true);
      return manifest.records();
    }
  }

  /** What the bytes of the parts depend on. */
  private SortedMap<String, String> options(SortRules rules) {
    SortedMap<String, String> options = parts.asOptions(rules.order());
    if (rules.missing() != MissingFields.FAIL) {
      options.put("missing", rules.missing().name().toLowerCase(Locale.ROOT));
    }
    if (rules.unique()) {
      options.put("unique", "true");
    }
    return options;
  }
}
