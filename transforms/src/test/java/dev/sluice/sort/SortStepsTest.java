package dev.sluice.sort;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import dev.sluice.step.Json;
import dev.sluice.step.StepContext;
import dev.sluice.storage.Compression;
import dev.sluice.storage.Digests;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortStepsTest {
  private static final SortOrder ORDER = SortOrder.by("id");

  private final CountingStorage storage = new CountingStorage();
  private final AtomicLong metered = new AtomicLong();
  private final StepContext context = new StepContext(storage, metered::addAndGet);
  @TempDir Path folder;

  @AfterEach
  void everyStreamIsClosed() {
    assertThat(storage.open).hasValue(0);
  }

  @Test
  void sortsARunAndSaysThatTheUnsortedOneIsSpent() throws Exception {
    Run unsorted = run(4, List.of(3L, 1L, 2L, 1L));
    SortRun sortRun = new SortRun();
    SortRunRequest request = new SortRunRequest(unsorted, work(), work(), 1, false);
    assertThat(Json.value(Json.text(request), SortRunRequest.class)).isEqualTo(request);
    assertThat(sortRun.subject(request)).isEqualTo("input 4");

    Run sorted = sortRun.run(request, context);

    assertThat(lines(sorted))
        .containsExactly(line(1, 4, 1), line(1, 4, 3), line(2, 4, 2), line(3, 4, 0));
    assertThat(sorted.file().uri()).isEqualTo(FileNames.in(work(), "sorted-00004.run"));
    assertThat(sorted.name()).isEqualTo("input 4");
    assertThat(sorted.ordinal()).isEqualTo(4);
    assertThat(sorted.sorted()).isTrue();
    assertThat(metered).hasValue(unsorted.bytes()).hasValue(sortRun.expectedBytes(request));
    assertThat(sortRun.outputs(sorted)).containsExactly(sorted.file());
    assertThat(sortRun.spent(request)).containsExactly(unsorted.file().uri());
    assertThat(storage.list(folder.toUri()))
        .containsExactlyInAnyOrder(unsorted.file().uri(), sorted.file().uri());
  }

  @Test
  void keepsTheUnsortedRunWhenAsked() throws Exception {
    Run unsorted = run(0, List.of(3L, 1L));
    SortRunRequest request = new SortRunRequest(unsorted, work(), work(), 1, true);
    Run sorted = new SortRun().run(request, context);
    assertThat(new SortRun().spent(request)).isEmpty();
    assertThat(storage.list(folder.toUri()))
        .containsExactlyInAnyOrder(unsorted.file().uri(), sorted.file().uri());
  }

  @Test
  void passesASortedRunOn() throws Exception {
    Run run = run(0, List.of(1L, 2L));
    assertThat(new SortRun().run(new SortRunRequest(run, work(), work(), 1, false), context))
        .isEqualTo(run);
    assertThat(storage.exists(run.file().uri())).isTrue();
  }

  @Test
  void leavesTheUnsortedRunWhenItFails() throws Exception {
    Run unsorted = run(0, IntStream.range(0, 500).mapToObj(i -> 500L - i).toList());
    storage.room = 1500;
    assertThatThrownBy(
            () ->
                new SortRun().run(new SortRunRequest(unsorted, work(), work(), 1, false), context))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
    assertThat(storage.list(folder.toUri())).containsExactly(unsorted.file().uri());
  }

  @Test
  void oneTwoOrSixteenRangesGiveTheSameBytes() throws Exception {
    List<Run> runs = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      runs.add(run(i, IntStream.range(0, 200).mapToObj(n -> n / 50 * 50L).toList()));
    }
    for (long id = 0; id < 200; id += 50) {
      for (int run = 0; run < 5; run++) {
        for (int n = 0; n < 50; n++) {
          expected.add(line(id, run, (int) id + n));
        }
      }
    }
    long total = runs.stream().mapToLong(Run::bytes).sum();
    for (int parts : List.of(1, 2, 16)) {
      for (Compression compression : Compression.values()) {
        Path output = folder.resolve(parts + "-" + compression);
        PartLayout layout =
            new PartLayout(ORDER, output.toUri(), (total + parts - 1) / parts, compression, work());
        List<String> merged = new ArrayList<>();
        metered.set(0);
        for (Part part : merge(runs, layout, 3)) {
          merged.addAll(check(part, compression));
        }
        assertThat(merged).isEqualTo(expected);
        assertThat(metered).hasValue(total);
        try (Stream<Path> files = Files.list(output)) {
          assertThat(files).hasSize(parts);
        }
      }
    }
    assertThat(storage.list(work())).isEmpty();
  }

  @Test
  void namesAPartAndItsKeys() throws Exception {
    PartLayout layout = new PartLayout(ORDER, folder.toUri(), 1 << 20, Compression.ZSTD, work());
    Part part = merge(List.of(run(0, List.of(-5L, 1L << 40))), layout, 64).get(0);
    assertThat(part.file().uri())
        .isEqualTo(folder.resolve("part-00000-of-00001.ndjson.zst").toUri());
    assertThat(part.firstKey()).containsExactly(-5);
    assertThat(part.lastKey()).containsExactly(1L << 40);
    assertThat(Json.value(Json.text(part), Part.class)).isEqualTo(part);
  }

  @Test
  void withoutRecordsThereIsOneEmptyPart() throws Exception {
    PartLayout layout = new PartLayout(ORDER, folder.toUri(), 1 << 20, Compression.NONE, work());
    List<Part> parts = merge(List.of(), layout, 64);
    assertThat(parts).hasSize(1);
    assertThat(parts.get(0).firstKey()).isNull();
    assertThat(Files.size(folder.resolve("part-00000-of-00001.ndjson"))).isZero();
    assertThat(Json.value(Json.text(parts.get(0)), Part.class)).isEqualTo(parts.get(0));
  }

  @Test
  void aDamagedRunLeavesNoPart() throws Exception {
    Run run = run(0, List.of(1L, 2L, 3L));
    Path file = Path.of(run.file().uri());
    PartLayout layout = new PartLayout(ORDER, folder.toUri(), 1 << 20, Compression.GZIP, work());
    List<MergeRequest> requests = MergeRequest.all(storage, List.of(run), layout);
    byte[] bytes = Files.readAllBytes(file);
    bytes[30] ^= 4;
    Files.write(file, bytes);
    assertThatThrownBy(() -> new MergeRange().run(requests.get(0), context))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "Cannot read run \\Q"
                + run.file().uri()
                + "\\E: at byte 8 the block is damaged"
                + " \\(checksum [0-9a-f]{8}; expected [0-9a-f]{8}\\)");
    assertThat(storage.list(folder.toUri())).containsExactly(run.file().uri());
  }

  @Test
  void requestsHaveAJsonForm() throws Exception {
    PartLayout layout = new PartLayout(ORDER, folder.toUri(), 40, Compression.GZIP, work());
    Run run = run(0, IntStream.range(0, 50).mapToObj(i -> (long) i).toList());
    List<MergeRequest> requests = MergeRequest.all(storage, List.of(run), layout);
    assertThat(requests).hasSizeGreaterThan(3);
    for (MergeRequest request : requests) {
      assertThat(Json.value(Json.text(request), MergeRequest.class)).isEqualTo(request);
    }
    assertThat(new MergeRange().subject(requests.get(2)))
        .isEqualTo("part-00002-of-%05d.ndjson.gz".formatted(requests.size()));
  }

  @Test
  void memoryIsAShareOfTheHeap() {
    assertThat(SortMemory.bounded(512, 10L << 30, 2)).isEqualTo(256L << 20);
    assertThat(SortMemory.bounded(512, 250L << 20, 1)).isEqualTo(100L << 20);
    assertThatThrownBy(() -> SortMemory.bounded(0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot sort in 0 MiB of memory (expected 1 or more)");
  }

  private List<Part> merge(List<Run> runs, PartLayout layout, int mostOpen) throws Exception {
    List<Part> parts = new ArrayList<>();
    for (MergeRequest request : MergeRequest.all(storage, runs, layout)) {
      parts.add(new MergeRange(mostOpen).run(request, context));
    }
    return parts;
  }

  private static List<String> check(Part part, Compression compression) throws IOException {
    byte[] stored = Files.readAllBytes(Path.of(part.file().uri()));
    assertThat(part.file().bytes()).isEqualTo(stored.length);
    assertThat(part.file().sha256())
        .isEqualTo(HexFormat.of().formatHex(Digests.sha256().digest(stored)));
    byte[] plain;
    try (var in = Files.newInputStream(Path.of(part.file().uri()));
        var decompressed =
            switch (compression) {
              case NONE -> in;
              case GZIP -> new GZIPInputStream(in);
              case ZSTD -> new ZstdInputStream(in);
            }) {
      plain = decompressed.readAllBytes();
    }
    assertThat(part.bytes()).isEqualTo(plain.length);
    List<String> lines = new String(plain, UTF_8).lines().toList();
    assertThat(part.records()).isEqualTo(lines.size());
    SortKeys keys = SortKeys.of(ORDER);
    byte[] first = lines.get(0).getBytes(UTF_8);
    keys.take(first, 0, first.length);
    assertThat(part.firstKey()).isEqualTo(SortKeys.values(ORDER, keys.bytes(), 0, keys.length()));
    return lines;
  }

  private URI work() {
    return folder.resolve("work").toUri();
  }

  private Run run(int ordinal, List<Long> ids) throws IOException {
    return SortRunsFixture.run(storage, folder, ordinal, ids);
  }

  private static String line(long id, int run, int number) {
    return SortRunsFixture.line(id, run, number);
  }

  private List<String> lines(Run run) throws IOException {
    return Records.read(storage, run).stream().map(Records::line).toList();
  }
}
