package dev.sluice.sort;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExternalSorterTest {
  private final CountingStorage storage = new CountingStorage();
  private Path work;

  @BeforeEach
  @BeforeTry
  void makeFolder() throws IOException {
    work = Files.createTempDirectory("sluice-sort");
    storage.mostOpenForReading.set(0);
  }

  @AfterEach
  @AfterTry
  void nothingIsLeft() throws IOException {
    assertThat(storage.open).hasValue(0);
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left).isEmpty();
    }
    Files.delete(work);
  }

  @Property(tries = 60)
  void sortsAsAStableSortInMemoryDoes(
      @ForAll @Size(max = 300) List<@AlphaChars @StringLength(max = 2) String> keys,
      @ForAll @LongRange(min = 1, max = 20_000) long memoryBytes,
      @ForAll @IntRange(min = 2, max = 5) int mostOpen)
      throws Exception {
    List<Records> records = Records.of(keys, 0);
    assertThat(sort(records, memoryBytes, mostOpen))
        .isEqualTo(records.stream().sorted(Records.BY_KEY).toList());
    assertThat(storage.mostOpenForReading.get()).isLessThanOrEqualTo(mostOpen);
  }

  @Test
  void mergesInSeveralPasses() throws Exception {
    List<Records> records =
        Records.of(IntStream.range(0, 40).mapToObj(i -> "k" + i % 7).toList(), 0);
    assertThat(sort(records, 1, 3)).isEqualTo(records.stream().sorted(Records.BY_KEY).toList());
    // 40 spills of one record, then 14, 5 and 2 temporary runs.
    assertThat(storage.created).hasValue(40 + 14 + 5 + 2);
    assertThat(storage.mostOpenForReading).hasValue(3);
  }

  @Test
  void runsThatFollowOneAnotherAreOpenOneAtATime() throws Exception {
    List<Records> records =
        Records.of(IntStream.range(0, 40).mapToObj("k%02d"::formatted).toList(), 0);
    assertThat(sort(records, 1, 3)).isEqualTo(records);
    assertThat(storage.created).hasValue(40);
    assertThat(storage.mostOpenForReading).hasValue(1);
  }

  @Test
  void whatFitsInMemoryNeverTouchesTheDisk() throws Exception {
    List<Records> records = Records.of(List.of("b", "a", "b", "a"), 0);
    assertThat(sort(records, 1 << 20, 64))
        .containsExactly(records.get(1), records.get(3), records.get(0), records.get(2));
    assertThat(storage.created).hasValue(0);
  }

  @Test
  void nothingGivesNothing() throws Exception {
    assertThat(sort(List.of(), 1 << 20, 64)).isEmpty();
  }

  @Test
  void aRecordMayBeLargerThanTheMemory() throws Exception {
    List<Records> records =
        List.of(
            new Records("c", "small"),
            new Records("b", "x".repeat(3_000_000)),
            new Records("a", "small"),
            new Records("b", "y".repeat(600_000)));
    assertThat(sort(records, 100_000, 64))
        .isEqualTo(records.stream().sorted(Records.BY_KEY).toList());
  }

  @Test
  void sortsARecordOf100Megabytes() throws Exception {
    byte[] large = new byte[100 << 20];
    Arrays.fill(large, (byte) 'x');
    byte[] small = {'s'};
    List<Integer> lengths = new ArrayList<>();
    try (ExternalSorter sorter = ExternalSorter.create(storage, work.toUri(), 1 << 20)) {
      sorter.add(new byte[] {2}, 1, large, 0, large.length);
      sorter.add(new byte[] {1}, 1, small, 0, 1);
      sorter.drainTo(
          (key, keyOffset, keyLength, line, offset, length) -> {
            lengths.add(length);
            assertThat(line[offset + length - 1]).isEqualTo((byte) (length == 1 ? 's' : 'x'));
          });
    }
    assertThat(lengths).containsExactly(1, 100 << 20);
  }

  @Test
  void spillsAreGoneWhenTheDiskIsFull() throws Exception {
    storage.room = 2000;
    List<Records> records = Records.of(IntStream.range(0, 1000).mapToObj(i -> "k" + i).toList(), 0);
    assertThatThrownBy(() -> sort(records, 10_000, 64))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
  }

  @Test
  void spillsAreGoneWhenTheSinkFails() throws Exception {
    try (ExternalSorter sorter = ExternalSorter.create(storage, work.toUri(), 1)) {
      for (byte i = 0; i < 10; i++) {
        sorter.add(new byte[] {i}, 1, new byte[] {i}, 0, 1);
      }
      assertThatThrownBy(
              () ->
                  sorter.drainTo(
                      (key, keyOffset, keyLength, line, offset, length) -> {
                        throw new IOException("sink");
                      }))
          .hasMessage("sink");
    }
  }

  @Test
  void failsWhenASpillIsTruncated() throws Exception {
    assertDamaged(
        bytes -> Arrays.copyOf(bytes, bytes.length - 1),
        "it is cut short \\(3 bytes of a block there; expected 4\\)");
  }

  @Test
  void failsWhenAByteOfASpillIsAnother() throws Exception {
    assertDamaged(
        bytes -> {
          bytes[bytes.length - 1] ^= 1;
          return bytes;
        },
        "the block is damaged \\(checksum [0-9a-f]{8}; expected [0-9a-f]{8}\\)");
  }

  private void assertDamaged(UnaryOperator<byte[]> damage, String message) throws Exception {
    try (ExternalSorter sorter = ExternalSorter.create(storage, work.toUri(), 1)) {
      for (byte i = 0; i < 3; i++) {
        sorter.add(new byte[] {i}, 1, new byte[] {i}, 0, 1);
      }
      Path spill;
      try (Stream<Path> spills = Files.walk(work)) {
        spill = spills.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
      }
      Files.write(spill, damage.apply(Files.readAllBytes(spill)));
      assertThatThrownBy(() -> sorter.drainTo(Records.into(new ArrayList<>())))
          .isInstanceOf(IOException.class)
          .hasMessageMatching(
              "Cannot read run \\Q%s\\E: at byte 8 %s".formatted(spill.toUri(), message));
    }
  }

  private List<Records> sort(List<Records> records, long memoryBytes, int mostOpen)
      throws IOException, InterruptedException {
    List<Records> sorted = new ArrayList<>();
    try (ExternalSorter sorter =
        ExternalSorter.create(storage, work.toUri(), memoryBytes, mostOpen)) {
      for (Records record : records) {
        byte[] key = record.key().getBytes(UTF_8);
        byte[] line = record.line().getBytes(UTF_8);
        sorter.add(key, key.length, line, 0, line.length);
      }
      sorter.drainTo(Records.into(sorted));
    }
    return sorted;
  }
}
