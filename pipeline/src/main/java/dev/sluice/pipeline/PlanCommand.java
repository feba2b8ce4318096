package dev.sluice.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dump.DumpFile;
import dev.sluice.fetch.SlottedMirrors;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.runners.Engine;
import dev.sluice.runners.RefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Unmatched;

/** {@code plan}: what {@code run} would do with the same options. */
@Command(
    name = "plan",
    description =
        "Lists a dump on its mirrors and prints what run would do with the same options: files, who"
            + " holds them, steps, what is done already, disk. Fetches and changes nothing.",
    footer = {
      "",
      "Default of --sortBy: wiki_id,page_id,revision_dt,revision_id.",
      "",
      "Example: sluice plan --dump=elwikivoyage/latest/stub-meta-history --output=elwikivoyage-json"
    })
final class PlanCommand extends SluiceCommand {
  @Mixin private DumpRunOptions options = new DumpRunOptions();

  @Unmatched private List<String> beamArguments = new ArrayList<>(); // picocli has it in no mixin.

  PlanCommand(Host host) {
    super(host);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    RunSettings settings = options.settings(beamArguments);
    refuseWhatRunRefuses(settings.beamArguments());
    String id = UUID.randomUUID().toString();
    DumpLookup lookup = new DumpLookup(settings, new SlottedMirrors(MirrorSlots.inProcess(id)));
    lookup.checkFolders();
    RunPlan plan =
        RunPlan.of(lookup.located(), settings, id, settings.storage(host().storage()), false);
    print(plan, lookup.files());
    return ExitCode.DONE;
  }

  private static void refuseWhatRunRefuses(List<String> arguments) throws InterruptedException {
    try {
      Engine.of(BeamOptions.parse(arguments), arguments).prepare();
    } catch (RefusedException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private void print(RunPlan plan, List<DumpFile> files) throws IOException {
    PlanText text = new PlanText(plan, files);
    boolean complete =
        !plan.settings().fresh()
            && new EarlierRun(plan.environment().storage(), plan).publishedAll(files);
    String work = complete ? text.nothing() : text.work(Forecast.of(plan, files));
    OutputStream out = new StandardStream(host().out()); // Left open: it is the caller's.
    out.write((text.dump() + work).getBytes(UTF_8));
    out.flush();
  }
}
