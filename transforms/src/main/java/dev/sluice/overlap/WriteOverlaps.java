package dev.sluice.overlap;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.overlap.rows.TimeForm;
import dev.sluice.step.FailureSentence;
import dev.sluice.step.HeavyStep;
import dev.sluice.step.JsonCoder;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepReport;
import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.DigestingOutput;
import dev.sluice.storage.StoredFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Writes how many intervals are active over time, as {@link CountOverlaps} finds it, to files that
 * follow each other: one {@link SweptRange} each under {@link #CHANGES}. Their bytes in the order
 * of their names are those of {@link Overlaps#writeChanges}.
 *
 * <pre>{@code
 * PCollectionTuple guests = stays.apply("Guests",
 *     WriteOverlaps.to(URI.create("s3://hotel/guests/"), TimeForm.ISO, 86_400_000_000L,
 *         new StepEnvironment("run-1", storage, URI.create("s3://hotel/work/"))));
 * }</pre>
 *
 * <p>Each range of time is a heavy step ({@link SweepRange}), which a runner may place elsewhere:
 * its starts and ends are spilled to the work folder, where they are deleted once it is swept, and
 * it is told how many are carried in. A range that is swept already is not swept again. The starts
 * and ends of a range have to fit in memory, at 150 bytes each.
 *
 * <p>Failure is data: one {@link StepReport} for each spill and each sweep goes to {@link
 * HeavyStep#REPORTS}; where one has failed, that range's file is missing. Wants bounded input in
 * the global window, and an output folder that nobody else writes to.
 */
public final class WriteOverlaps extends PTransform<PCollection<Interval>, PCollectionTuple> {
  private static final long serialVersionUID = 1;
  private static final String STEP = "Spill ranges";

  /** Where the files are in the output. */
  public static final TupleTag<SweptRange> CHANGES = new TupleTag<>("changes");

  private static final TupleTag<SweepRequest> REQUESTS = new TupleTag<>("requests");

  private final URI folder;
  private final TimeForm form;
  private final long rangeLength;
  private final StepEnvironment environment;

  private WriteOverlaps(URI folder, TimeForm form, long length, StepEnvironment environment) {
    this.folder = folder;
    this.form = form;
    this.rangeLength = SplitIntervals.requireLength(length);
    this.environment = environment;
  }

  /**
   * Writes to a folder.
   *
   * @param folder where the files go; ends in a slash
   * @param form how times are written; those of ISO are intervals in microseconds since 1970
   * @param length of ranges, in the unit of the intervals, from 1 to 2^61
   * @param environment where spills go, and what reaches all files
   */
  public static WriteOverlaps to(
      URI folder, TimeForm form, long length, StepEnvironment environment) {
    if (!folder.toString().endsWith("/")) {
      throw new IllegalArgumentException(
          "folder: %s (expected a slash in the end)".formatted(folder));
    }
    return new WriteOverlaps(folder, form, length, environment);
  }

  @Override
  public PCollectionTuple expand(PCollection<Interval> intervals) {
    PCollectionTuple split = intervals.apply("Starts and ends", SplitIntervals.by(rangeLength));
    PCollectionView<Map<Long, Long>> balances = SplitIntervals.balances(split);
    PCollectionTuple spilled =
        split
            .get(SplitIntervals.MOMENTS)
            .apply("By range", GroupByKey.create())
            .apply(
                STEP,
                ParDo.of(new SpillFn(this, balances))
                    .withSideInputs(balances)
                    .withOutputTags(REQUESTS, TupleTagList.of(HeavyStep.REPORTS)));
    HeavyStep<SweepRequest, SweptRange> sweep = HeavyStep.of(new SweepRange(), environment);
    PCollectionTuple swept =
        spilled
            .get(REQUESTS)
            .setCoder(JsonCoder.of(SweepRequest.class))
            .apply(SweepRange.NAME, sweep);
    PCollection<StepReport> reports =
        PCollectionList.of(spilled.get(HeavyStep.REPORTS).setCoder(JsonCoder.of(StepReport.class)))
            .and(swept.get(HeavyStep.REPORTS))
            .apply("Reports", Flatten.pCollections());
    return PCollectionTuple.of(CHANGES, swept.get(sweep.results())).and(HeavyStep.REPORTS, reports);
  }

  /** Spills a range, in order: the same starts and ends are the same bytes. */
  private static final class SpillFn extends RangeFn<KV<Long, Iterable<Long>>, SweepRequest> {
    private static final long serialVersionUID = 1;

    private final URI folder;
    private final TimeForm form;
    private final StepEnvironment environment;

    SpillFn(WriteOverlaps transform, PCollectionView<Map<Long, Long>> balances) {
      super(transform.rangeLength, balances);
      this.folder = transform.folder;
      this.form = transform.form;
      this.environment = transform.environment;
    }

    @ProcessElement
    public void process(ProcessContext context) throws InterruptedException {
      Instant started = Instant.now();
      TimeRange range = range(context.element().getKey());
      String subject = "range [%d, %d)".formatted(range.from(), range.to());
      @Nullable SweepRequest request = null;
      @Nullable String failure = null;
      try {
        request = request(context.element(), carried(context));
      } catch (ClosedByInterruptException | InterruptedIOException e) {
        throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
      } catch (IOException | RuntimeException e) {
        failure = FailureSentence.of(STEP, subject, e);
      }
      if (request != null) {
        context.output(request);
      }
      context.output(HeavyStep.REPORTS, StepReport.light(STEP, subject, failure, started));
    }

    private SweepRequest request(KV<Long, Iterable<Long>> moments, Carried carried)
        throws IOException {
      long number = moments.getKey();
      int index = carried.before(number);
      int ranges = carried.ranges().length;
      TimeRange range = range(number);
      // Two outputs may share a work folder; a later run replaces what a killed one left.
      UUID own = UUID.nameUUIDFromBytes(folder.toString().getBytes(UTF_8));
      URI file =
          environment
              .work()
              .uri()
              .resolve("overlap-%s/spill-%05d-of-%05d".formatted(own, index, ranges));
      return new SweepRequest(
          spill(Moments.of(moments.getValue()), file),
          index,
          ranges,
          range.from(),
          range.to(),
          carried.into(number),
          form,
          folder);
    }

    private StoredFile spill(Moments moments, URI file) throws IOException {
      try (AtomicOutput out = environment.storage().create(file)) {
        DigestingOutput digesting = new DigestingOutput(out);
        OutputStream buffered = new BufferedOutputStream(digesting);
        moments.writeTo(buffered);
        buffered.flush();
        out.commit();
        return digesting.storedAs(file);
      }
    }
  }
}
