package dev.sluice.overlap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalDouble;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BigEndianIntegerCoder;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.BooleanCoder;

/** Writes a {@link During} as 9 or 17 bytes. Deterministic. */
public final class DuringCoder extends AtomicCoder<During> {
  private static final long serialVersionUID = 1;
  private static final DuringCoder INSTANCE = new DuringCoder();
  private static final BigEndianIntegerCoder COUNT = BigEndianIntegerCoder.of();
  private static final BooleanCoder HAS_MEAN = BooleanCoder.of();
  private static final BigEndianLongCoder MEAN = BigEndianLongCoder.of();

  private DuringCoder() {}

  public static DuringCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(During during, OutputStream out) throws IOException {
    COUNT.encode(during.least(), out);
    COUNT.encode(during.greatest(), out);
    HAS_MEAN.encode(during.mean().isPresent(), out);
    if (during.mean().isPresent()) {
      MEAN.encode(Double.doubleToLongBits(during.mean().getAsDouble()), out);
    }
  }

  @Override
  public During decode(InputStream in) throws IOException {
    int least = COUNT.decode(in);
    int greatest = COUNT.decode(in);
    return new During(
        least,
        greatest,
        HAS_MEAN.decode(in)
            ? OptionalDouble.of(Double.longBitsToDouble(MEAN.decode(in)))
            : OptionalDouble.empty());
  }
}
