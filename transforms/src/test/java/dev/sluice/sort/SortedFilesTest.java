package dev.sluice.sort;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.Compression;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.Lock;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs that are files, of which what is in order is read again instead of spilled. */
class SortedFilesTest {
  private static final SortOrder ORDER = SortOrder.by("a");

  private final CountingStorage storage = new CountingStorage();
  private Path folder;
  private Path work;

  @BeforeEach
  @BeforeTry
  void makeFolders() throws IOException {
    folder = Files.createTempDirectory("sluice-files");
    work = Files.createDirectory(folder.resolve("work"));
    storage.created.set(0);
  }

  @AfterEach
  @AfterTry
  void nothingIsLeft() throws IOException {
    assertThat(storage.open).hasValue(0);
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left).isEmpty();
    }
    storage.deleteFolder(folder.toUri());
  }

  /** A record of a file: its sort key, and which one it is. */
  private record Numbered(int key, int number) {
    String line() {
      return "{\"number\":%d,\"text\":\"%s\",\"a\":%d}"
          .formatted(number, "x".repeat(number % 40), key);
    }
  }

  /** Files whose stretches are in order or not, sorted in little memory, in all ways there are. */
  @Property(tries = 20)
  void sortsAsAStableSortInMemoryDoes(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 5) int files,
      @ForAll @LongRange(min = 1, max = 60_000) long memoryBytes,
      @ForAll boolean unique)
      throws Exception {
    Random random = new Random(seed);
    List<Numbered> all = new ArrayList<>();
    List<LineInput> inputs = new ArrayList<>();
    for (int file = 0; file < files; file++) {
      StringBuilder text = new StringBuilder();
      int count = random.nextInt(900);
      int distinct = 1 + random.nextInt(random.nextBoolean() ? 5 : 100_000);
      boolean ascending = random.nextBoolean();
      for (int i = 0; i < count; i++) {
        int key = ascending && random.nextInt(400) > 0 ? file * 700 + i : random.nextInt(distinct);
        Numbered record = new Numbered(key, all.size());
        all.add(record);
        text.append(record.line()).append(i + 1 < count || random.nextBoolean() ? "\n" : "");
      }
      String name = file + (random.nextInt(3) == 0 ? ".ndjson" : ".ndjson.gz");
      inputs.add(input(write(name, text)));
    }
    StringBuilder expected = new StringBuilder();
    Set<Integer> seen = new HashSet<>();
    all.stream()
        .sorted(Comparator.comparing(Numbered::key))
        .filter(record -> seen.add(record.key) || !unique)
        .forEach(record -> expected.append(record.line()).append('\n'));
    SortLines sort =
        new SortLines(
            storage, new SortRules(ORDER, MissingFields.FAIL, unique), work.toUri(), memoryBytes);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    long records = sort.toStream(inputs, stream, bytes -> {}, bytes -> {});
    assertThat(stream.toString(UTF_8)).isEqualTo(expected.toString());
    assertThat(records).isEqualTo(unique ? seen.size() : all.size());
    assertThat(toFile(sort, inputs)).isEqualTo(expected.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {".ndjson", ".ndjson.gz"})
  void whatIsInOrderIsNotSpilled(String suffix) throws Exception {
    StringBuilder first = new StringBuilder();
    StringBuilder second = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      (i % 3 == 0 ? first : second).append("{\"a\":%d}\n".formatted(i));
    }
    List<LineInput> inputs =
        List.of(input(write("1.ndjson", first)), input(write("2" + suffix, second)));
    SortLines sort = new SortLines(storage, SortRules.by(ORDER), work.toUri(), 60_000);
    String sorted = toFile(sort, inputs);
    assertThat(sorted.lines().count()).isEqualTo(20_000);
    assertThat(sorted.lines().toList().get(12_345)).isEqualTo("{\"a\":12345}");
    assertThat(storage.created).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {".ndjson", ".ndjson.gz"})
  void whatIsAllInOrderIsReadOnce(String suffix) throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 10_000; i < 30_000; i++) {
      text.append("{\"a\":%d}\n".formatted(i));
    }
    LineInput file = input(write("in" + suffix, text.substring(0, text.length() - 1)));
    AtomicInteger opened = new AtomicInteger();
    LineInput counted =
        new LineInput(
            file.name(),
            () -> {
              opened.incrementAndGet();
              return file.source().open();
            },
            file.file());
    SortLines sort = new SortLines(storage, SortRules.by(ORDER), work.toUri(), 60_000);
    assertThat(toFile(sort, List.of(counted))).isEqualTo(text.toString());
    // Of a compressed one the beginning is looked at before.
    assertThat(opened).hasValue(suffix.endsWith(".gz") ? 2 : 1);
    assertThat(storage.created).hasValue(0);
  }

  /** It is taken to be in order for long. */
  @Test
  void aCompressedFileWhoseEndIsOutOfOrderIsSorted() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 10_000; i < 30_000; i++) {
      text.append("{\"a\":%d}\n".formatted(i == 29_990 ? 1 : i));
    }
    SortLines sort = new SortLines(storage, SortRules.by(ORDER), work.toUri(), 60_000);
    String sorted = toFile(sort, List.of(input(write("in.ndjson.gz", text))));
    assertThat(sorted).startsWith("{\"a\":1}\n{\"a\":10000}\n").hasSize(text.length());
  }

  @Test
  void whatAKilledSortLeftIsDeleted() throws Exception {
    Path spills = Files.createDirectory(work.resolve(".sluice-sort-1"));
    Files.writeString(spills.resolve("spill"), "left");
    Files.createFile(work.resolve(".sluice-sort-1.lock"));
    Path used = Files.createDirectory(work.resolve(".sluice-sort-2"));
    SortLines sort = new SortLines(storage, SortRules.by(ORDER), work.toUri(), 1 << 20);
    try (Lock held = storage.lock(work.resolve(".sluice-sort-2.lock").toUri()).orElseThrow()) {
      assertThat(held).isNotNull();
      toFile(sort, List.of());
      assertThat(spills).doesNotExist();
      assertThat(used).exists();
    }
    Files.delete(used);
  }

  @Test
  void aDiskWithoutRoomIsFoundBeforeItIsFull() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 30_000; i > 10_000; i--) {
      text.append("{\"a\":%d}\n".formatted(i));
    }
    List<LineInput> inputs = List.of(input(Files.writeString(folder.resolve("in.ndjson"), text)));
    SortLines sort = new SortLines(storage, SortRules.by(ORDER), work.toUri(), 10_000);
    // Not for the output alone, and not for a spill beside it.
    for (int room : new int[] {text.length() - 1, text.length() + 100}) {
      storage.free = OptionalLong.of(room);
      assertThatThrownBy(() -> toFile(sort, inputs))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "Cannot sort in %s/: the disk has not room enough (0 MiB free; expected 1)"
                  .formatted(work));
    }
    storage.free = OptionalLong.of(text.length() + 10_000);
    assertThat(toFile(sort, inputs)).startsWith("{\"a\":10001}");
  }

  @Test
  void whatFitsInMemoryIsNotSpilled() throws Exception {
    StringBuilder text = new StringBuilder();
    Random random = new Random(2);
    for (int i = 0; i < 100_000; i++) {
      text.append("{\"a\":%d}\n".formatted(random.nextInt(1 << 30)));
    }
    List<LineInput> inputs = List.of(input(Files.writeString(folder.resolve("in.ndjson"), text)));
    SortLines sort = new SortLines(storage, SortRules.by(ORDER), work.toUri(), 64 << 20);
    assertThat(toFile(sort, inputs)).hasSize(text.length());
    assertThat(storage.created).hasValue(0);
  }

  /** With a few of them open, a merge takes more than it may: it goes by fewer runs. */
  @Test
  void fewRunsAreOpenWhenLinesAreLong() throws Exception {
    List<LineInput> inputs = new ArrayList<>();
    String text = "x".repeat(24 << 20);
    for (int i = 0; i < 4; i++) {
      String lines =
          "{\"a\":%d}\n{\"a\":%d,\"text\":\"%s\"}\n{\"a\":0}\n".formatted(9 - i, 5 - i, text);
      inputs.add(input(Files.writeString(folder.resolve(i + ".ndjson"), lines)));
    }
    SortLines sort = new SortLines(storage, SortRules.by(ORDER), work.toUri(), 1 << 20);
    Path file = folder.resolve("out.ndjson");
    try (OutputStream out = Files.newOutputStream(file)) {
      assertThat(sort.toStream(inputs, out, bytes -> {}, bytes -> {})).isEqualTo(12);
    }
    assertThat(storage.mostOpenForReading).hasValueLessThanOrEqualTo(3);
    try (Stream<String> lines = Files.lines(file)) {
      assertThat(lines.map(line -> line.substring(0, 6)))
          .containsExactly(
              "{\"a\":0",
              "{\"a\":0",
              "{\"a\":0",
              "{\"a\":0",
              "{\"a\":2",
              "{\"a\":3",
              "{\"a\":4",
              "{\"a\":5",
              "{\"a\":6",
              "{\"a\":7",
              "{\"a\":8",
              "{\"a\":9");
    }
  }

  @Test
  void partsOfManyRunsAreOfNearEqualSize() throws Exception {
    Path file = folder.resolve("in.ndjson");
    Random random = new Random(3);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < 60_000; i++) {
        out.write("{\"a\":%d,\"text\":\"%s\"}\n".formatted(random.nextInt(), "x".repeat(500)));
      }
    }
    SortLines sort = new SortLines(storage, SortRules.by(ORDER), work.toUri(), 400_000);
    Path parts = folder.resolve("parts");
    PartLayout layout =
        new PartLayout(ORDER, parts.toUri(), 4 << 20, Compression.NONE, work.toUri());
    List<Part> made;
    try (SortedLines sorted = sort.read(List.of(input(file)), bytes -> {})) {
      made = sorted.toParts(layout, bytes -> {});
    }
    assertThat(storage.created).as("more runs than may be open").hasValueGreaterThan(64);
    assertThat(made).hasSize(8).allMatch(part -> part.bytes() > 2 << 20 && part.bytes() < 6 << 20);
    assertThat(made.stream().mapToLong(Part::records).sum()).isEqualTo(60_000);
  }

  @Test
  void aFileThatChangesMeanwhileIsAnError() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 10_000; i < 20_000; i++) {
      text.append("{\"a\":%d}\n".formatted(i));
    }
    Path file = Files.writeString(folder.resolve("in.ndjson"), text);
    SortLines sort = new SortLines(storage, SortRules.by(ORDER), work.toUri(), 10_000);
    try (SortedLines sorted = sort.read(List.of(input(file)), bytes -> {})) {
      Files.writeString(file, "{\"a\":2", StandardOpenOption.WRITE);
      assertThatThrownBy(() -> sorted.toStream(OutputStream.nullOutputStream(), bytes -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageMatching(
              "Cannot sort in.ndjson: it has changed since it was read \\(\\d+ bytes at byte 0\\)");
    }
  }

  private String toFile(SortLines sort, List<LineInput> inputs) throws Exception {
    Path file = folder.resolve("sorted.ndjson");
    LongAdder written = new LongAdder();
    try (AtomicOutput out = new LocalStorage().create(file.toUri())) {
      sort.toFile(inputs, out, true, bytes -> {}, written::add);
      out.commit();
    }
    String sorted = Files.readString(file);
    assertThat(written.sum()).isEqualTo(sorted.length());
    return sorted;
  }

  private Path write(String name, CharSequence text) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Compression.ofName(name).compress(Files.newOutputStream(file))) {
      out.write(text.toString().getBytes(UTF_8));
    }
    return file;
  }

  private LineInput input(Path file) {
    boolean compressed = file.toString().endsWith(".gz");
    return new LineInput(
        file.getFileName().toString(),
        () ->
            compressed
                ? new GZIPInputStream(storage.read(file.toUri(), 0))
                : storage.read(file.toUri(), 0),
        new LineInput.StoredLines() {
          @Override
          public InputStream open(long offset) throws IOException {
            return storage.read(file.toUri(), offset);
          }

          @Override
          public long bytes() throws IOException {
            return Files.size(file);
          }
        });
  }
}
