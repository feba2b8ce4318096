package dev.sluice.overlap;

import java.io.IOException;
import java.util.Map;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Counts how many intervals are active at the same time: intervals in, and every {@link Change} of
 * their number out, in no order; before the first one none is active. As {@link Overlaps} counts
 * files, for pipelines that have their intervals already.
 *
 * <pre>{@code
 * PCollection<Interval> stays = rows
 *     .apply("Stays", MapElements.into(TypeDescriptor.of(Interval.class))
 *         .via(row -> new Interval(row.arrived(), row.left())))
 *     .setCoder(IntervalCoder.of());
 * PCollection<Change> guests = stays.apply("Guests", CountOverlaps.inRangesOf(86_400));
 * }</pre>
 *
 * <p>Time is cut into ranges of one length, which are swept side by side; how many are active when
 * one begins is told by how many more intervals began than ended in each earlier one. The starts
 * and ends of a range have to fit in memory, at 50 bytes each, and so has one number for each range
 * in which there are any: so about a million starts and ends in a range are right. Wants bounded
 * input in the global window. The outcome does not depend on the ranges.
 */
public final class CountOverlaps extends PTransform<PCollection<Interval>, PCollection<Change>> {
  private static final long serialVersionUID = 1;

  private final long rangeLength;

  private CountOverlaps(long rangeLength) {
    this.rangeLength = rangeLength;
  }

  /**
   * Counts, in ranges of a length.
   *
   * @param length in the unit of the intervals, from 1 to 2^61
   */
  public static CountOverlaps inRangesOf(long length) {
    return new CountOverlaps(SplitIntervals.requireLength(length));
  }

  @Override
  public PCollection<Change> expand(PCollection<Interval> intervals) {
    PCollectionTuple split = intervals.apply("Starts and ends", SplitIntervals.by(rangeLength));
    PCollectionView<Map<Long, Long>> balances = SplitIntervals.balances(split);
    return split
        .get(SplitIntervals.MOMENTS)
        .apply("By range", GroupByKey.create())
        .apply(
            "Sweep ranges", ParDo.of(new SweepFn(rangeLength, balances)).withSideInputs(balances))
        .setCoder(ChangeCoder.of());
  }

  private static final class SweepFn extends RangeFn<KV<Long, Iterable<Long>>, Change> {
    private static final long serialVersionUID = 1;

    SweepFn(long length, PCollectionView<Map<Long, Long>> balances) {
      super(length, balances);
    }

    @ProcessElement
    public void process(ProcessContext context) throws IOException {
      long range = context.element().getKey();
      Stretch stretch = sweep(range, carried(context), context.element().getValue());
      for (int i = 0; i < stretch.changes(); i++) {
        context.output(new Change(stretch.at()[i], stretch.active()[i]));
      }
    }
  }
}
