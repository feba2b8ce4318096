package dev.sluice.sort;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.step.Json;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
  private static final List<Records> RECORDS =
      Records.of(List.of("", "a", "a", "b", "bc", "c".repeat(70), "d", "e"), 0);

  private final CountingStorage storage = new CountingStorage();
  @TempDir Path folder;
  private URI file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("a.run").toUri();
  }

  @AfterEach
  void everyStreamIsClosed() {
    assertThat(storage.open).hasValue(0);
  }

  @Test
  void recordsComeBack() throws IOException {
    Run run = Records.write(storage, file, 3, RECORDS, 60);
    assertThat(Records.read(storage, run)).isEqualTo(RECORDS);
    assertThat(RunIndex.read(storage, run).blocks()).hasSize(3);
    assertThat(run.ordinal()).isEqualTo(3);
    assertThat(run.name()).isEqualTo("input 3");
    assertThat(run.records()).isEqualTo(8);
    assertThat(run.bytes())
        .isEqualTo(RECORDS.stream().mapToLong(record -> record.line().length() + 1).sum());
    assertThat(run.sorted()).isTrue();
    assertThat(run.file().bytes()).isEqualTo(Files.size(folder.resolve("a.run")));
    assertThat(Json.value(Json.text(run), Run.class)).isEqualTo(run);
  }

  /** Of a writer the index keeps nothing: there are many runs, and each writer has buffers. */
  @Test
  void anIndexDoesNotKeepItsWriter() throws IOException {
    List<WeakReference<RunWriter>> writers = new ArrayList<>();
    RunIndex index = temporary(writers);
    await()
        .until(
            () -> {
              System.gc();
              return writers.get(0).get() == null;
            });
    try (RecordCursor cursor = index.open(0)) {
      assertThat(cursor.advance()).isTrue();
    }
  }

  private RunIndex temporary(List<WeakReference<RunWriter>> writers) throws IOException {
    try (RunWriter writer = RunWriter.temporary(storage, file, 0)) {
      writers.add(new WeakReference<>(writer));
      writer.add(new byte[] {1}, 1, new byte[] {'{', '}'}, 0, 2);
      return writer.end();
    }
  }

  @Test
  void anEmptyRunIsARun() throws IOException {
    Run run = Records.write(storage, file, 0, List.of(), 60);
    assertThat(Records.read(storage, run)).isEmpty();
    assertThat(run.records()).isZero();
    assertThat(run.sorted()).isTrue();
  }

  @Test
  void tellsWhetherKeysCameInOrder() throws IOException {
    Run run = Records.write(storage, file, 0, Records.of(List.of("a", "b", "a"), 0), 60);
    assertThat(run.sorted()).isFalse();
    assertThat(RunIndex.read(storage, run).sorted()).isFalse();
  }

  @Test
  void largeRecordsComeBack() throws IOException {
    List<Records> records =
        List.of(
            new Records("a", "x".repeat(3_000_000)),
            new Records("b".repeat(2_000_000), "y"),
            new Records("c", "z".repeat(300_000)),
            new Records("d", ""));
    Run run = Records.write(storage, file, 0, records, RunFormat.BLOCK_BYTES);
    assertThat(Records.read(storage, run)).isEqualTo(records);
    assertThat(run.file().bytes()).isLessThan(10_000);
  }

  @Test
  void startsAtAnyBlock() throws IOException {
    Run run = Records.write(storage, file, 0, RECORDS, 60);
    RunIndex index = RunIndex.read(storage, run);
    for (int block = 0; block < index.blocks().size(); block++) {
      try (RunCursor cursor = RunCursor.open(storage, index, block)) {
        assertThat(cursor.advance()).isTrue();
        assertThat(cursor.record()).isEqualTo(index.blocks().get(block).firstRecord());
      }
    }
  }

  @Test
  void withoutACommitNothingIsLeft() throws IOException {
    try (RunWriter writer = RunWriter.create(storage, file, 0, "a")) {
      writer.add(new byte[] {1}, 1, new byte[] {'{', '}'}, 0, 2);
    }
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void failsWhenARunIsTruncatedAtAnyByte() throws IOException {
    Run run = Records.write(storage, file, 0, RECORDS, 60);
    RunIndex index = RunIndex.read(storage, run);
    byte[] whole = Files.readAllBytes(folder.resolve("a.run"));
    RunBlock last = index.blocks().get(2);
    long endOfBlocks = last.offset() + last.length();
    for (int length = 0; length < whole.length; length++) {
      Files.write(folder.resolve("a.run"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Records.read(storage, run))
          .isInstanceOf(IOException.class)
          .hasMessageMatching(
              "Cannot read run \\Q"
                  + file
                  + "\\E: at byte \\d+ it is cut short"
                  + " \\(\\d+ bytes there; expected 48\\)");
      if (length < endOfBlocks) {
        // As when the file is cut while it is being read.
        assertThatThrownBy(() -> readAll(index))
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith("Cannot read run " + file + ": at byte ");
      }
    }
  }

  @Test
  void failsWhenAnyBitIsFlipped() throws IOException {
    Run run = Records.write(storage, file, 0, RECORDS, 60);
    assertEveryBitCounts(run);
  }

  @Test
  void failsWhenAnyBitOfALargeBlockIsFlipped() throws IOException {
    List<Records> large = List.of(new Records("a", "x".repeat(RunFormat.LARGE_BLOCK_BYTES + 1)));
    assertEveryBitCounts(Records.write(storage, file, 0, large, 60));
  }

  private void assertEveryBitCounts(Run run) throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve("a.run"));
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(folder.resolve("a.run"), damaged);
      assertThatThrownBy(() -> Records.read(storage, run))
          .as("bit %d", bit)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("Cannot read run " + file + ": at byte ");
    }
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Run run = Records.write(storage, file, 0, RECORDS, 60);
    Run other = new Run(run.file(), 0, "a", 7, run.bytes(), true);
    assertThatThrownBy(() -> Records.read(storage, other))
        .hasMessage(
            "Cannot read run %s: at byte %d it is another run (8 records, %d bytes, sorted true;"
                    .formatted(file, run.file().bytes() - 48, run.bytes())
                + " expected 7, %d, true)".formatted(run.bytes()));
    byte[] whole = Files.readAllBytes(folder.resolve("a.run"));
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    Files.write(folder.resolve("a.run"), longer);
    assertThatThrownBy(() -> Records.read(storage, run))
        .hasMessage(
            "Cannot read run %s: at byte %d it goes on (expected its end)"
                .formatted(file, whole.length));
    whole[20] ^= 1;
    Files.write(folder.resolve("a.run"), whole);
    assertThatThrownBy(() -> Records.read(storage, run))
        .hasMessageMatching(
            "Cannot read run \\Q"
                + file
                + "\\E: at byte 8 the block is damaged"
                + " \\(checksum [0-9a-f]{8}; expected [0-9a-f]{8}\\)");
  }

  @Test
  void longKeysAreCutInTheIndexAndStillFound() throws IOException {
    String common = "k".repeat(2000);
    List<Records> records =
        Records.of(IntStream.range(0, 50).mapToObj(i -> common + (char) ('A' + i)).toList(), 0);
    Run run = Records.write(storage, file, 0, records, 60);
    RunIndex index = RunIndex.read(storage, run);
    assertThat(index.blocks()).hasSize(50);
    assertThat(index.start(10).keyBytes()).hasSize(IndexKey.MOST_BYTES);
    Position middle = Position.of((common + 'Z').getBytes(UTF_8), 0, 0);
    assertThat(index.firstBlock(middle)).isZero();
    assertThat(index.overlaps(new KeyRange(middle, null))).isTrue();
    assertThat(index.firstBlock(Position.of(new byte[] {'l'}, 0, 0))).isEqualTo(49);
    assertThat(index.overlaps(new KeyRange(Position.of(new byte[] {'l'}, 0, 0), null))).isFalse();
  }

  private void readAll(RunIndex index) throws IOException {
    try (RunCursor cursor = RunCursor.open(storage, index, 0)) {
      while (cursor.advance()) {
        assertThat(cursor.record()).isLessThan(index.records());
      }
    }
  }
}
