package dev.sluice.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.fetch.SlottedMirrors;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.runners.Engine;
import dev.sluice.runners.RefusedException;
import dev.sluice.runners.TaskPlan;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--rates",
      paramLabel = "STEP=MB/s[,...]",
      description =
          "How fast a connection downloads and a core converts and merges, for the time it takes,"
              + " such as download=2.5,convert=40,merge=120 (default: as the last run of the dump"
              + " into this output has measured).")
  private @Nullable String rates;

  @Unmatched private List<String> beamArguments = new ArrayList<>(); // picocli has it in no mixin.

  PlanCommand(Host host) {
    super(host);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    StepSpeeds given = rates == null ? StepSpeeds.NONE : StepSpeeds.given(rates);
    RunSettings settings = options.settings(beamArguments).withAliasesJoined();
    Engine engine = prepared(settings.beamArguments());
    String id = UUID.randomUUID().toString();
    DumpLookup lookup = new DumpLookup(settings, new SlottedMirrors(MirrorSlots.inProcess(id)));
    lookup.checkFolders();
    RunPlan plan =
        RunPlan.of(lookup.located(), settings, id, settings.storage(host().storage()), false);
    int connections = plan.mirrors().stream().mapToInt(Mirror::connections).sum();
    print(plan, lookup.files(), given, engine.tasks(connections).orElse(null));
    return ExitCode.DONE;
  }

  /** Refuses what a run refuses. */
  private static Engine prepared(List<String> arguments) throws InterruptedException {
    try {
      Engine engine = Engine.of(BeamOptions.parse(arguments), arguments);
      engine.prepare();
      return engine;
    } catch (RefusedException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private void print(RunPlan plan, List<DumpFile> files, StepSpeeds given, @Nullable TaskPlan tasks)
      throws IOException {
    PlanText text = new PlanText(plan, files);
    EarlierRun earlier = new EarlierRun(plan.environment().storage(), plan);
    boolean complete = !plan.settings().fresh() && earlier.publishedAll(files);
    String work;
    if (complete) {
      work = text.nothing();
    } else {
      Forecast forecast = Forecast.of(plan, files);
      work =
          text.work(forecast)
              + new TimeEstimate(plan, files, forecast, given.or(earlier.speeds()), tasks).text();
    }
    OutputStream out = new StandardStream(host().out()); // Left open: it is the caller's.
    out.write((text.dump() + work).getBytes(UTF_8));
    out.flush();
  }
}
