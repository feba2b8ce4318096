package dev.sluice.overlap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BigEndianIntegerCoder;
import org.apache.beam.sdk.coders.BigEndianLongCoder;

/** Writes a {@link Change} as 12 bytes. Deterministic. */
public final class ChangeCoder extends AtomicCoder<Change> {
  private static final long serialVersionUID = 1;
  private static final ChangeCoder INSTANCE = new ChangeCoder();
  private static final BigEndianLongCoder AT = BigEndianLongCoder.of();
  private static final BigEndianIntegerCoder ACTIVE = BigEndianIntegerCoder.of();

  private ChangeCoder() {}

  public static ChangeCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Change change, OutputStream out) throws IOException {
    AT.encode(change.at(), out);
    ACTIVE.encode(change.active(), out);
  }

  @Override
  public Change decode(InputStream in) throws IOException {
    return new Change(AT.decode(in), ACTIVE.decode(in));
  }
}
