package dev.sluice.pipeline;

import dev.sluice.convert.records.RecordSettings;
import dev.sluice.dump.Dump;
import dev.sluice.dump.Mirror;
import dev.sluice.runners.Engine;
import dev.sluice.sort.SortOrder;
import java.net.URI;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a run of the whole graph is to do: the same for every command about one. */
final class DumpRunOptions {
  @ArgGroup(validate = false, heading = "%nWhat to take:%n")
  private Source source = new Source();

  @ArgGroup(validate = false, heading = "%nWhere to put it:%n")
  private Target target = new Target();

  @Mixin private RecordOptions records = new RecordOptions();
  @Mixin private SortingOptions sorting = new SortingOptions();
  @Mixin private PartOptions parts = new PartOptions();

  @Mixin private S3Options s3 = new S3Options();

  @ArgGroup(validate = false, heading = "%nWhere to run:%n")
  private Place place = new Place();

  /** The options that a user gives who leaves the others at their defaults. */
  static DumpRunOptions of(Dump dump, List<Mirror> mirrors, String output, boolean fresh) {
    DumpRunOptions options = new DumpRunOptions();
    options.source.dump = dump;
    options.source.mirrors = mirrors;
    options.target.output = output;
    options.target.fresh = fresh;
    return options;
  }

  /**
   * The options, checked.
   *
   * @param beamArguments what else the user gave: Beam's own options
   * @throws UsageException if one is missing or wrong, or they do not go together
   */
  RunSettings settings(List<String> beamArguments) {
    List<String> beam = BeamOptions.check(place.runner, beamArguments);
    if (source.dump == null) {
      throw new UsageException("Missing --dump (expected --dump=WIKI/DATE/FAMILY)");
    }
    if (target.output == null) {
      throw new UsageException("Missing --output (expected --output=FOLDER)");
    }
    RecordSettings recordSettings = records.settingsFor(source.dump.family());
    SortOrder order = sorting.order() == null ? recordSettings.naturalOrder() : sorting.order();
    RecordOptions.check(order, recordSettings);
    URI output = Locations.storedFolder("--output", target.output);
    return new RunSettings(
        source.dump,
        Contact.in(source.mirrors, source.contact),
        output,
        target.work == null
            ? RunSettings.workIn(output)
            : Locations.storedFolder("--work", target.work),
        target.keepWork,
        target.onTheFly,
        target.fresh,
        place.profile,
        source.maxFiles,
        recordSettings,
        order,
        sorting.memoryMib(),
        parts.compression(),
        parts.partBytes(),
        published(recordSettings, order),
        s3.settings(),
        beam);
  }

  /** What the bytes of the parts depend on. */
  private SortedMap<String, String> published(RecordSettings recordSettings, SortOrder order) {
    SortedMap<String, String> options = RecordOptions.asOptions(recordSettings);
    options.putAll(parts.asOptions(order));
    boolean all = source.maxFiles == RunSettings.ALL_FILES;
    options.put("maxFiles", all ? RecordOptions.ALL : Integer.toString(source.maxFiles));
    return options;
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
            "Roots of mirrors: ftp:, http:, https: or file:, with ?connections=N at the end (default:"
                + " 2 each)."
                + " Without this option: the public FTP mirrors.")
    private List<Mirror> mirrors = Locations.PUBLIC_MIRRORS;

    @Option(
        names = "--contact",
        paramLabel = "ADDRESS",
        description =
            "Your e-mail address or web page, for the mirrors' operators: sent to them with each"
                + " request. Wikimedia's own servers ask for it.")
    private @Nullable String contact;

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
        description = "Publishes into FOLDER/WIKI/DATE/FAMILY; s3://BUCKET/PREFIX is on S3.")
    private @Nullable String output;

    @Option(
        names = "--work",
        paramLabel = "FOLDER",
        description = "Staging, in files or on S3 (default: _work in the output folder).")
    private @Nullable String work;

    @Option(
        names = "--keepWork",
        arity = SluiceCommand.BOOLEAN,
        paramLabel = SluiceCommand.TRUE_OR_FALSE,
        fallbackValue = "true",
        description = "Keeps the staged files after success.")
    private boolean keepWork;

    @Option(
        names = "--onTheFly",
        arity = SluiceCommand.BOOLEAN,
        paramLabel = SluiceCommand.TRUE_OR_FALSE,
        fallbackValue = "true",
        description =
            "Converts files while they are downloaded, and stores none of them: less staging, but"
                + " what has to be converted again is downloaded again. (7z is copied to a temporary"
                + " file meanwhile.)")
    private boolean onTheFly;

    @Option(
        names = "--fresh",
        arity = SluiceCommand.BOOLEAN,
        paramLabel = SluiceCommand.TRUE_OR_FALSE,
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
                + " (--taskLauncher=process). FlinkRunner: on the Flink cluster of"
                + " --flinkMaster=HOST:PORT, whose machines share the output and work folders.")
    private String runner = Engine.DIRECT_RUNNER;

    @Option(
        names = "--profile",
        arity = SluiceCommand.BOOLEAN,
        paramLabel = SluiceCommand.TRUE_OR_FALSE,
        fallbackValue = "true",
        description =
            "Records each process at work with Java Flight Recorder, into _sluice/profile in the dump's"
                + " output folder, for JDK Mission Control.")
    private boolean profile;
  }
}
