package dev.sluice.pipeline;

import java.util.ArrayList;
import java.util.List;
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
  @Mixin private DumpRunOptions options = new DumpRunOptions();

  @Option(
      names = "--progress",
      paramLabel = "auto|json",
      description =
          "How standard error tells how far the run is: auto (default) redraws lines on a terminal,"
              + " and prints plain ones elsewhere; json prints one JSON object a line.")
  private ProgressForm progress = ProgressForm.AUTO;

  @Unmatched private List<String> beamArguments = new ArrayList<>(); // picocli has it in no mixin.

  RunCommand(Host host) {
    super(host);
  }

  @Override
  public Integer call() throws Exception {
    return new DumpRun(options.settings(beamArguments).withAliasesJoined(), host(), progress)
        .execute();
  }

  @Override
  String stopped() {
    return STOPPED_HALFWAY;
  }
}
