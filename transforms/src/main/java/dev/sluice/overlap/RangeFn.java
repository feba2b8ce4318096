package dev.sluice.overlap;

import java.io.IOException;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;

/** Sweeps ranges of time of one length, with what is carried into them. */
abstract class RangeFn<I, O> extends DoFn<I, O> {
  private static final long serialVersionUID = 1;

  private final long length;
  private final PCollectionView<Map<Long, Long>> balances;
  private transient @Nullable Carried carried;

  /**
   * Sweeps.
   *
   * @param balances how many more began than ended in each range in which any did
   */
  RangeFn(long length, PCollectionView<Map<Long, Long>> balances) {
    this.length = length;
    this.balances = balances;
  }

  final long length() {
    return length;
  }

  /** Forgets what another run might see otherwise. */
  @StartBundle
  public void start() {
    carried = null;
  }

  /** What is carried into ranges: the same for a whole bundle, which is in the global window. */
  final Carried carried(DoFn<I, O>.ProcessContext context) {
    Carried known = carried;
    if (known == null) {
      known = new Carried(context.sideInput(balances));
      carried = known;
    }
    return known;
  }

  /** When a range is. */
  final TimeRange range(long range) {
    return new TimeRange(range * length, (range + 1) * length);
  }

  /** Sweeps a range. */
  final Stretch sweep(long range, Carried known, Iterable<Long> moments) throws IOException {
    return Moments.of(moments).sweep(range(range), known.into(range));
  }

  /** Sweeps a range, to be looked into. */
  final Profile profile(long range, Carried known, Iterable<Long> moments) throws IOException {
    Profile profile = new Profile();
    profile.take(sweep(range, known, moments));
    return profile;
  }
}
