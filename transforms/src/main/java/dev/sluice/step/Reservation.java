package dev.sluice.step;

/** Something that there is only so much of, held for a worker elsewhere until that one takes it. */
public interface Reservation {
  /** What the worker shows for it: {@link StepTask#ticket()}. */
  String ticket();

  /**
   * Gives it back. Doing it again does nothing, and neither does it where others have it by now.
   *
   * @param ended whether the worker has certainly ended: if not, what it has taken stays with it
   */
  void giveBack(boolean ended);
}
