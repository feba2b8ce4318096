package dev.sluice.overlap;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class AreaTest {
  /** Numbers of all lengths. */
  @Provide
  static Arbitrary<Long> times() {
    return Arbitraries.integers()
        .between(1, 62)
        .flatMap(bits -> Arbitraries.longs().between(1, 1L << bits));
  }

  @Property(tries = 2000)
  void meanIsCorrectlyRounded(
      @ForAll("times") long first,
      @ForAll @IntRange(max = 1 << 30) int count,
      @ForAll("times") long second,
      @ForAll("times") long over) {
    Area area = new Area();
    area.addFor(first, count);
    area.addFor(second, 1);
    BigInteger sum =
        BigInteger.valueOf(first)
            .multiply(BigInteger.valueOf(count))
            .add(BigInteger.valueOf(second));
    assertThat(area.mean(over))
        .isEqualTo(
            new BigDecimal(sum)
                .divide(BigDecimal.valueOf(over), new MathContext(80))
                .doubleValue());
  }

  @Property(tries = 1000)
  void meanOfWhatIsHalfwayIsThatOfTheEvenNeighbour(
      @ForAll @IntRange(min = 1) int last, @ForAll("times") long over) {
    long numberOf54Bits = (1L << 53) | (long) last << 1 | 1;
    BigInteger sum = BigInteger.valueOf(over).multiply(BigInteger.valueOf(numberOf54Bits));
    assertThat(Area.mean(sum.shiftRight(Long.SIZE).longValue(), sum.longValue(), over))
        .isEqualTo((double) numberOf54Bits);
  }

  @Example
  void meanOfNothingIsZero() {
    assertThat(new Area().mean(1)).isZero();
    assertThat(new Area().mean(Long.MAX_VALUE)).isZero();
  }
}
