package dev.sluice.overlap;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

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
  private static final TupleTag<KV<Long, Long>> MOMENTS = new TupleTag<>() {};
  private static final TupleTag<KV<Long, Long>> BALANCES = new TupleTag<>() {};
  private static final long MOST = 1L << 61;

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
    if (length < 1 || length > MOST) {
      throw new IllegalArgumentException(
          "length of ranges: %d (expected from 1 to 2^61)".formatted(length));
    }
    return new CountOverlaps(length);
  }

  @Override
  public PCollection<Change> expand(PCollection<Interval> intervals) {
    PCollectionTuple moments =
        intervals.apply(
            "Starts and ends",
            ParDo.of(new MomentsFn(rangeLength))
                .withOutputTags(MOMENTS, TupleTagList.of(BALANCES)));
    KvCoder<Long, Long> coder = KvCoder.of(VarLongCoder.of(), VarLongCoder.of());
    PCollectionView<Map<Long, Long>> balances =
        moments
            .get(BALANCES)
            .setCoder(coder)
            .apply("Begun or ended in each range", Sum.longsPerKey())
            .apply("To all ranges", View.asMap());
    return moments
        .get(MOMENTS)
        .setCoder(coder)
        .apply("By range", GroupByKey.create())
        .apply(
            "Sweep ranges", ParDo.of(new SweepFn(rangeLength, balances)).withSideInputs(balances))
        .setCoder(ChangeCoder.of());
  }

  /** To a start or an end: its range, and twice how far it is in it, and one more for an end. */
  private static final class MomentsFn extends DoFn<Interval, KV<Long, Long>> {
    private static final long serialVersionUID = 1;
    private final long length;

    MomentsFn(long length) {
      this.length = length;
    }

    @ProcessElement
    public void process(@Element Interval interval, MultiOutputReceiver out) {
      if (interval.start() == interval.end()) {
        return; // It is never active.
      }
      long first = Math.floorDiv(interval.start(), length);
      out.get(MOMENTS).output(KV.of(first, 2 * Math.floorMod(interval.start(), length)));
      out.get(BALANCES).output(KV.of(first, 1L));
      if (interval.end() != Interval.NEVER) {
        long last = Math.floorDiv(interval.end(), length);
        out.get(MOMENTS).output(KV.of(last, 2 * Math.floorMod(interval.end(), length) + 1));
        out.get(BALANCES).output(KV.of(last, -1L));
      }
    }
  }

  private static final class SweepFn extends DoFn<KV<Long, Iterable<Long>>, Change> {
    private static final long serialVersionUID = 1;
    private final long length;
    private final PCollectionView<Map<Long, Long>> balances;

    SweepFn(long length, PCollectionView<Map<Long, Long>> balances) {
      this.length = length;
      this.balances = balances;
    }

    @ProcessElement
    public void process(ProcessContext context) throws IOException {
      long range = context.element().getKey();
      long carriedIn = 0;
      for (Map.Entry<Long, Long> balance : context.sideInput(balances).entrySet()) {
        carriedIn += balance.getKey() < range ? balance.getValue() : 0;
      }
      Moments starts = new Moments();
      Moments ends = new Moments();
      for (long moment : context.element().getValue()) {
        ((moment & 1) == 0 ? starts : ends).add(moment >> 1);
      }
      Stretch stretch = new Stretch();
      stretch.count(range * length, carriedIn, starts.sorted(), ends.sorted());
      for (int i = 0; i < stretch.changes(); i++) {
        context.output(new Change(stretch.at()[i], stretch.active()[i]));
      }
    }
  }

  /** Numbers, as many as there are. */
  private static final class Moments {
    private long[] moments = new long[64];
    private int count;

    void add(long moment) {
      if (count == moments.length) {
        moments = Arrays.copyOf(moments, 2 * count);
      }
      moments[count++] = moment;
    }

    long[] sorted() {
      long[] all = Arrays.copyOf(moments, count);
      Arrays.sort(all);
      return all;
    }
  }
}
