package dev.sluice.pipeline;

import dev.sluice.dump.Dump;
import dev.sluice.dump.Mirror;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code run}: the whole graph. */
@Command(
    name = "run",
    description = "Downloads a dump, converts it and publishes it as sorted JSON.",
    footer = {
      "",
      "Default of --sortBy: wiki_id,page_id,revision_dt,revision_id.",
      "Beam's own options may follow, such as --targetParallelism=N.",
      "",
      "Example: a small wiki from the public mirrors",
      "  sluice run --dump=elwikivoyage/latest/stub-meta-history --output=elwikivoyage-json"
    })
final class RunCommand extends SluiceCommand {

  @ArgGroup(validate = false, heading = "%nWhat to take:%n")
  private Source source = new Source();

  @ArgGroup(validate = false, heading = "%nWhere to put it:%n")
  private Target target = new Target();

  @Mixin private RecordOptions records = new RecordOptions();
  @Mixin private SortingOptions sorting = new SortingOptions();
  @Mixin private PartOptions parts = new PartOptions();

  @ArgGroup(validate = false, heading = "%nWhere to run:%n")
  private Place place = new Place();

  @Unmatched private List<String> beamArguments = new ArrayList<>();

  RunCommand(Host host) {
    super(host);
  }

  @Override
  public Integer call() throws Exception {
    return new DumpRun(settings(), host()).execute();
  }

  private RunSettings settings() {
    List<String> beam = BeamOptions.check(place.runner, beamArguments);
    if (source.dump == null) {
      throw new UsageException("Missing --dump (expected --dump=WIKI/DATE/FAMILY)");
    }
    if (target.output == null) {
      throw new UsageException("Missing --output (expected --output=FOLDER)");
    }
    return RunSettings.of(
        source.dump,
        source.mirrors,
        target.output,
        target.work,
        target.keepWork,
        target.fresh,
        source.maxFiles,
        records,
        sorting,
        parts,
        beam);
  }

  private static final class Source {
    @Option(
        names = "--dump",
        paramLabel = "WIKI/DATE/FAMILY",
        description =
            "The dump, such as enwiki/20260101/stub-meta-history; DATE may be latest; FAMILY as in"
                + " the file names, or content-history, content-current.")
    private @Nullable Dump dump;

    @Option(
        names = "--mirrors",
        split = ",",
        paramLabel = "URI[,URI...]",
        hideParamSyntax = true,
        description =
            "Roots of mirrors: ftp: or file:, with ?connections=N at the end (default: 2 each)."
                + " Without this option: the public FTP mirrors.")
    private List<Mirror> mirrors = Locations.PUBLIC_MIRRORS;

    @Option(
        names = "--maxFiles",
        paramLabel = "N",
        description = "Only the dump's first N files, in page order (default: all).")
    private int maxFiles = RunSettings.ALL_FILES;
  }

  private static final class Target {
    @Option(
        names = "--output",
        paramLabel = "FOLDER",
        description = "Publishes into FOLDER/WIKI/DATE/FAMILY.")
    private @Nullable String output;

    @Option(
        names = "--work",
        paramLabel = "FOLDER",
        description = "Staging (default: _work in the output folder).")
    private @Nullable String work;

    @Option(
        names = "--keepWork",
        arity = BOOLEAN,
        paramLabel = TRUE_OR_FALSE,
        fallbackValue = "true",
        description = "Keeps the staged files after success.")
    private boolean keepWork;

    @Option(
        names = "--fresh",
        arity = BOOLEAN,
        paramLabel = TRUE_OR_FALSE,
        fallbackValue = "true",
        description = "Ignores what earlier runs left, and does everything anew.")
    private boolean fresh;
  }

  private static final class Place {
    @Option(
        names = "--runner",
        paramLabel = "NAME",
        description =
            "DirectRunner: in this process (default). EcsRunner: each heavy step in a worker process"
                + " (--taskLauncher=process).")
    private String runner = BeamOptions.DIRECT_RUNNER;
  }
}
