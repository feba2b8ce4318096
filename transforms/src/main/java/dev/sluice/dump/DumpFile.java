package dev.sluice.dump;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file of a dump, with everybody who holds it.
 *
 * @param dump what it belongs to, with its exact date
 * @param ordinal its place in the dump's page order, from 0
 * @param name its file name
 * @param bytes its length
 * @param checksum what its bytes must hash to; null if the dump does not say
 * @param replicas the mirrors that hold it with this length, at least one, in the order in which
 *     the user named the mirrors; if none does, those that hold it at another one, whose bytes a
 *     download will refuse
 */
public record DumpFile(
    Dump dump,
    int ordinal,
    String name,
    long bytes,
    @Nullable Checksum checksum,
    List<Replica> replicas) {
  public DumpFile {
    if (bytes < 0) {
      throw new IllegalArgumentException(name + ": bytes " + bytes + " (expected 0 or more)");
    }
    if (replicas.isEmpty()) {
      throw new IllegalArgumentException(name + ": no replica (expected at least one)");
    }
    replicas = List.copyOf(replicas);
  }

  /** What it is, whoever holds it: everything but the replicas, as a value with a JSON form. */
  public List<Object> identity() {
    return List.of(dump, ordinal, name, bytes, String.valueOf(checksum));
  }
}
