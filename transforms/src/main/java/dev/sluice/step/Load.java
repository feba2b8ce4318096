package dev.sluice.step;

/** What a heavy step does with its time: how many may go on at a time, and what each one needs. */
public enum Load {
  /** Waits for mirrors, and needs little else. */
  WAITS,

  /** Keeps a core busy, and so has to wait for one. */
  COMPUTES,

  /** Computes on what comes from mirrors: bounded by them, but with the memory of computing. */
  BOTH
}
