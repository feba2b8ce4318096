package dev.sluice.step;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.convert.ConvertFile;
import dev.sluice.convert.ConvertRequest;
import dev.sluice.convert.ConvertSettings;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.Rows;
import dev.sluice.dump.Checksum;
import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.Replica;
import dev.sluice.fetch.RawFile;
import dev.sluice.storage.LocalStorage;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Converts one file over and over, measured as a step of a run is, and with nothing that measures:
 * for {@code measuring.sh}.
 */
final class MeasuringCost {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final Dump DUMP = Dump.parse("xwiki/20260101/stub-meta-history");
  private static final LocalStorage STORAGE = new LocalStorage();
  private static final String RUN = "run";
  private static final int WARM_UP = 3;
  private static final double SECOND = 1e9;

  private MeasuringCost() {}

  /** Arguments: the dump file, a folder to write to, how often. */
  public static void main(String[] args) throws Exception {
    Path dump = Path.of(args[0]);
    URI folder = Files.createDirectories(Path.of(args[1])).toUri();
    int pairs = Integer.parseInt(args[2]);
    ConvertRequest request = request(dump, folder);
    double[][] measured = new double[2][pairs];
    double[][] bare = new double[2][pairs];
    for (int i = -WARM_UP; i < pairs; i++) {
      // Who is first changes: neither always writes while the other's file goes to the disk.
      boolean bareFirst = (i & 1) == 0;
      if (bareFirst) {
        time(() -> bare(request), i, bare);
      }
      time(() -> measured(request), i, measured);
      if (!bareFirst) {
        time(() -> bare(request), i, bare);
      }
    }
    System.out.printf("%-10s %8s %8s%n", "", "wall s", "CPU s");
    System.out.printf("%-10s %8.2f %8.2f%n", "bare", median(bare[0]), median(bare[1]));
    System.out.printf("%-10s %8.2f %8.2f%n", "measured", median(measured[0]), median(measured[1]));
    System.out.printf(
        "%-10s %8.3f %8.3f%n", "ratio", ratio(measured[0], bare[0]), ratio(measured[1], bare[1]));
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void time(Work work, int pair, double[][] times) throws Exception {
    System.gc();
    long cpu = SYSTEM.getProcessCpuTime();
    long nanos = System.nanoTime();
    work.run();
    if (pair >= 0) {
      times[0][pair] = (System.nanoTime() - nanos) / SECOND;
      times[1][pair] = (SYSTEM.getProcessCpuTime() - cpu) / SECOND;
    }
  }

  private static void bare(ConvertRequest request) throws Exception {
    new ConvertFile().run(request, StepContext.of(STORAGE));
  }

  private static void measured(ConvertRequest request) throws Exception {
    Progress.Execution progress = Progress.of(RUN).start(ConvertFile.NAME, "dump");
    StepClock clock = new StepClock(progress);
    new ConvertFile().run(request, StepContext.measured(STORAGE, progress, clock));
    progress.end(false);
    if (clock.times().bytesIn() < request.raw().bytes()) {
      throw new IllegalStateException("Not measured: " + clock.times());
    }
  }

  private static ConvertRequest request(Path dump, URI folder) throws Exception {
    Mirror mirror = new Mirror(dump.toUri().resolve("."), 1);
    String name = dump.getFileName().toString();
    long bytes = Files.size(dump);
    DumpFile file = new DumpFile(DUMP, 0, name, bytes, null, List.of(new Replica(mirror, name)));
    Checksum digest = new Checksum(Checksum.Algorithm.SHA256, "0".repeat(64));
    RecordSettings records = RecordSettings.of(Rows.REVISION);
    return new ConvertRequest(
        new RawFile(file, dump.toUri(), digest, mirror),
        new ConvertSettings(records, records.naturalOrder(), folder, folder, 64, true));
  }

  /** The median of the pairs' ratios. */
  private static double ratio(double[] over, double[] under) {
    double[] ratios = new double[over.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = over[i] / under[i];
    }
    return median(ratios);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
