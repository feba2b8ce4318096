package dev.sluice.fetch.slots;

import dev.sluice.dump.Mirror;
import java.io.IOException;

/** The right to have one connection to a mirror, until it is closed. Not for use by two threads. */
public interface Slot extends AutoCloseable {
  /** Whose slot it is. */
  Mirror mirror();

  /**
   * Whether the connection may go on. Cheap, does no I/O: to be asked between buffers. A slot that
   * could not be renewed in time is not held any more, and its connection has to be closed.
   */
  boolean held();

  /**
   * Makes sure that the slot was held all along. To be asked once the transfer has ended, right
   * before its result is committed.
   *
   * @throws IOException if it was lost, or that cannot be told
   */
  void confirm() throws IOException;

  /**
   * Tells that the mirror refused the connection that was opened under this slot, as one too many.
   * From now on it has one slot less than are taken at this moment, but at least one: for the whole
   * run, in all its processes. To be asked while the slot is held.
   */
  void refused();

  /** Gives the slot back, after the connection was closed. Closing it again does nothing. */
  @Override
  void close();
}
