package dev.sluice.step;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Instant.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.convert.ConvertRequest;
import dev.sluice.convert.ConvertSettings;
import dev.sluice.convert.ConvertedFile;
import dev.sluice.convert.VerifiedTexts;
import dev.sluice.convert.VerifiedTexts.Mismatch;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.Rows;
import dev.sluice.dump.Checksum;
import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.Replica;
import dev.sluice.fetch.DownloadRequest;
import dev.sluice.fetch.RawFile;
import dev.sluice.sort.KeyRange;
import dev.sluice.sort.MergeRequest;
import dev.sluice.sort.Part;
import dev.sluice.sort.Position;
import dev.sluice.sort.Run;
import dev.sluice.sort.SortOrder;
import dev.sluice.sort.SortRunRequest;
import dev.sluice.storage.Compression;
import dev.sluice.storage.StoredFile;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record that travels between the steps of a graph. */
class JsonCoderTest {
  private static final URI FOLDER = URI.create("file:/w%20k/%C3%A4/");
  private static final Mirror MIRROR = new Mirror(URI.create("ftp://[::1]:2121/dumps/"), 3);
  private static final Dump LEGACY = Dump.parse("elwiki/20260101/stub-meta-history");
  private static final Checksum SHA1 = new Checksum(Checksum.Algorithm.SHA1, "0f".repeat(20));
  private static final DumpFile FILE =
      new DumpFile(
          LEGACY,
          7,
          "elwiki-20260101-stub-meta-history7.xml.gz",
          5_000_000_000L,
          SHA1,
          List.of(
              new Replica(MIRROR, "elwiki/20260101/f"),
              new Replica(new Mirror(FOLDER, 2), "elwiki/f")));
  private static final StoredFile STORED =
      new StoredFile(FOLDER.resolve("f.gz"), 5_000_000_000L, "ab".repeat(32));
  private static final RawFile RAW = new RawFile(FILE, FOLDER.resolve("f.gz"), SHA1, MIRROR);
  private static final Run RUN = new Run(STORED, 7, "\"\\ü😀\u2028", 3, 1L << 40, true);
  private static final Position POSITION = new Position("00ff7f", 2, 1L << 33);

  static Stream<Object> records() {
    return Stream.of(
        LEGACY,
        Dump.parse("elwiki/2026-01-01/content-history"),
        Dump.parse("elwiki/latest/pages-articles"),
        FILE,
        new DumpFile(LEGACY, 0, "f", 0, null, FILE.replicas()),
        new DownloadRequest(FILE, FOLDER),
        RAW,
        new ConvertRequest(
            RAW,
            new ConvertSettings(
                RecordSettings.of(Rows.PAGE),
                SortOrder.parse("a.b:desc,c"),
                FOLDER,
                FOLDER,
                512,
                true)),
        new ConvertRequest(
            RAW,
            new ConvertSettings(
                RecordSettings.of(Rows.PAGE), SortOrder.NONE, FOLDER, FOLDER, 1, false)),
        new ConvertedFile(
            RAW,
            RUN,
            2,
            1,
            3,
            new TreeMap<>(Map.of("page/upload", 4L, "*", 1L << 40)),
            new TreeMap<>(Map.of("stub", 3L)),
            1,
            new VerifiedTexts(
                2, 1, 4, List.of(new Mismatch(null, 3L, "", "0".repeat(31), "1".repeat(31))))),
        new ConvertedFile(RAW, RUN, 0, 0, 0, new TreeMap<>(), new TreeMap<>(), 0, null),
        RUN,
        new SortRunRequest(RUN, FOLDER, FOLDER, 1 << 15, true),
        merge(new KeyRange(null, null)),
        merge(new KeyRange(POSITION, null)),
        merge(new KeyRange(null, POSITION)),
        merge(new KeyRange(POSITION, new Position("01", 0, 0))),
        new Part(STORED, 0, 0, 0, null, null),
        part(List.of("elwiki", 1), Arrays.asList(null, 1L << 40)),
        new StepReport(
            "Convert",
            "f",
            "Cannot convert \"f\":\ttruncated",
            true,
            Instant.parse("2026-01-01T00:00:00.123456789Z"),
            Duration.ofNanos(90_061_000_000_001L),
            new StepTimes(
                Duration.ofNanos(1), Duration.ofDays(2), ZERO, ZERO, Duration.ofMillis(5), 6, 7),
            List.of()),
        new StepReport(
            "Convert", "f", null, false, Instant.EPOCH, ZERO, StepTimes.ZERO, List.of()));
  }

  @ParameterizedTest
  @MethodSource("records")
  void codesARecordThereAndBack(Object value) throws Exception {
    assertCodes(value);
  }

  @Property(tries = 1000)
  void codesAGeneratedRecordThereAndBack(@ForAll("generated") Object value) throws Exception {
    assertCodes(value);
  }

  @Provide
  Arbitrary<Object> generated() {
    return Arbitraries.oneOf(
        GeneratedRequests.dumps().map(Object.class::cast),
        GeneratedRequests.dumpFiles().map(Object.class::cast),
        GeneratedRequests.downloads().map(Object.class::cast),
        GeneratedRequests.rawFiles().map(Object.class::cast),
        GeneratedRequests.conversions().map(Object.class::cast),
        GeneratedRequests.conversionsOnTheFly().map(Object.class::cast),
        GeneratedRequests.convertedFiles().map(Object.class::cast),
        GeneratedRequests.runs().map(Object.class::cast),
        GeneratedRequests.sorts().map(Object.class::cast),
        GeneratedRequests.merges().map(Object.class::cast),
        GeneratedRequests.sweeps().map(Object.class::cast),
        GeneratedRequests.sweptRanges().map(Object.class::cast),
        GeneratedRequests.reports().map(Object.class::cast));
  }

  @Property(tries = 200)
  void codesTheKeysOfPartsThereAndBack(@ForAll("keys") List<Object> first) throws Exception {
    assertCodes(part(first, first));
  }

  /** What {@code SortKeys.values} gives: of numbers the narrowest type that holds it. */
  @Provide
  Arbitrary<List<Object>> keys() {
    Arbitrary<Object> value =
        Arbitraries.oneOf(
            Arbitraries.integers().map(Object.class::cast),
            Arbitraries.longs().filter(n -> n != (int) n.longValue()).map(Object.class::cast),
            Arbitraries.bigIntegers()
                .between(BigInteger.ONE.shiftLeft(63), BigInteger.TEN.pow(30))
                .map(Object.class::cast),
            Arbitraries.doubles().ofScale(3).map(Object.class::cast),
            Arbitraries.of(true, false).map(Object.class::cast),
            Arbitraries.strings().map(text -> new String(text.getBytes(UTF_8), UTF_8)));
    return value.injectNull(0.1).list().ofMaxSize(4);
  }

  @Test
  void givesMapsInTheOrderOfTheirKeysAndComponentsAsDeclared() {
    ConvertedFile file =
        new ConvertedFile(
            RAW, RUN, 0, 0, 0, new TreeMap<>(Map.of("b", 1L, "a", 2L)), new TreeMap<>(), 0, null);
    assertThat(Json.text(file))
        .startsWith("{\"raw\":{\"file\":{\"dump\":{\"wiki\":\"elwiki\",\"date\":\"20260101\",")
        .endsWith(
            "\"pages\":0,\"skipped\":0,\"records\":0,\"unknownElements\":{\"a\":2,\"b\":1},\"textStates\":{},\"referenceDocuments\":0,\"verifiedTexts\":null}");
    assertThat(
            Json.text(
                new StepReport(
                    "S", "f", null, false, EPOCH, ofMillis(1500), StepTimes.ZERO, List.of("a"))))
        .isEqualTo(
            "{\"step\":\"S\",\"subject\":\"f\",\"failure\":null,"
                + "\"reused\":false,\"started\":\"1970-01-01T00:00:00Z\",\"elapsed\":\"PT1.5S\","
                + "\"times\":{\"waitingForCore\":\"PT0S\",\"waitingForSlot\":\"PT0S\","
                + "\"waitingForInput\":\"PT0S\",\"waitingForOutput\":\"PT0S\",\"cpu\":\"PT0S\","
                + "\"bytesIn\":0,\"bytesOut\":0},\"retries\":[\"a\"]}");
  }

  @Test
  void isDeterministicAndEqualForTheSameType() {
    JsonCoder<Dump> coder = JsonCoder.of(Dump.class);
    assertThatCode(coder::verifyDeterministic).doesNotThrowAnyException();
    assertThat(coder)
        .isEqualTo(JsonCoder.of(Dump.class))
        .hasSameHashCodeAs(JsonCoder.of(Dump.class))
        .isEqualTo(SerializableUtils.clone(coder))
        .isNotEqualTo(JsonCoder.of(Run.class));
  }

  @SuppressWarnings("unchecked")
  private static <T> void assertCodes(T value) throws Exception {
    Coder<T> coder = JsonCoder.of((Class<T>) value.getClass());
    byte[] bytes = CoderUtils.encodeToByteArray(coder, value);
    T decoded = CoderUtils.decodeFromByteArray(coder, bytes);
    assertThat(decoded).isEqualTo(value).hasSameHashCodeAs(value);
    assertThat(CoderUtils.encodeToByteArray(coder, decoded)).isEqualTo(bytes);
  }

  private static MergeRequest merge(KeyRange range) {
    return new MergeRequest(
        1, 3, range, List.of(RUN), 9, SortOrder.by("a"), FOLDER, Compression.ZSTD, FOLDER);
  }

  private static Part part(List<Object> firstKey, List<Object> lastKey) {
    return new Part(STORED, 3, 2, 1L << 40, firstKey, lastKey);
  }
}
