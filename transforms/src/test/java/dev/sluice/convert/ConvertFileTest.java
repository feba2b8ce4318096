package dev.sluice.convert;

import static dev.sluice.convert.Conversions.document;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.convert.decompress.ConversionException;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.Rows;
import dev.sluice.dump.Checksum;
import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.Replica;
import dev.sluice.fetch.RawFile;
import dev.sluice.sort.RunContents;
import dev.sluice.sort.SortOrder;
import dev.sluice.step.StepContext;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertFileTest {
  private static final Storage STORAGE = new LocalStorage();
  private static final SortOrder NATURAL =
      SortOrder.by("wiki_id", "page_id", "revision_dt", "revision_id");
  private static final String NAME = "testwiki-20260101-stub-meta-history3.xml.gz";
  private static final String TWO_PAGES =
      page(1, revision(10, "2001-01-01"), revision(12, "2002-01-01"))
          + page(2, revision(11, "2001-06-01"));

  @TempDir Path folder;
  private boolean keepRaw;
  private int memoryMib = 64;

  @Test
  void stagesTheRecordsInTheDumpsOrder() throws IOException {
    String xml = document(TWO_PAGES);
    ConvertedFile converted = convert(xml, NATURAL);
    assertThat(lines(converted)).isEqualTo(Conversions.lines(xml)).hasSize(3);
    assertThat(RunContents.hasKeysOf(NATURAL, STORAGE, converted.run())).isTrue();
    assertThat(converted.run().sorted()).isTrue();
    assertThat(converted.run().ordinal()).isEqualTo(3);
    assertThat(converted.run().name()).isEqualTo(NAME);
    assertThat(converted.run().file().uri())
        .isEqualTo(folder.resolve("runs/00003-" + NAME + ".run").toUri());
    assertThat(converted.run().records()).isEqualTo(3);
    assertThat(converted.run().bytes())
        .isEqualTo(
            lines(converted).stream().mapToLong(line -> line.getBytes(UTF_8).length + 1).sum());
  }

  @Test
  void tellsWhatTheFileHeld() throws IOException {
    ConvertedFile converted =
        convert(document(TWO_PAGES + "<page><id>3</id><upload/><upload/></page>"), NATURAL);
    assertThat(converted.pages()).isEqualTo(3);
    assertThat(converted.records()).isEqualTo(3);
    assertThat(converted.unknownElements()).isEqualTo(Map.of("page/upload", 2L));
    assertThat(converted.textStates())
        .isEqualTo(Map.of("present", 3L, "empty", 0L, "deleted", 0L, "missing", 0L, "stub", 0L));
  }

  @Test
  void countsTheDocumentsOfWhichTheReferenceConvertedAllOrTheRest() throws IOException {
    String xml = document(TWO_PAGES);
    assertThat(convert(xml, NATURAL).referenceDocuments()).isZero();
    assertThat(convert("<!DOCTYPE mediawiki>" + xml, NATURAL).referenceDocuments()).isEqualTo(1);
    String rest = document(TWO_PAGES + "<page><title>&#x41;</title><\u00e9/></page>");
    assertThat(convert(rest, NATURAL).referenceDocuments()).isEqualTo(1);
    SortOrder bySize = SortOrder.by("revision_content_slots.main.content_size");
    assertThat(convert(xml, bySize).referenceDocuments()).isEqualTo(1);
  }

  @Test
  void measuresTheCompressedBytes() throws IOException {
    byte[] file = gzip(document(TWO_PAGES));
    AtomicLong metered = new AtomicLong();
    new ConvertFile().run(request(file, NATURAL), new StepContext(STORAGE, metered::addAndGet));
    assertThat(metered).hasValue(file.length);
    assertThat(new ConvertFile().expectedBytes(request(file, NATURAL))).isEqualTo(file.length);
  }

  @Test
  void putsThePageInOrderWhoseRevisionsAreOutOfTimeOrder() throws IOException {
    ConvertedFile converted =
        convert(
            document(
                page(
                        1,
                        revision(10, "2003-01-01"),
                        revision(13, "2001-01-01"),
                        revision(12, "2001-01-01"))
                    + page(2, revision(11, "2000-01-01"))),
            NATURAL);
    assertThat(revisions(converted)).containsExactly(12, 13, 10, 11);
    assertThat(converted.run().sorted()).isTrue();
  }

  @Test
  void leavesPagesOutOfOrderToBeSorted() throws IOException {
    ConvertedFile converted =
        convert(
            document(
                page(2, revision(11, "2002-01-01"), revision(12, "2001-01-01"))
                    + page(1, revision(10, "2000-01-01"))),
            NATURAL);
    assertThat(revisions(converted)).containsExactly(12, 11, 10);
    assertThat(converted.run().sorted()).isFalse();
    assertThat(RunContents.hasKeysOf(NATURAL, STORAGE, converted.run())).isTrue();
  }

  @Test
  void keepsTheDumpsOrderWhereAnotherOrderIsAskedFor() throws IOException {
    String xml =
        document(
            page(1, revision(10, "2003-01-01"), revision(12, "2001-01-01"))
                + page(2, revision(11, "2002-01-01")));
    for (String order : List.of("revision_dt", "revision_id:desc", "wiki_id,page_id:desc")) {
      SortOrder other = SortOrder.parse(order);
      ConvertedFile converted = convert(xml, other);
      assertThat(lines(converted)).as(order).isEqualTo(Conversions.lines(xml));
      assertThat(converted.run().sorted()).as(order).isFalse();
      assertThat(RunContents.hasKeysOf(other, STORAGE, converted.run())).as(order).isTrue();
    }
  }

  @Test
  void putsEveryPageInOrderWhereverTheOrderBeginsWithThePage() throws IOException {
    ConvertedFile converted =
        convert(
            document(
                page(1, revision(10, "2001-01-01"), revision(12, "2002-01-01"))
                    + page(2, revision(11, "2001-06-01"))),
            SortOrder.parse("page_id,wiki_id,revision_id:desc"));
    assertThat(revisions(converted)).containsExactly(12, 10, 11);
    assertThat(converted.run().sorted()).isTrue();
  }

  @Test
  void keepsTheDumpsOrderForOrderNone() throws IOException {
    String xml =
        document(page(2, revision(11, "2002-01-01"), revision(9, "2001-01-01")) + TWO_PAGES);
    ConvertedFile converted = convert(xml, SortOrder.NONE);
    assertThat(lines(converted)).isEqualTo(Conversions.lines(xml));
    assertThat(converted.run().sorted()).isTrue();
  }

  @Test
  void spillsAPageThatIsLargerThanTheMemory() throws IOException {
    memoryMib = 1;
    List<Integer> ids = new ArrayList<>(IntStream.rangeClosed(1, 3000).boxed().toList());
    Collections.shuffle(ids, new Random(1));
    String[] revisions =
        ids.stream()
            .map(id -> revision(id, "20%02d-01-01".formatted(id / 100)))
            .toArray(String[]::new);
    ListedStorage storage = new ListedStorage();
    ConvertRequest request = request(gzip(document(page(1, revisions))), NATURAL);
    ConvertedFile converted = new ConvertFile().run(request, StepContext.of(storage));
    assertThat(revisions(converted)).isEqualTo(IntStream.rangeClosed(1, 3000).boxed().toList());
    assertThat(converted.run().sorted()).isTrue();
    assertThat(storage.created())
        .contains("00003-" + NAME + ".run", "spill-00000.run", "spill-00001.run");
    assertThat(folder.resolve("runs").toFile().list()).containsExactly("00003-" + NAME + ".run");
  }

  @Test
  void saysThatTheRawFileIsSpentOnceItsRecordsAreStaged() throws IOException {
    ConvertRequest request = request(gzip(document(TWO_PAGES)), NATURAL);
    ConvertedFile converted = new ConvertFile().run(request, StepContext.of(STORAGE));
    assertThat(new ConvertFile().outputs(converted)).containsExactly(converted.run().file());
    assertThat(new ConvertFile().spent(request)).containsExactly(request.raw().uri());
    assertThat(files("raw")).containsExactly(NAME);
  }

  @Test
  void keepsTheRawFileIfAsked() throws IOException {
    keepRaw = true;
    ConvertRequest request = request(gzip(document(TWO_PAGES)), NATURAL);
    assertThat(new ConvertFile().spent(request)).isEmpty();
  }

  @Test
  void leavesNothingWhenItIsTruncatedAndHasNoChecksum() throws IOException {
    byte[] whole = gzip(document(TWO_PAGES));
    ConvertRequest request = request(Arrays.copyOf(whole, whole.length - 8), NATURAL);
    assertThatThrownBy(() -> new ConvertFile().run(request, StepContext.of(STORAGE)))
        .hasCauseInstanceOf(ConversionException.class)
        .hasMessageStartingWith(
            "Cannot convert %s: the gzip data is truncated or corrupt ("
                .formatted(request.raw().uri()))
        .hasMessageEndingWith(", served by " + request.raw().mirror().name());
    assertThat(files("raw")).as("bytes that no checksum vouches for").isEmpty();
    assertThat(files("runs")).isEmpty();
  }

  @Test
  void takesTheWikiFromTheDumpFilesName() throws IOException {
    ConvertedFile converted =
        convert("<mediawiki>" + page(1, revision(1, "2001-01-01")) + "</mediawiki>", NATURAL);
    assertThat(lines(converted).get(0)).startsWith("{\"wiki_id\":\"testwiki\",\"page_id\":1,");
  }

  private ConvertedFile convert(String xml, SortOrder order) throws IOException {
    return new ConvertFile().run(request(gzip(xml), order), StepContext.of(STORAGE));
  }

  private ConvertRequest request(byte[] file, SortOrder order) throws IOException {
    Path raw = folder.resolve("raw").resolve(NAME);
    Files.createDirectories(raw.getParent());
    Files.write(raw, file);
    Mirror mirror = new Mirror(URI.create("ftp://example.org/"), 2);
    Dump dump = Dump.parse("testwiki/20260101/stub-meta-history");
    DumpFile dumpFile =
        new DumpFile(dump, 3, NAME, file.length, null, List.of(new Replica(mirror, NAME)));
    Checksum digest = new Checksum(Checksum.Algorithm.SHA256, "0".repeat(64));
    URI runs = URI.create(folder.toUri() + "runs/");
    return new ConvertRequest(
        new RawFile(dumpFile, raw.toUri(), digest, mirror),
        new ConvertSettings(
            RecordSettings.of(Rows.REVISION), order, runs, runs, memoryMib, keepRaw));
  }

  private List<String> lines(ConvertedFile converted) throws IOException {
    return RunContents.lines(STORAGE, converted.run());
  }

  private List<Integer> revisions(ConvertedFile converted) throws IOException {
    return lines(converted).stream()
        .map(line -> Integer.valueOf(line.replaceFirst(".*\"revision_id\":(\\d+),.*", "$1")))
        .toList();
  }

  /** Every file in a folder, hidden ones too. */
  private List<String> files(String name) throws IOException {
    if (!Files.exists(folder.resolve(name))) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder.resolve(name))) {
      return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
    }
  }

  private static String page(int id, String... revisions) {
    return "<page><title>T</title><ns>0</ns><id>%d</id>%s</page>"
        .formatted(id, String.join("", revisions));
  }

  private static String revision(int id, String day) {
    return "<revision><id>%d</id><timestamp>%sT00:00:00Z</timestamp><text>x</text></revision>"
        .formatted(id, day);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
