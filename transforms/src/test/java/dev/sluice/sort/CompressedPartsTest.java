package dev.sluice.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.step.Cores;
import dev.sluice.step.StepContext;
import dev.sluice.storage.Compression;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A part that cannot be written to its end leaves no file, no thread, and no core taken. */
class CompressedPartsTest {
  @TempDir private Path folder;

  private final CountingStorage storage = new CountingStorage();
  private Run run;

  @BeforeEach
  void writeARun() throws IOException {
    run =
        SortRunsFixture.run(
            storage,
            folder,
            0,
            LongStream.range(0, 300_000).boxed().toList(),
            RunFormat.BLOCK_BYTES);
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertThat(storage.list(folder.toUri())).containsExactly(run.file().uri());
    assertThat(storage.open).hasValue(0);
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("sluice-compress"));
    try (Cores.Spare all = Cores.takeSpare(Cores.COUNT)) {
      assertThat(all.count()).isEqualTo(Cores.COUNT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whenTheDiskIsFull(Compression compression) throws Exception {
    MergeRequest request = request(compression);
    storage.room = 100_000;
    assertThatThrownBy(() -> new MergeRange().run(request, StepContext.of(storage)))
        .hasMessage("No space left on device");
  }

  @ParameterizedTest
  @EnumSource
  void whenItIsCancelled(Compression compression) throws Exception {
    MergeRequest request = request(compression);
    StepContext context = new StepContext(storage, bytes -> Thread.currentThread().interrupt());
    assertThatThrownBy(() -> new MergeRange().run(request, context))
        .isInstanceOfAny(InterruptedException.class, IOException.class)
        .satisfies(
            e -> assertThat(Thread.interrupted() || e instanceof InterruptedException).isTrue());
  }

  private MergeRequest request(Compression compression) throws IOException {
    PartLayout layout =
        new PartLayout(
            SortOrder.by("id"),
            folder.toUri(),
            1 << 30,
            compression,
            folder.resolve("work").toUri());
    return MergeRequest.all(storage, List.of(run), layout).get(0);
  }
}
