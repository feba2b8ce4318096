package dev.sluice.overlap;

import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
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

/** Splits intervals into their starts and ends, by ranges of time of one length. */
final class SplitIntervals extends PTransform<PCollection<Interval>, PCollectionTuple> {
  private static final long serialVersionUID = 1;

  /** A start or an end: its range, and what {@link Moments} takes. */
  static final TupleTag<KV<Long, Long>> MOMENTS = new TupleTag<>() {};

  private static final TupleTag<KV<Long, Long>> BALANCES = new TupleTag<>() {};
  private static final long MOST = 1L << 61;

  private final long length;

  private SplitIntervals(long length) {
    this.length = length;
  }

  static SplitIntervals by(long length) {
    return new SplitIntervals(length);
  }

  /** The length, if ranges can be as long. */
  static long requireLength(long length) {
    if (length < 1 || length > MOST) {
      throw new IllegalArgumentException(
          "length of ranges: %d (expected from 1 to 2^61)".formatted(length));
    }
    return length;
  }

  /** How many more intervals began than ended in each range in which any did. */
  static PCollectionView<Map<Long, Long>> balances(PCollectionTuple split) {
    return split
        .get(BALANCES)
        .apply("Begun or ended in each range", Sum.longsPerKey())
        .apply("To all ranges", View.asMap());
  }

  @Override
  public PCollectionTuple expand(PCollection<Interval> intervals) {
    PCollectionTuple split =
        intervals.apply(
            "Split",
            ParDo.of(new SplitFn(length)).withOutputTags(MOMENTS, TupleTagList.of(BALANCES)));
    KvCoder<Long, Long> coder = KvCoder.of(VarLongCoder.of(), VarLongCoder.of());
    split.get(MOMENTS).setCoder(coder);
    split.get(BALANCES).setCoder(coder);
    return split;
  }

  private static final class SplitFn extends DoFn<Interval, KV<Long, Long>> {
    private static final long serialVersionUID = 1;
    private final long length;

    SplitFn(long length) {
      this.length = length;
    }

    @ProcessElement
    public void process(@Element Interval interval, MultiOutputReceiver out) {
      if (interval.start() == interval.end()) {
        return; // It is never active.
      }
      long first = Math.floorDiv(interval.start(), length);
      long start = Math.floorMod(interval.start(), length);
      out.get(MOMENTS).output(KV.of(first, Moments.start(start)));
      out.get(BALANCES).output(KV.of(first, 1L));
      if (interval.end() != Interval.NEVER) {
        long last = Math.floorDiv(interval.end(), length);
        long end = Math.floorMod(interval.end(), length);
        out.get(MOMENTS).output(KV.of(last, Moments.end(end)));
        out.get(BALANCES).output(KV.of(last, -1L));
      }
    }
  }
}
