package dev.sluice.dump;

import dev.sluice.step.FailureSentence;
import dev.sluice.step.HeavyStep;
import dev.sluice.step.JsonCoder;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepReport;
import java.io.IOException;
import java.time.Duration;
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
 *
 * <p>Announces the files to the progress of the steps {@code Download} and {@code Convert}.
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

  private ListDumpFiles(
      List<Mirror> mirrors, MirrorAccess access, StepEnvironment environment, int maxFiles) {
    this.mirrors = List.copyOf(mirrors);
    this.access = access;
    this.environment = environment;
    this.maxFiles = maxFiles;
  }

  /**
   * Lists what these mirrors hold.
   *
   * @param mirrors in the order in which replicas are to be named
   * @param access how they are reached, keeping to their limits
   */
  public static ListDumpFiles on(
      List<Mirror> mirrors, MirrorAccess access, StepEnvironment environment) {
    return new ListDumpFiles(mirrors, access, environment, Integer.MAX_VALUE);
  }

  /** The same, of each dump only the first files in page order. */
  public ListDumpFiles withMaxFiles(int files) {
    if (files < 1) {
      throw new IllegalArgumentException("files: " + files + " (expected 1 or more)");
    }
    return new ListDumpFiles(mirrors, access, environment, files);
  }

  @Override
  public PCollectionTuple expand(PCollection<Dump> dumps) {
    PCollectionTuple output =
        dumps.apply(
            "Ask mirrors",
            ParDo.of(new ListFn(mirrors, access, environment, maxFiles))
                .withOutputTags(FILES, TupleTagList.of(HeavyStep.REPORTS)));
    output.get(FILES).setCoder(JsonCoder.of(DumpFile.class));
    output.get(HeavyStep.REPORTS).setCoder(JsonCoder.of(StepReport.class));
    return output;
  }

  private static final class ListFn extends DoFn<Dump, DumpFile> {
    private static final long serialVersionUID = 1;

    private final List<Mirror> mirrors;
    private final MirrorAccess access;
    private final StepEnvironment environment;
    private final int maxFiles;

    ListFn(List<Mirror> mirrors, MirrorAccess access, StepEnvironment environment, int maxFiles) {
      this.mirrors = mirrors;
      this.access = access;
      this.environment = environment;
      this.maxFiles = maxFiles;
    }

    @ProcessElement
    public void process(@Element Dump dump, MultiOutputReceiver out) throws InterruptedException {
      Instant started = Instant.now();
      String failure = list(dump, out);
      out.get(HeavyStep.REPORTS)
          .output(
              new StepReport(
                  STEP,
                  dump.toString(),
                  failure,
                  started,
                  Duration.between(started, Instant.now())));
    }

    private @Nullable String list(Dump dump, MultiOutputReceiver out) throws InterruptedException {
      DumpListing listing = new DumpListing(access);
      List<DumpFile> files;
      try {
        files = listing.list(listing.locate(dump, mirrors), mirrors);
      } catch (IOException e) {
        return FailureSentence.of(e);
      }
      files = files.subList(0, Math.min(files.size(), maxFiles));
      long bytes = files.stream().mapToLong(DumpFile::bytes).sum();
      environment.progress().expect("Download", files.size(), bytes);
      environment.progress().expect("Convert", files.size(), bytes);
      files.forEach(out.get(FILES)::output);
      return null;
    }
  }
}
