package dev.sluice.step;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.convert.ConvertRequest;
import dev.sluice.convert.ConvertSettings;
import dev.sluice.convert.ConvertedFile;
import dev.sluice.convert.DownloadAndConvertRequest;
import dev.sluice.convert.VerifiedTexts;
import dev.sluice.convert.VerifiedTexts.Mismatch;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.Shape;
import dev.sluice.convert.records.WmfColumns;
import dev.sluice.dump.Checksum;
import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.Replica;
import dev.sluice.fetch.DownloadRequest;
import dev.sluice.fetch.RawFile;
import dev.sluice.overlap.SweepRequest;
import dev.sluice.overlap.SweptRange;
import dev.sluice.overlap.rows.TimeForm;
import dev.sluice.sort.KeyRange;
import dev.sluice.sort.MergeRequest;
import dev.sluice.sort.Position;
import dev.sluice.sort.Run;
import dev.sluice.sort.SortField;
import dev.sluice.sort.SortOrder;
import dev.sluice.sort.SortRunRequest;
import dev.sluice.storage.Compression;
import dev.sluice.storage.StoredFile;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Generated requests and results. Of two of a kind, any component of one may stand in the other:
 * each holds within its own bounds.
 */
final class GeneratedRequests {
  private GeneratedRequests() {}

  static Arbitrary<Dump> dumps() {
    Arbitrary<String> wikis = Arbitraries.of("aawiki", "be_x_oldwiki", "wikidatawiki");
    return Combinators.combine(
            wikis,
            Arbitraries.of("20260101", "2026-01-01", "20251201", "latest"),
            Arbitraries.of("stub-articles", "pages-logging", "content-history"))
        .as(Dump::new);
  }

  static Arbitrary<Mirror> mirrors() {
    return Combinators.combine(folders(), Arbitraries.integers().between(1, 9)).as(Mirror::new);
  }

  static Arbitrary<DumpFile> dumpFiles() {
    return Combinators.combine(
            dumps(),
            ordinals(),
            names(),
            sizes(),
            checksums().injectNull(0.3),
            Combinators.combine(mirrors(), names())
                .as(Replica::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3))
        .as(DumpFile::new);
  }

  static Arbitrary<DownloadRequest> downloads() {
    return Combinators.combine(dumpFiles(), folders()).as(DownloadRequest::new);
  }

  static Arbitrary<RawFile> rawFiles() {
    Arbitrary<List<String>> flaws = Arbitraries.strings().alpha().list().ofMaxSize(2);
    return Combinators.combine(dumpFiles(), folders(), checksums(), mirrors(), flaws)
        .as(RawFile::new);
  }

  static Arbitrary<ConvertRequest> conversions() {
    return Combinators.combine(rawFiles(), conversionSettings()).as(ConvertRequest::new);
  }

  static Arbitrary<DownloadAndConvertRequest> conversionsOnTheFly() {
    return Combinators.combine(dumpFiles(), conversionSettings())
        .as(DownloadAndConvertRequest::new);
  }

  private static Arbitrary<ConvertSettings> conversionSettings() {
    return Combinators.combine(
            records(),
            orders(),
            folders(),
            folders(),
            Arbitraries.integers().between(1, 1 << 20),
            Arbitraries.of(true, false))
        .as(ConvertSettings::new);
  }

  static Arbitrary<ConvertedFile> convertedFiles() {
    return verifiedTexts()
        .injectNull(0.5)
        .flatMap(
            verified ->
                Combinators.combine(
                        rawFiles(),
                        runs(),
                        sizes(),
                        sizes(),
                        sizes(),
                        counts(),
                        counts(),
                        ordinals())
                    .as(
                        (raw, run, pages, skipped, records, unknown, states, documents) ->
                            new ConvertedFile(
                                raw, run, pages, skipped, records, unknown, states, documents,
                                verified)));
  }

  private static Arbitrary<VerifiedTexts> verifiedTexts() {
    Arbitrary<Mismatch> mismatches =
        Combinators.combine(
                sizes().injectNull(0.3), sizes().injectNull(0.3), texts(), texts(), texts())
            .as(Mismatch::new);
    return Combinators.combine(sizes(), sizes(), sizes(), mismatches.list().ofMaxSize(3))
        .as(VerifiedTexts::new);
  }

  static Arbitrary<Run> runs() {
    return Combinators.combine(
            storedFiles(),
            ordinals(),
            texts(),
            Arbitraries.longs().between(0, 1L << 40),
            Arbitraries.longs().between(1L << 40, Long.MAX_VALUE),
            Arbitraries.of(true, false))
        .as(Run::new);
  }

  static Arbitrary<SortRunRequest> sorts() {
    return Combinators.combine(
            runs(),
            folders(),
            folders(),
            Arbitraries.integers().between(1, Integer.MAX_VALUE),
            Arbitraries.of(true, false))
        .as(SortRunRequest::new);
  }

  static Arbitrary<MergeRequest> merges() {
    return Combinators.combine(
            Combinators.combine(
                    Arbitraries.integers().between(0, 4), Arbitraries.integers().between(5, 99999))
                .as((part, parts) -> new int[] {part, parts}),
            ranges(),
            runs().list().ofMinSize(1).ofMaxSize(3),
            sizes(),
            orders(),
            folders(),
            Arbitraries.of(Compression.class),
            folders())
        .as(
            (parts, range, runs, bytes, order, folder, compression, work) ->
                new MergeRequest(
                    parts[0], parts[1], range, runs, bytes, order, folder, compression, work));
  }

  static Arbitrary<SweepRequest> sweeps() {
    return Combinators.combine(
            storedFiles(),
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(5, 99999),
            Arbitraries.longs().between(-1L << 61, 0),
            Arbitraries.longs().between(1, 1L << 61),
            sizes(),
            Arbitraries.of(TimeForm.class),
            folders())
        .as(SweepRequest::new);
  }

  static Arbitrary<SweptRange> sweptRanges() {
    return Combinators.combine(storedFiles(), ordinals(), sizes()).as(SweptRange::new);
  }

  static Arbitrary<StepReport> reports() {
    Arbitrary<Duration> durations =
        Arbitraries.longs().between(0, Long.MAX_VALUE).map(Duration::ofNanos);
    Arbitrary<Instant> instants =
        Combinators.combine(
                Arbitraries.longs().between(0, 1L << 35),
                Arbitraries.longs().between(0, 999_999_999))
            .as(Instant::ofEpochSecond);
    Arbitrary<StepTimes> times =
        Combinators.combine(durations, durations, durations, durations, durations, sizes(), sizes())
            .as(StepTimes::new);
    return Combinators.combine(
            texts(),
            texts(),
            texts().injectNull(0.5),
            Arbitraries.of(true, false),
            instants,
            durations,
            times,
            texts().list().ofMaxSize(3))
        .as(StepReport::new);
  }

  private static Arbitrary<RecordSettings> records() {
    Arbitrary<RecordSettings> raw =
        Arbitraries.of("page", "revision", "upload")
            .map(rows -> new RecordSettings(rows, Shape.RAW, List.of(), new TreeSet<>()));
    Arbitrary<RecordSettings> wmf =
        Combinators.combine(
                Arbitraries.of("page", "revision"),
                Arbitraries.subsetOf("wiki_id", "page_id", WmfColumns.SLOTS),
                Arbitraries.subsetOf(-1L, 0L, 4L, 1L << 40),
                Arbitraries.of(true, false))
            .as(
                (rows, columns, namespaces, verifies) ->
                    new RecordSettings(
                        rows,
                        Shape.WMF,
                        List.copyOf(columns),
                        new TreeSet<>(namespaces),
                        verifies && (columns.isEmpty() || columns.contains(WmfColumns.SLOTS))));
    return Arbitraries.oneOf(raw, wmf);
  }

  /** Also such as no option can name: their texts are alike. */
  private static Arbitrary<SortOrder> orders() {
    return Combinators.combine(
            Arbitraries.of("a", "b.c", "a:desc", "a,b", "b"), Arbitraries.of(true, false))
        .as(SortField::new)
        .list()
        .uniqueElements(SortField::path)
        .ofMaxSize(3)
        .map(SortOrder::new);
  }

  private static Arbitrary<KeyRange> ranges() {
    Arbitrary<Position> from = positions(Arbitraries.of("", "00", "01ff"));
    Arbitrary<Position> to = positions(Arbitraries.of("02", "ff00", "ffff"));
    return Combinators.combine(from.injectNull(0.3), to.injectNull(0.3)).as(KeyRange::new);
  }

  private static Arbitrary<Position> positions(Arbitrary<String> keys) {
    return Combinators.combine(keys, ordinals(), Arbitraries.longs().between(0, 3))
        .as(Position::new);
  }

  private static Arbitrary<StoredFile> storedFiles() {
    Arbitrary<String> digests = Arbitraries.strings().withChars("0f").ofLength(64);
    return Combinators.combine(folders().map(folder -> folder.resolve("f")), sizes(), digests)
        .as(StoredFile::new);
  }

  private static Arbitrary<Checksum> checksums() {
    return Arbitraries.of(
        new Checksum(Checksum.Algorithm.MD5, "0f".repeat(16)),
        new Checksum(Checksum.Algorithm.SHA1, "0f".repeat(20)),
        new Checksum(Checksum.Algorithm.SHA1, "f0".repeat(20)),
        new Checksum(Checksum.Algorithm.SHA256, "0f".repeat(32)));
  }

  private static Arbitrary<URI> folders() {
    return Arbitraries.of("file:/a/", "file:/a%20%C3%A4/", "ftp://h:21/b/").map(URI::create);
  }

  private static Arbitrary<Integer> ordinals() {
    return Arbitraries.integers().between(0, 99999);
  }

  private static Arbitrary<Long> sizes() {
    return Arbitraries.longs().greaterOrEqual(0);
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings().withChars("ab1-.\"\\\u00e4").ofMinLength(1).ofMaxLength(9);
  }

  /** Any text that UTF-8 can hold. */
  private static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .ofMaxLength(9)
        .map(text -> new String(text.getBytes(UTF_8), UTF_8));
  }

  private static Arbitrary<SortedMap<String, Long>> counts() {
    return Arbitraries.maps(texts(), sizes()).ofMaxSize(3).map(TreeMap::new);
  }
}
