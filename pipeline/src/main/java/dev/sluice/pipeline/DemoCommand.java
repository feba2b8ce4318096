package dev.sluice.pipeline;

import dev.sluice.demo.DemoDump;
import dev.sluice.demo.FtpMirror;
import dev.sluice.dump.Dump;
import dev.sluice.dump.Mirror;
import dev.sluice.publish.Publication;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: a small dump, three slow mirrors, and a run against them. */
@Command(
    name = "demo",
    description =
        "Generates a small dump, serves it on three FTP mirrors on this machine (three connections"
            + " each, of different speed, one lacking a file), and runs against them.")
final class DemoCommand extends SluiceCommand {
  private static final Dump DUMP = new Dump("sluicewiki", "20260101", "stub-meta-history");
  private static final int FILES = 12;
  private static final long BYTES_PER_FILE = 8_000_000;
  private static final long SEED = 2026;
  private static final int CONNECTIONS = 3;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description = "Where to publish (default: ./sluice-demo).")
  private String output = "sluice-demo";

  DemoCommand(Host host) {
    super(host);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    URI folder = Locations.folder("--output", output);
    Access.refuseIf(LocalAccess.whyNotWritableFolder(folder), "--output", Locations.text(folder));
    try (Publication publication = Access.take(host().storage(), folder);
        OwnWork work = OwnWork.of("demo", host().storage(), folder)) {
      return run(Path.of(work.folder()));
    }
  }

  private int run(Path folder) throws IOException, InterruptedException {
    host().err().printf("Generating %s in %d files%n", DUMP, FILES);
    DemoDump dump = DemoDump.write(folder.resolve("whole"), DUMP, FILES, BYTES_PER_FILE, SEED);
    dump.mirrorTo(folder.resolve("gap"), Set.of(dump.files().get(1)));
    try (FtpMirror slow = FtpMirror.start(dump.root(), CONNECTIONS, 250_000);
        FtpMirror medium = FtpMirror.start(folder.resolve("gap"), CONNECTIONS, 500_000);
        FtpMirror fast = FtpMirror.start(dump.root(), CONNECTIONS, 1_000_000)) {
      host()
          .err()
          .printf(
              "Serving it on %s (0.25 MB/s a connection), %s (0.5, one file missing) and %s (1),"
                  + " %d connections each%n",
              slow.root(), medium.root(), fast.root(), CONNECTIONS);
      RunSettings settings =
          DumpRunOptions.of(
                  DUMP, List.of(mirror(slow), mirror(medium), mirror(fast)), output, isComplete())
              .settings(List.of());
      int exitCode = new DumpRun(settings, host(), ProgressForm.AUTO).execute();
      if (exitCode == ExitCode.DONE) {
        explain(settings, dump);
      }
      return exitCode;
    }
  }

  /** A second demo is to show something; one that was stopped goes on. */
  private boolean isComplete() throws IOException {
    URI folder = Locations.folder("--output", output).resolve(DUMP + "/");
    return Publication.in(host().storage(), folder).isComplete();
  }

  private void explain(RunSettings settings, DemoDump dump) {
    Path published = Path.of(settings.output().resolve(DUMP + "/"));
    Path folder = Path.of("").toAbsolutePath().relativize(published);
    host()
        .err()
        .printf(
            """

            The dump has %,d revisions of %,d pages; all of them are in
              %s/part-*.ndjson
            sorted by wiki, page, time and revision. What was made of what is told by
              %s/_sluice/manifest.json
            how it went, and what held it back, by
              %s/_sluice/report.html
            To look at it:
              duckdb -c "SELECT page_title, count(*) AS revisions FROM '%s/part-*.ndjson' GROUP BY 1 ORDER BY 2 DESC LIMIT 10"
              python3 -c "import glob, pandas; print(pandas.concat(pandas.read_json(f, lines=True) for f in sorted(glob.glob('%s/part-*'))).describe())"
            """,
            dump.revisions(), dump.pages(), folder, folder, folder, folder, folder);
  }

  private static Mirror mirror(FtpMirror mirror) {
    return new Mirror(URI.create(mirror.root().toString()), CONNECTIONS);
  }

  @Override
  String stopped() {
    return STOPPED_HALFWAY;
  }
}
