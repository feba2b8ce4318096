package dev.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PartSizesTest {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  @Property
  void isWithinWhatS3TakesAndNeverShrinks(@ForAll @IntRange(min = 2, max = 10_000) int number) {
    assertThat(PartSizes.of(number)).isBetween(5 * MIB, 5 * GIB);
    assertThat(PartSizes.of(number)).isGreaterThanOrEqualTo(PartSizes.of(number - 1));
  }

  /** Of an object of 7.8 TiB or less there are no more parts than S3 takes. */
  @Property(tries = 50)
  void sufficesForAnyObject(@ForAll @LongRange(min = 1, max = 7_987 * GIB) long length) {
    long left = length;
    int number = 0;
    while (left > 0) {
      left -= PartSizes.of(++number);
    }
    assertThat(number).isLessThanOrEqualTo(PartSizes.MOST_PARTS);
  }

  @Test
  void growsAfterEachThousandParts() {
    assertThat(PartSizes.of(1000)).isEqualTo(8 * MIB);
    assertThat(PartSizes.of(1001)).isEqualTo(16 * MIB);
    assertThat(PartSizes.of(10_000)).isEqualTo(4096 * MIB);
    assertThatThrownBy(() -> PartSizes.of(10_001))
        .hasMessage("number: 10001 (expected 1 to 10000)");
  }
}
