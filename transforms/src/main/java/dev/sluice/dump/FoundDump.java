package dev.sluice.dump;

import java.io.IOException;
import java.util.List;

/** A dump that mirrors hold, its date exact, and what they said when they were asked for it. */
public final class FoundDump {
  private final Dump dump;
  private final List<Holding> holdings;

  FoundDump(Dump dump, List<Holding> holdings) {
    this.dump = dump;
    this.holdings = List.copyOf(holdings);
  }

  public Dump dump() {
    return dump;
  }

  /**
   * Its files in page order, each with the mirrors that hold it at its length: the numbered parts
   * or the recombined whole, in one format.
   *
   * @throws IOException if no set of the family's files is complete on the mirrors together; the
   *     sentence names what is missing
   */
  public List<DumpFile> files() throws IOException {
    return new FileChoice(Layout.of(dump), holdings).choose();
  }
}
