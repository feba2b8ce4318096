package dev.sluice.pipeline;

import dev.sluice.overlap.Overlaps;
import dev.sluice.overlap.rows.BadRows;
import dev.sluice.overlap.rows.Columns;
import dev.sluice.sort.LineInput;
import dev.sluice.sort.SortMemory;
import dev.sluice.storage.AtomicOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code overlap}: how many intervals are active at the same time. */
@Command(
    name = "overlap",
    description = {
      "Counts how many intervals of a table are active: at each moment, per step of a grid, or"
          + " during each row of another table.",
      "",
      "Tables are CSV with a header or NDJSON, plain, gzip or zstd, told by their content. Times are"
          + " whole numbers, or ISO 8601: a date is its midnight, and a time without a zone is one,"
          + " in UTC. An interval begins at its start and ends right before its end; one whose end"
          + " is empty or null does not end.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sluice overlap --input=stays.csv.gz --start=arrived --end=left --grid=PT1H"
          + " --output=per-hour.ndjson --plot=stays.svg",
      "  sluice overlap --input=stays.csv --probe=shifts.csv --id=shift --output=-"
    })
final class OverlapCommand extends SluiceCommand {
  private static final String INPUT = "--input";
  private static final String PROBE = "--probe";

  @Option(
      names = INPUT,
      split = ",",
      paramLabel = "FILE[,FILE...]",
      hideParamSyntax = true,
      description = "Tables of intervals, here or s3://BUCKET/KEY; - is standard input.")
  private List<String> inputs = List.of();

  @Option(
      names = PROBE,
      split = ",",
      paramLabel = "FILE[,FILE...]",
      hideParamSyntax = true,
      description =
          "Other tables: for each of their rows, its id and the least, the greatest and the mean"
              + " number of intervals active during it, instead of every change.")
  private List<String> probes = List.of();

  @Option(
      names = "--start",
      paramLabel = "COLUMN",
      description = "When a row begins, in all tables (default: start_at).")
  private String start = "start_at";

  @Option(
      names = "--end",
      paramLabel = "COLUMN",
      description = "When it ends, in all tables (default: end_at).")
  private String end = "end_at";

  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      description = "What names a row of the other tables (default: id).")
  private @Nullable String id;

  @Option(
      names = "--output",
      paramLabel = "FILE|-",
      description =
          "A file by a name ending in .ndjson, .ndjson.gz or .ndjson.zst, here or on S3; - is"
              + " standard output.")
  private @Nullable String output;

  @Option(
      names = "--grid",
      paramLabel = "STEP",
      converter = GridStep.Converter.class,
      description =
          "The least, the greatest and the mean of each step, such as PT1H or P7D, or for integers"
              + " a number, instead of every change.")
  private @Nullable GridStep grid;

  @Option(
      names = "--plot",
      paramLabel = "FILE.svg",
      description = "Draws how many are active over time too.")
  private @Nullable String plot;

  @Option(
      names = "--badRows",
      paramLabel = "fail|skip",
      description =
          "What becomes of a row that lacks a column, has no time where one is due, or ends before"
              + " it begins: it ends the command (default), or is counted and left out.")
  private BadRows badRows = BadRows.FAIL;

  @Option(
      names = "--memoryMiB",
      paramLabel = "N",
      converter = Values.Mebibytes.class,
      description =
          "Memory for times, in MiB; past it they are spilled (default: 512; never more than 40 %%"
              + " of the heap).")
  private int memoryMib = 512;

  @Mixin private WorkOption work = new WorkOption();
  @Mixin private S3Options s3 = new S3Options();

  OverlapCommand(Host host) {
    super(host);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireAgreement();
    Host host = host().with(s3.settings());
    Access access = Access.by(s3.settings());
    List<LineInput> tables = lines(Input.all(INPUT, inputs, host.storage(), access));
    List<LineInput> others =
        probes.isEmpty() ? List.of() : lines(Input.all(PROBE, probes, host.storage(), access));
    Output.OneStream stream = OutputOption.stream(output, access);
    @Nullable URI drawing = drawing(access);
    @Nullable URI given = work.given(access);
    try (Overlaps overlaps =
        Overlaps.read(
            tables,
            Columns.of(start, end),
            badRows,
            host.storage(),
            given == null ? stream.work() : given,
            SortMemory.whole(memoryMib))) {
      @Nullable Long step = grid == null ? null : Long.valueOf(grid.of(overlaps.form()));
      String written = stream.write(host, out -> write(overlaps, step, others, out));
      if (drawing != null) {
        draw(overlaps, host, drawing);
      }
      host().err().printf("%,d intervals%s, %s%n", overlaps.rows(), left(overlaps.bad()), written);
    }
    return ExitCode.DONE;
  }

  private String write(
      Overlaps overlaps, @Nullable Long step, List<LineInput> others, OutputStream out)
      throws IOException, InterruptedException {
    if (!others.isEmpty()) {
      Columns columns = new Columns(start, end, id == null ? "id" : id);
      Overlaps.Probed probed = overlaps.writeProbes(others, columns, out);
      return "%,d rows probed%s".formatted(probed.rows(), left(probed.bad()));
    }
    return step == null
        ? "%,d changes".formatted(overlaps.writeChanges(out))
        : "%,d steps".formatted(overlaps.writeGrid(step, out));
  }

  private static String left(long bad) {
    return bad == 0 ? "" : " (%,d bad rows left out)".formatted(bad);
  }

  private static void draw(Overlaps overlaps, Host host, URI drawing)
      throws IOException, InterruptedException {
    try (AtomicOutput file = host.storage().create(drawing)) {
      file.write(overlaps.plot().getBytes(StandardCharsets.UTF_8));
      file.commitUnforced();
    }
  }

  private void requireAgreement() {
    if (!probes.isEmpty() && grid != null) {
      throw new UsageException(
          "Cannot use --grid=%s with --probe: there are no steps (expected one of them)"
              .formatted(grid.text()));
    }
    if (probes.isEmpty() && id != null) {
      throw new UsageException("Cannot use --id=%s without --probe".formatted(id));
    }
    List<String> all = new ArrayList<>(inputs);
    all.addAll(probes);
    if (all.indexOf(Locations.STANDARD_STREAM) != all.lastIndexOf(Locations.STANDARD_STREAM)) {
      throw new UsageException(
          "Cannot use --input=%s: standard input is named twice (expected once)"
              .formatted(String.join(",", inputs)));
    }
  }

  private @Nullable URI drawing(Access access) {
    if (plot == null) {
      return null;
    }
    if (!plot.endsWith(".svg")) {
      throw new UsageException(
          "Cannot use --plot=%s: it is not the name of a drawing (expected one in .svg)"
              .formatted(plot));
    }
    URI file = Locations.storedFile("--plot", plot);
    access.requireWritableFile("--plot", file);
    return file;
  }

  private static List<LineInput> lines(List<Input> tables) {
    return tables.stream().map(Input::lines).toList();
  }
}
