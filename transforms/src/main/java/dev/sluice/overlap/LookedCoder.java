package dev.sluice.overlap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BigEndianIntegerCoder;
import org.apache.beam.sdk.coders.BigEndianLongCoder;

/** Writes a {@link Looked} as 24 bytes. Deterministic. */
final class LookedCoder extends AtomicCoder<Looked> {
  private static final long serialVersionUID = 1;
  private static final LookedCoder INSTANCE = new LookedCoder();
  private static final BigEndianIntegerCoder COUNT = BigEndianIntegerCoder.of();
  private static final BigEndianLongCoder HALF = BigEndianLongCoder.of();

  private LookedCoder() {}

  static LookedCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Looked looked, OutputStream out) throws IOException {
    COUNT.encode(looked.least(), out);
    COUNT.encode(looked.greatest(), out);
    HALF.encode(looked.areaHigh(), out);
    HALF.encode(looked.areaLow(), out);
  }

  @Override
  public Looked decode(InputStream in) throws IOException {
    return new Looked(COUNT.decode(in), COUNT.decode(in), HALF.decode(in), HALF.decode(in));
  }
}
