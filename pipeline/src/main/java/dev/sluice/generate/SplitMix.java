package dev.sluice.generate;

/**
 * The SplitMix64 generator (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators,
 * OOPSLA 2014). Our own, because what {@code java.util} makes of its bits is not the same in every
 * Java version.
 */
final class SplitMix {
  private long state;

  SplitMix(long seed) {
    state = seed;
  }

  long next() {
    state += 0x9e3779b97f4a7c15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** A number from 0 to below the bound, near enough uniform. */
  int below(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  /** A number from 0 to below the bound, which may be past 32 bits. */
  long below(long bound) {
    return (next() >>> 1) % bound;
  }

  /** True once in so many times. */
  boolean oneIn(int times) {
    return below(times) == 0;
  }

  /** 0 half of the time, 1 a quarter of it, and so on, at most 63. */
  int halvings() {
    return Math.min(63, Long.numberOfTrailingZeros(next()));
  }

  byte[] anyOf(byte[][] choices) {
    return choices[below(choices.length)];
  }
}
