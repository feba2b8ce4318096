package dev.sluice.dump;

import java.io.IOException;
import java.io.Serializable;

/** How a listing reaches mirrors: whoever implements it keeps to the mirrors' connection limits. */
public interface MirrorAccess extends Serializable {
  /**
   * Connects to a mirror, waiting until it may; the connection is given back by closing it.
   *
   * @throws IOException if the mirror cannot be reached
   */
  MirrorFiles connect(Mirror mirror) throws IOException, InterruptedException;
}
