package dev.sluice.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.step.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyRangesTest {
  private final CountingStorage storage = new CountingStorage();
  private Path folder;

  @BeforeEach
  @BeforeTry
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("sluice-ranges");
  }

  @AfterEach
  @AfterTry
  void removeFolder() throws IOException {
    assertThat(storage.open).hasValue(0);
    storage.deleteFolder(folder.toUri());
  }

  /** Runs of sorted keys; one key is as frequent as all others, or the only one. */
  @Provide
  static Arbitrary<List<List<String>>> runs() {
    Arbitrary<String> keys =
        Arbitraries.strings().withCharRange('a', 'e').ofMaxLength(2).injectDuplicates(0.2);
    Arbitrary<String> skewed =
        Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just("cc")), Tuple.of(1, keys));
    Arbitrary<String> longKeys = keys.map(key -> "k".repeat(1023) + key);
    return Arbitraries.of(keys, skewed, Arbitraries.just("same"), Arbitraries.just(""), longKeys)
        .flatMap(kind -> kind.list().ofMaxSize(60).list().ofMaxSize(5));
  }

  @Property(tries = 150)
  void theRangesTogetherAreThePlainSort(
      @ForAll("runs") List<List<String>> keys,
      @ForAll @IntRange(min = 1, max = 4000) int targetBytes,
      @ForAll @IntRange(min = 1, max = 300) int blockBytes)
      throws Exception {
    List<RunIndex> indexes = new ArrayList<>();
    List<Records> all = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      List<Records> records = Records.of(keys.get(i).stream().sorted().toList(), 1000 * i);
      all.addAll(records);
      indexes.add(index(i, records, blockBytes));
    }
    List<Records> expected = all.stream().sorted(Records.BY_KEY).toList();
    long total = indexes.stream().mapToLong(index -> index.bytes()).sum();
    for (long target :
        List.of((long) targetBytes, Math.max(1, total), total / 2 + 1, total / 16 + 1)) {
      List<MergeSlice> slices = KeyRanges.choose(indexes, target);
      assertThat(slices.size())
          .isLessThanOrEqualTo((int) Math.max(1, (total + target - 1) / target));
      assertThat(slices.stream().mapToLong(MergeSlice::bytes).sum()).isEqualTo(total);
      assertThat(merge(slices)).isEqualTo(expected);
    }
  }

  @Test
  void equalKeysAreCutIntoRangesOfEqualSize() throws Exception {
    List<String> same = IntStream.range(0, 500).mapToObj(i -> "same").toList();
    List<RunIndex> indexes =
        List.of(index(0, Records.of(same, 0), 60), index(1, Records.of(same, 1000), 60));
    long total = indexes.get(0).bytes() + indexes.get(1).bytes();
    List<MergeSlice> slices = KeyRanges.choose(indexes, total / 8 + 1);
    assertThat(slices).hasSize(8);
    for (MergeSlice slice : slices) {
      assertThat((double) slice.bytes()).isBetween(0.95 * total / 8, 1.05 * total / 8);
    }
    // By position, equal keys of the first run come before those of the second.
    assertThat(slices.get(0).runs()).extracting(RunIndex::ordinal).containsExactly(0);
    assertThat(slices.get(7).runs()).extracting(RunIndex::ordinal).containsExactly(1);
    assertThat(merge(slices)).hasSize(1000);
  }

  @Test
  void withoutRecordsThereIsOneRange() throws Exception {
    MergeSlice all = new MergeSlice(KeyRange.ALL, List.of(), 0);
    assertThat(KeyRanges.choose(List.of(), 100)).containsExactly(all);
    assertThat(KeyRanges.choose(List.of(index(0, List.of(), 60)), 100)).containsExactly(all);
  }

  @Test
  void runsThatFollowOneAnotherAreMergedByThemselves() throws Exception {
    List<RunIndex> indexes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String prefix = String.valueOf((char) ('a' + i));
      List<String> keys =
          IntStream.range(0, 100).mapToObj("%02d"::formatted).map(prefix::concat).toList();
      indexes.add(index(i, Records.of(keys, 0), 60));
    }
    List<MergeSlice> slices = KeyRanges.choose(indexes, indexes.get(0).bytes());
    assertThat(slices)
        .extracting(
            slice -> slice.runs().stream().map(RunIndex::ordinal).collect(Collectors.toList()))
        .containsExactly(List.of(0), List.of(1), List.of(2), List.of(3));
  }

  @Test
  void refusesRunsThatAreNotSorted() throws Exception {
    RunIndex index = index(0, Records.of(List.of("b", "a"), 0), 60);
    assertThatThrownBy(() -> KeyRanges.choose(List.of(index), 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "run: %s, ordinal 0 (expected sorted runs, each ordinal once)"
                .formatted(index.place()));
  }

  @Test
  void aRunThatSaysItIsSortedAndIsNotIsAnError() throws Exception {
    List<Records> records = Records.of(List.of("b", "a"), 0);
    RunIndex index = index(0, records, 60);
    List<MergeSlice> slices = List.of(new MergeSlice(KeyRange.ALL, List.of(index), index.bytes()));
    assertThatThrownBy(() -> merge(slices))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Cannot merge run %s: it is not sorted (record 1 has a lesser key than the one before)"
                .formatted(index.place()));
  }

  @Test
  void rangesHaveAJsonForm() throws Exception {
    KeyRange range = new KeyRange(Position.of(new byte[] {0, -1}, 3, 17), null);
    assertThat(Json.text(range))
        .isEqualTo("{\"from\":{\"key\":\"00ff\",\"run\":3,\"record\":17},\"to\":null}");
    assertThat(Json.value(Json.text(range), KeyRange.class)).isEqualTo(range);
    Position position = Position.of(new byte[] {1}, 0, 0);
    assertThatThrownBy(() -> new KeyRange(position, position))
        .hasMessage(
            "range: from %s to %s (expected one before the other)".formatted(position, position));
  }

  private RunIndex index(int ordinal, List<Records> records, int blockBytes) throws IOException {
    Run run =
        Records.write(
            storage, folder.resolve(ordinal + ".run").toUri(), ordinal, records, blockBytes);
    return RunIndex.read(storage, run);
  }

  private List<Records> merge(List<MergeSlice> slices) throws Exception {
    List<Records> merged = new ArrayList<>();
    MergePasses passes = new MergePasses(storage, folder::toUri, 3);
    for (MergeSlice slice : slices) {
      passes.mergeIndexed(slice.runs(), slice.range(), Records.into(merged));
    }
    return merged;
  }
}
