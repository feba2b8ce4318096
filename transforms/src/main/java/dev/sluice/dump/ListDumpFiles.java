package dev.sluice.dump;

import dev.sluice.step.FailureSentence;
import dev.sluice.step.HeavyStep;
import dev.sluice.step.JsonCoder;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepReport;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Lists the files of dumps: one {@link DumpFile} per file under {@link #FILES}, and one {@link
 * StepReport} per dump under {@link HeavyStep#REPORTS}. A dump that cannot be listed gives no file
 * and a report that says why; nothing is thrown for it.
 */
public final class ListDumpFiles extends PTransform<PCollection<Dump>, PCollectionTuple> {
  private static final long serialVersionUID = 1;

  /** Where the files are in the output. */
  public static final TupleTag<DumpFile> FILES = new TupleTag<>("files");

  private static final String STEP = "List dump files";

  private final List<Mirror> mirrors;
  private final MirrorAccess access;
  private final StepEnvironment environment;
  private final int maxFiles;
  private final List<String> steps;

  private ListDumpFiles(
      List<Mirror> mirrors,
      MirrorAccess access,
      StepEnvironment environment,
      int maxFiles,
      List<String> steps) {
    this.mirrors = List.copyOf(mirrors);
    this.access = access;
    this.environment = environment;
    this.maxFiles = maxFiles;
    this.steps = steps;
  }

  /**
   * Lists what these mirrors hold.
   *
   * @param mirrors in the order in which replicas are to be named
   * @param access how they are reached, keeping to their limits
   */
  public static ListDumpFiles on(
      List<Mirror> mirrors, MirrorAccess access, StepEnvironment environment) {
    return new ListDumpFiles(mirrors, access, environment, Integer.MAX_VALUE, List.of());
  }

  /** The same, announcing the files to the progress of these steps, which get each of them. */
  public ListDumpFiles announcingTo(String... names) {
    return new ListDumpFiles(mirrors, access, environment, maxFiles, List.of(names));
  }

  /** The same, of each dump only the first files in page order. */
  public ListDumpFiles withMaxFiles(int files) {
    if (files < 1) {
      throw new IllegalArgumentException("files: " + files + " (expected 1 or more)");
    }
    return new ListDumpFiles(mirrors, access, environment, files, steps);
  }

  @Override
  public PCollectionTuple expand(PCollection<Dump> dumps) {
    PCollectionTuple output =
        dumps.apply(
            "Ask mirrors",
            ParDo.of(new ListFn(this)).withOutputTags(FILES, TupleTagList.of(HeavyStep.REPORTS)));
    output.get(FILES).setCoder(JsonCoder.of(DumpFile.class));
    output.get(HeavyStep.REPORTS).setCoder(JsonCoder.of(StepReport.class));
    return output;
  }

  private List<DumpFile> files(Dump dump) throws IOException, InterruptedException {
    List<DumpFile> all = new DumpListing(access).list(dump, mirrors);
    return all.subList(0, Math.min(all.size(), maxFiles));
  }

  private static final class ListFn extends DoFn<Dump, DumpFile> {
    private static final long serialVersionUID = 1;

    private final ListDumpFiles listing;

    ListFn(ListDumpFiles listing) {
      this.listing = listing;
    }

    @ProcessElement
    public void process(@Element Dump dump, MultiOutputReceiver out) throws InterruptedException {
      Instant started = Instant.now();
      String failure = list(dump, out);
      out.get(HeavyStep.REPORTS).output(StepReport.light(STEP, dump.toString(), failure, started));
    }

    private @Nullable String list(Dump dump, MultiOutputReceiver out) throws InterruptedException {
      List<DumpFile> files;
      try {
        files = listing.files(dump);
      } catch (IOException | RuntimeException e) {
        return FailureSentence.of(STEP, dump.toString(), e);
      }
      long bytes = files.stream().mapToLong(DumpFile::bytes).sum();
      for (String step : listing.steps) {
        listing.environment.progress().expect(step, files.size(), bytes);
      }
      files.forEach(out.get(FILES)::output);
      return null;
    }
  }
}
