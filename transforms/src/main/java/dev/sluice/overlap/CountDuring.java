package dev.sluice.overlap;

import java.io.IOException;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * Counts how many intervals are active during others, the probes: probes in, each with a key of any
 * kind, and one {@link During} for each of them out, in no order. Keys need not differ. As {@link
 * Overlaps} answers {@code --probe}, for pipelines that have their intervals already.
 *
 * <pre>{@code
 * PCollection<Interval> stays = rows
 *     .apply("Stays", MapElements.into(TypeDescriptor.of(Interval.class))
 *         .via(row -> new Interval(row.arrived(), row.left())))
 *     .setCoder(IntervalCoder.of());
 * PCollection<KV<String, Interval>> shifts = ...
 *     .setCoder(KvCoder.of(StringUtf8Coder.of(), IntervalCoder.of()));
 * PCollection<KV<String, During>> guests =
 *     shifts.apply("Guests", CountDuring.of(stays, 86_400));
 * }</pre>
 *
 * <p>No join: time is cut into ranges of one length, which are swept side by side. A probe is
 * looked at where it begins and where it ends, and what is between is known from whole ranges. The
 * starts and ends of a range have to fit in memory, at 100 bytes each, and so have 150 bytes for
 * each range in which there are any: so about half a million starts and ends in a range are right.
 * Probes need no memory. Wants bounded input in the global window. The outcome does not depend on
 * the ranges.
 */
public final class CountDuring<K>
    extends PTransform<PCollection<KV<K, Interval>>, PCollection<KV<K, During>>> {
  private static final long serialVersionUID = 1;
  private static final TupleTag<Long> MOMENTS = new TupleTag<>("moments");

  private final transient PCollection<Interval> intervals;
  private final long length;
  private final TupleTag<KV<K, Interval>> probes = new TupleTag<>("probes");
  private final TupleTag<KV<KV<K, Interval>, Looked>> begun = new TupleTag<>("begun");
  private final TupleTag<KV<K, During>> done = new TupleTag<>("done");
  private final TupleTag<KV<Long, KV<KV<K, Interval>, Looked>>> later = new TupleTag<>("later");

  private CountDuring(PCollection<Interval> intervals, long length) {
    this.intervals = intervals;
    this.length = SplitIntervals.requireLength(length);
  }

  /**
   * Counts intervals, in ranges of a length.
   *
   * @param length in the unit of the intervals, from 1 to 2^61
   */
  public static <K> CountDuring<K> of(PCollection<Interval> intervals, long length) {
    return new CountDuring<>(intervals, length);
  }

  @Override
  public PCollection<KV<K, During>> expand(PCollection<KV<K, Interval>> input) {
    KvCoder<K, Interval> probe = (KvCoder<K, Interval>) input.getCoder();
    PCollectionTuple split = intervals.apply("Starts and ends", SplitIntervals.by(length));
    PCollectionView<Map<Long, Long>> balances = SplitIntervals.balances(split);
    PCollection<KV<Long, Long>> moments = split.get(SplitIntervals.MOMENTS);
    PCollectionView<Map<Long, Looked>> looked =
        moments
            .apply("By range", GroupByKey.create())
            .apply(
                "Look at ranges", ParDo.of(new LookFn(length, balances)).withSideInputs(balances))
            .setCoder(KvCoder.of(VarLongCoder.of(), LookedCoder.of()))
            .apply("Whole ranges", View.asMap());
    PCollectionTuple first =
        KeyedPCollectionTuple.of(MOMENTS, moments)
            .and(
                probes,
                input
                    .apply("Where each begins", ParDo.of(new PlaceFn<>(length)))
                    .setCoder(KvCoder.of(VarLongCoder.of(), probe)))
            .apply("By begin", CoGroupByKey.create())
            .apply(
                "Look at begins",
                ParDo.of(new BeginFn<>(this, balances, looked))
                    .withSideInputs(balances, looked)
                    .withOutputTags(done, TupleTagList.of(later)));
    Coder<KV<K, During>> coder = KvCoder.of(probe.getKeyCoder(), DuringCoder.of());
    PCollection<KV<K, During>> here = first.get(done).setCoder(coder);
    PCollection<KV<K, During>> there =
        KeyedPCollectionTuple.of(MOMENTS, moments)
            .and(
                begun,
                first
                    .get(later)
                    .setCoder(KvCoder.of(VarLongCoder.of(), KvCoder.of(probe, LookedCoder.of()))))
            .apply("By end", CoGroupByKey.create())
            .apply(
                "Look at ends",
                ParDo.of(new EndFn<>(length, begun, balances)).withSideInputs(balances))
            .setCoder(coder);
    return PCollectionList.of(here).and(there).apply("All probes", Flatten.pCollections());
  }

  /** What is seen in a whole range. */
  private static final class LookFn extends RangeFn<KV<Long, Iterable<Long>>, KV<Long, Looked>> {
    private static final long serialVersionUID = 1;

    LookFn(long length, PCollectionView<Map<Long, Long>> balances) {
      super(length, balances);
    }

    @ProcessElement
    public void process(ProcessContext context) throws IOException {
      long range = context.element().getKey();
      Profile profile = profile(range, carried(context), context.element().getValue());
      TimeRange in = profile.range();
      Area area = new Area();
      profile.addAreaUpTo(in.to(), area);
      context.output(KV.of(range, Looked.of(profile.extremes(in.from(), in.to()), area)));
    }
  }

  private static final class PlaceFn<K> extends DoFn<KV<K, Interval>, KV<Long, KV<K, Interval>>> {
    private static final long serialVersionUID = 1;
    private final long length;

    PlaceFn(long length) {
      this.length = length;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      KV<K, Interval> probe = context.element();
      context.output(KV.of(Math.floorDiv(probe.getValue().start(), length), probe));
    }
  }

  /** Looks at probes up to where they end, or to the range in which they do. */
  private static final class BeginFn<K> extends RangeFn<KV<Long, CoGbkResult>, KV<K, During>> {
    private static final long serialVersionUID = 1;
    private final TupleTag<KV<K, Interval>> probes;
    private final TupleTag<KV<Long, KV<KV<K, Interval>, Looked>>> later;
    private final PCollectionView<Map<Long, Looked>> looked;
    private transient @Nullable WholeRanges whole;

    BeginFn(
        CountDuring<K> transform,
        PCollectionView<Map<Long, Long>> balances,
        PCollectionView<Map<Long, Looked>> looked) {
      super(transform.length, balances);
      this.probes = transform.probes;
      this.later = transform.later;
      this.looked = looked;
    }

    @ProcessElement
    public void process(ProcessContext context) throws IOException {
      long range = context.element().getKey();
      CoGbkResult found = context.element().getValue();
      Iterable<KV<K, Interval>> all = found.getAll(probes);
      if (!all.iterator().hasNext()) {
        return;
      }
      Carried carried = carried(context);
      Profile profile = profile(range, carried, found.getAll(MOMENTS));
      Extremes extremes = new Extremes();
      Area area = new Area();
      for (KV<K, Interval> keyed : all) {
        Interval probe = keyed.getValue();
        long to = Math.min(probe.end(), profile.range().to());
        // During a moment there is what is active then.
        Extremes seen = profile.extremes(probe.start(), Math.max(to, probe.start() + 1));
        extremes.begin(seen.least());
        extremes.include(seen.greatest());
        area.clear();
        profile.addAreaUpTo(to, area);
        profile.subtractAreaUpTo(probe.start(), area);
        boolean isOpen = probe.end() == Interval.NEVER;
        long last = isOpen ? Long.MAX_VALUE : Math.floorDiv(lastMoment(probe), length());
        whole(context, carried).look(range + 1, last, extremes, area);
        if (isOpen || last == range) {
          context.output(KV.of(keyed.getKey(), During.of(probe, extremes, area)));
        } else {
          context.output(later, KV.of(last, KV.of(keyed, Looked.of(extremes, area))));
        }
      }
    }

    private static long lastMoment(Interval probe) {
      return probe.start() == probe.end() ? probe.end() : probe.end() - 1;
    }

    private WholeRanges whole(ProcessContext context, Carried carried) {
      WholeRanges known = whole;
      if (known == null || known.carried() != carried) {
        known = new WholeRanges(length(), carried, context.sideInput(looked));
        whole = known;
      }
      return known;
    }
  }

  /** Looks at probes in the range in which they end, and did not begin. */
  private static final class EndFn<K> extends RangeFn<KV<Long, CoGbkResult>, KV<K, During>> {
    private static final long serialVersionUID = 1;
    private final TupleTag<KV<KV<K, Interval>, Looked>> begun;

    EndFn(
        long length,
        TupleTag<KV<KV<K, Interval>, Looked>> begun,
        PCollectionView<Map<Long, Long>> balances) {
      super(length, balances);
      this.begun = begun;
    }

    @ProcessElement
    public void process(ProcessContext context) throws IOException {
      long range = context.element().getKey();
      CoGbkResult found = context.element().getValue();
      Iterable<KV<KV<K, Interval>, Looked>> all = found.getAll(begun);
      if (!all.iterator().hasNext()) {
        return;
      }
      Profile profile = profile(range, carried(context), found.getAll(MOMENTS));
      Extremes extremes = new Extremes();
      Area area = new Area();
      for (KV<KV<K, Interval>, Looked> keyed : all) {
        Interval probe = keyed.getKey().getValue();
        Looked before = keyed.getValue();
        extremes.begin(before.least());
        extremes.include(before.greatest());
        extremes.include(profile.extremes(profile.range().from(), probe.end()));
        area.clear();
        area.add(before.areaHigh(), before.areaLow());
        profile.addAreaUpTo(probe.end(), area);
        context.output(KV.of(keyed.getKey().getKey(), During.of(probe, extremes, area)));
      }
    }
  }
}
