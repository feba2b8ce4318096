package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.convert.ConvertFile;
import dev.sluice.convert.ConvertRequest;
import dev.sluice.convert.DownloadAndConvert;
import dev.sluice.convert.DownloadAndConvertRequest;
import dev.sluice.fetch.DownloadFile;
import dev.sluice.fetch.DownloadRequest;
import dev.sluice.fetch.Downloads;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.overlap.SweepRange;
import dev.sluice.overlap.SweepRequest;
import dev.sluice.sort.MergeRange;
import dev.sluice.sort.MergeRequest;
import dev.sluice.sort.Run;
import dev.sluice.sort.SortRun;
import dev.sluice.sort.SortRunRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What the results of the steps are kept under. Each component of a request either changes the
 * fingerprint or does not, and stands in one of the two lists: where things are, how much memory
 * there is and what is kept does not, nor what a digest that does stands for.
 */
class FingerprintTest {
  private static final DownloadFile DOWNLOAD = new DownloadFile("r", MirrorSlots.inProcess("r"));
  private static final ConvertFile CONVERT = new ConvertFile();
  private static final DownloadAndConvert DOWNLOAD_AND_CONVERT =
      new DownloadAndConvert(new Downloads("r", MirrorSlots.inProcess("r")));
  private static final SortRun SORT = new SortRun();
  private static final MergeRange MERGE = new MergeRange();
  private static final Set<String> WHOLES =
      Set.of(
          "file.dump",
          "file.checksum",
          "file.replicas",
          "raw.file.dump",
          "raw.file.checksum",
          "raw.digest",
          "raw.file.replicas",
          "raw.mirror",
          "raw.flaws",
          "settings.records",
          "settings.order",
          "range",
          "order");

  @Property(tries = 300)
  void ofADownload(
      @ForAll("downloads") DownloadRequest one, @ForAll("downloads") DownloadRequest other)
      throws Exception {
    assertDependsOn(
        DOWNLOAD,
        one,
        other,
        Set.of("file.dump", "file.ordinal", "file.name", "file.bytes", "file.checksum"),
        Set.of("file.replicas", "folder"));
  }

  @Property(tries = 300)
  void ofAConversion(
      @ForAll("conversions") ConvertRequest one, @ForAll("conversions") ConvertRequest other)
      throws Exception {
    assertDependsOn(
        CONVERT,
        one,
        other,
        Set.of(
            "raw.file.dump",
            "raw.file.ordinal",
            "raw.file.name",
            "raw.file.bytes",
            "raw.file.checksum",
            "raw.digest",
            "settings.records",
            "settings.order"),
        Set.of(
            "raw.file.replicas",
            "raw.uri",
            "raw.mirror",
            "raw.flaws",
            "settings.folder",
            "settings.spills",
            "settings.sortMemoryMib",
            "settings.keepRaw"));
  }

  @Property(tries = 300)
  void ofADownloadAndConversion(
      @ForAll("conversionsOnTheFly") DownloadAndConvertRequest one,
      @ForAll("conversionsOnTheFly") DownloadAndConvertRequest other)
      throws Exception {
    assertDependsOn(
        DOWNLOAD_AND_CONVERT,
        one,
        other,
        Set.of(
            "file.dump",
            "file.ordinal",
            "file.name",
            "file.bytes",
            "file.checksum",
            "settings.records",
            "settings.order"),
        Set.of(
            "file.replicas",
            "settings.folder",
            "settings.spills",
            "settings.sortMemoryMib",
            "settings.keepRaw"));
  }

  /** A run's counts stand in its file, and so in its digest. */
  @Property(tries = 300)
  void ofASort(@ForAll("sorts") SortRunRequest one, @ForAll("sorts") SortRunRequest other)
      throws Exception {
    assertDependsOn(
        SORT,
        one,
        other,
        Set.of("run.file.sha256", "run.ordinal", "run.name"),
        Set.of(
            "run.file.uri",
            "run.file.bytes",
            "run.records",
            "run.bytes",
            "run.sorted",
            "folder",
            "spills",
            "memoryMib",
            "keepInput"));
  }

  /** The output folder is in it: a part in another output is of no use to this one. */
  @Property(tries = 300)
  void ofAMerge(@ForAll("merges") MergeRequest one, @ForAll("merges") MergeRequest other)
      throws Exception {
    assertDependsOn(
        MERGE,
        one,
        other,
        Set.of(
            "part",
            "parts",
            "range",
            "runs[].file.sha256",
            "runs[].ordinal",
            "order",
            "compression",
            "folder"),
        Set.of(
            "runs[].file.uri",
            "runs[].file.bytes",
            "runs[].name",
            "runs[].records",
            "runs[].bytes",
            "runs[].sorted",
            "bytes",
            "work"));
    List<Run> reversed = new ArrayList<>(one.runs());
    Collections.reverse(reversed);
    assertThat(fingerprint(MERGE, withRuns(one, reversed))).isEqualTo(fingerprint(MERGE, one));
    List<Run> more = new ArrayList<>(one.runs());
    more.addAll(other.runs());
    assertThat(fingerprint(MERGE, withRuns(one, more))).isNotEqualTo(fingerprint(MERGE, one));
  }

  @Property(tries = 300)
  void ofASweep(@ForAll("sweeps") SweepRequest one, @ForAll("sweeps") SweepRequest other)
      throws Exception {
    assertDependsOn(
        new SweepRange(),
        one,
        other,
        Set.of("spill.sha256", "index", "ranges", "from", "to", "carriedIn", "form", "folder"),
        Set.of("spill.uri", "spill.bytes"));
  }

  private static <Q extends Record> void assertDependsOn(
      StepFunction<Q, ?> function, Q one, Q other, Set<String> enter, Set<String> stayOut)
      throws Exception {
    Set<String> all = new TreeSet<>(enter);
    all.addAll(stayOut);
    assertThat(RecordPaths.of(one, WHOLES)).isEqualTo(all);
    String fingerprint = fingerprint(function, one);
    assertThat(fingerprint).matches("[0-9a-f]{64}");
    for (String path : enter) {
      Q changed = RecordPaths.with(one, path, other);
      assertThat(fingerprint(function, changed).equals(fingerprint))
          .as("same fingerprint with another %s", path)
          .isEqualTo(changed.equals(one));
    }
    Q elsewhere = one;
    Q same = other;
    for (String path : stayOut) {
      elsewhere = RecordPaths.with(elsewhere, path, other);
    }
    assertThat(fingerprint(function, elsewhere)).isEqualTo(fingerprint);
    for (String path : enter) {
      same = RecordPaths.with(same, path, one);
    }
    if (function != MERGE) { // Of a merge, the other has as many runs as it likes.
      assertThat(fingerprint(function, same)).isEqualTo(fingerprint);
    }
    assertThat(function.identity(elsewhere)).isEqualTo(function.identity(one));
  }

  private static <Q> String fingerprint(StepFunction<Q, ?> function, Q request) {
    return StepResults.fingerprint(function, request);
  }

  private static MergeRequest withRuns(MergeRequest request, List<Run> runs) {
    return new MergeRequest(
        request.part(),
        request.parts(),
        request.range(),
        runs,
        request.bytes(),
        request.order(),
        request.folder(),
        request.compression(),
        request.work());
  }

  @Provide
  Arbitrary<DownloadRequest> downloads() {
    return GeneratedRequests.downloads();
  }

  @Provide
  Arbitrary<DownloadAndConvertRequest> conversionsOnTheFly() {
    return GeneratedRequests.conversionsOnTheFly();
  }

  @Provide
  Arbitrary<SweepRequest> sweeps() {
    return GeneratedRequests.sweeps();
  }

  @Provide
  Arbitrary<ConvertRequest> conversions() {
    return GeneratedRequests.conversions();
  }

  @Provide
  Arbitrary<SortRunRequest> sorts() {
    return GeneratedRequests.sorts();
  }

  @Provide
  Arbitrary<MergeRequest> merges() {
    return GeneratedRequests.merges();
  }
}
