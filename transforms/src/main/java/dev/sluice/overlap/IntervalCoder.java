package dev.sluice.overlap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BigEndianLongCoder;

/** Writes an {@link Interval} as 16 bytes. Deterministic. */
public final class IntervalCoder extends AtomicCoder<Interval> {
  private static final long serialVersionUID = 1;
  private static final IntervalCoder INSTANCE = new IntervalCoder();
  private static final BigEndianLongCoder TIME = BigEndianLongCoder.of();

  private IntervalCoder() {}

  public static IntervalCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Interval interval, OutputStream out) throws IOException {
    TIME.encode(interval.start(), out);
    TIME.encode(interval.end(), out);
  }

  @Override
  public Interval decode(InputStream in) throws IOException {
    return new Interval(TIME.decode(in), TIME.decode(in));
  }
}
