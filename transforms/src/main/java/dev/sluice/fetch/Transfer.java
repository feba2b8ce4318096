package dev.sluice.fetch;

import dev.sluice.dump.Checksum;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.fetch.slots.Slot;
import dev.sluice.step.StepClock;
import dev.sluice.storage.AtomicOutput;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.commons.io.function.IOSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What has come of a file so far, from whichever mirrors; visible only once it is committed. Holds
 * nothing but this object until the first connection is open: hundreds may wait for a slot.
 */
final class Transfer implements Closeable {
  private static final long LONG_STORING_NANOS = Duration.ofMillis(500).toNanos();

  private final DumpFile file;
  private final IOSupplier<? extends AtomicOutput> destination;
  private final LongConsumer meter;
  private final Set<Mirror> sources = new LinkedHashSet<>();
  private final StepClock clock;
  private @Nullable DigestThread digest;
  private @Nullable AtomicOutput out;
  private long position;
  private long longestStoring;

  /**
   * @param destination gives what is written into; asked anew whenever all has to come again
   * @param meter takes the number of bytes that came since it was last told
   * @param clock takes what digesting costs beside the calling thread
   */
  Transfer(
      DumpFile file,
      IOSupplier<? extends AtomicOutput> destination,
      LongConsumer meter,
      StepClock clock) {
    this.file = file;
    this.destination = destination;
    this.meter = meter;
    this.clock = clock;
  }

  private AtomicOutput output() throws IOException {
    if (out == null) {
      try {
        out = destination.get();
      } catch (IOException e) {
        throw new StoringException(file.name(), e);
      }
    }
    return out;
  }

  private Checksum.Algorithm algorithm() {
    Checksum checksum = file.checksum();
    return checksum == null ? Checksum.Algorithm.SHA256 : checksum.algorithm();
  }

  private DigestThread digest() {
    if (digest == null) {
      digest = new DigestThread(algorithm().javaName(), clock::helperDone);
    }
    return digest;
  }

  /** Bytes that have come. */
  long position() {
    return position;
  }

  /**
   * Whether the last connection had to wait for what takes the bytes, so long that the mirror may
   * have lost patience. Bytes came over it then.
   */
  boolean keptWaiting() {
    return longestStoring >= LONG_STORING_NANOS;
  }

  /** The mirrors that they came from. */
  Set<Mirror> sources() {
    return sources;
  }

  /**
   * Takes what comes until its end, or until it is more than the file's length, or until it is to
   * come from elsewhere.
   */
  void receive(InputStream in, Slot slot, Passage passage) throws IOException {
    longestStoring = 0;
    AtomicOutput to = output();
    while (position <= file.bytes()) {
      int count = next(in, to, slot);
      if (count < 0) {
        if (sources.isEmpty()) {
          sources.add(slot.mirror()); // An empty file has a source too.
        }
        return;
      }
      if (!passage.passed(count, file.bytes() - position) && position < file.bytes()) {
        return;
      }
    }
  }

  /** Takes a buffer of what comes; its length, or -1 at the end. */
  private int next(InputStream in, AtomicOutput to, Slot slot) throws IOException {
    DigestThread.Buffer buffer = digest().buffer();
    int stored = 0;
    try {
      int count = in.read(buffer.bytes, 0, buffer.bytes.length);
      if (count >= 0) {
        if (!slot.held()) {
          throw new IOException("the slot was lost");
        }
        sources.add(slot.mirror());
        store(to, buffer.bytes, count);
        stored = count;
      }
      return count;
    } finally {
      digest().update(buffer, stored);
    }
  }

  private void store(AtomicOutput to, byte[] buffer, int count) throws IOException {
    long begun = System.nanoTime();
    try {
      to.write(buffer, 0, count);
    } catch (IOException e) {
      throw new StoringException(file.name(), e);
    }
    longestStoring = Math.max(longestStoring, System.nanoTime() - begun);
    position += count;
    meter.accept(count);
  }

  /** Forgets all that has come. */
  void startAfresh() throws IOException {
    close();
    sources.clear();
    position = 0;
  }

  /**
   * Compares.
   *
   * @param attempt which attempt it was, for the sentence
   * @return what is wrong with the bytes, all of which have come; null if they are what they should
   *     be, or the dump does not say
   */
  @Nullable String flaw(Checksum digest, int attempt) {
    if (position > file.bytes()) {
      return "the file is longer than %1$d bytes, attempt %2$d (expected %1$d bytes)"
          .formatted(file.bytes(), attempt);
    }
    Checksum checksum = file.checksum();
    if (checksum == null || digest.equals(checksum)) {
      return null;
    }
    return "its %s is %s, attempt %d (expected %s)"
        .formatted(
            checksum.algorithm().name().toLowerCase(Locale.ROOT),
            digest.hex(),
            attempt,
            checksum.hex());
  }

  /** The digest of all that came: by the dump's algorithm, or SHA-256 where it gives none. */
  Checksum seal() throws IOException {
    return new Checksum(algorithm(), digest().hex());
  }

  void commit() throws IOException {
    try {
      output().commit();
    } catch (IOException e) {
      throw new StoringException(file.name(), e);
    }
  }

  @Override
  public void close() throws IOException {
    if (digest != null) {
      digest.close();
      digest = null;
    }
    AtomicOutput open = out;
    out = null;
    if (open != null) {
      open.close();
    }
  }
}
