package dev.sluice.fetch.slots;

import org.jspecify.annotations.Nullable;

/** A slot that was asked for, while its asker does something else. */
public interface Wish extends AutoCloseable {
  /** One that is never granted. */
  Wish NEVER =
      new Wish() {
        @Override
        public @Nullable Slot granted() {
          return null;
        }

        @Override
        public void close() {}
      };

  /** The slot, once it was granted; it is the caller's then. Cheap: to be asked between buffers. */
  @Nullable Slot granted();

  /** Asks no more, and gives back what was granted and not taken. */
  @Override
  void close();
}
