package dev.sluice.publish;

import dev.sluice.convert.VerifiedTexts;
import dev.sluice.dump.Dump;
import dev.sluice.sort.Part;
import dev.sluice.step.StepTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run made and of what: {@code _sluice/manifest.json}. It is written whether or not all went
 * well; only together with {@code _SUCCESS} is the output complete.
 *
 * @param format version of this form: {@value #FORMAT}
 * @param run the run that wrote it
 * @param dump what was taken
 * @param options the settings that the bytes of the parts depend on, and whether texts were
 *     verified
 * @param complete whether everything of the dump is in the parts
 * @param files the dump's files in page order, those that failed left out
 * @param parts the parts in order
 * @param totals sums over files and parts
 * @param unknownElements elements of the XML that no column takes: how often each was skipped
 * @param textStates how often each state of a revision's text occurred
 * @param failures what failed and why
 * @param times when and how long; the one member that differs between runs over the same dump,
 *     apart from {@code run}, and the mirrors that served and their flaws
 */
public record Manifest(
    int format,
    String run,
    Dump dump,
    SortedMap<String, String> options,
    boolean complete,
    List<InputFile> files,
    List<Part> parts,
    Totals totals,
    SortedMap<String, Long> unknownElements,
    SortedMap<String, Long> textStates,
    List<Failure> failures,
    Times times)
    implements PublishedManifest {
  public static final int FORMAT = 1;

  public Manifest {
    files = List.copyOf(files);
    parts = List.copyOf(parts);
    failures = List.copyOf(failures);
  }

  @Override
  public long records() {
    return totals.records();
  }

  @Override
  public long bytes() {
    return totals.bytes();
  }

  /**
   * A file of the dump that was converted.
   *
   * @param name its name
   * @param bytes its length
   * @param checksum {@code sha1:…} as the dump gives it and the bytes were found to have; null if
   *     the dump gives none and only the length was compared
   * @param digest of its bytes, as it came: its checksum, or {@code sha256:…} if the dump gives
   *     none
   * @param mirror who served it
   * @param flaws what mirrors served before that was not the file, and was thrown away: a sentence
   *     each, which names the mirror
   * @param pages pages in it
   * @param skipped pages or log items in it that are of none of the wanted namespaces
   * @param records records made of it
   * @param referenceDocuments documents in it that went to the reference converter, wholly or from
   *     where scanners stopped
   * @param verifiedTexts how its texts compare with their SHA-1s; null if that was not asked for
   */
  public record InputFile(
      String name,
      long bytes,
      @Nullable String checksum,
      String digest,
      String mirror,
      List<String> flaws,
      long pages,
      long skipped,
      long records,
      int referenceDocuments,
      @Nullable VerifiedTexts verifiedTexts) {
    public InputFile {
      // Manifests that were written before there were any have none.
      flaws = List.copyOf(Objects.requireNonNullElse(flaws, List.of()));
    }
  }

  /**
   * Sums.
   *
   * @param files files of the dump, those that failed among them
   * @param fileBytes length of those that were converted
   * @param pages pages converted
   * @param skipped pages or log items in them that are of none of the wanted namespaces
   * @param records records published
   * @param bytes bytes published before compression
   * @param partBytes bytes published
   */
  public record Totals(
      int files,
      long fileBytes,
      long pages,
      long skipped,
      long records,
      long bytes,
      long partBytes) {}

  /**
   * Something that failed.
   *
   * @param step in which step
   * @param subject which file or part
   * @param reason why, in one sentence
   */
  public record Failure(String step, String subject, String reason) {}

  /**
   * When and how long.
   *
   * @param started when the run began
   * @param ended when it published
   * @param steps one entry a step
   * @param limits for how long each thing held the run back: {@code slots} of mirrors, {@code
   *     network}, {@code cpu}, {@code storage}, {@code other}
   * @param verdict the greatest of them, in a sentence
   */
  public record Times(
      Instant started,
      Instant ended,
      List<StepTime> steps,
      SortedMap<String, Duration> limits,
      String verdict) {}

  /**
   * How long a step took in this run.
   *
   * @param step its name
   * @param executions how often it ran, to success or failure
   * @param reused how often an earlier run's result was used instead
   * @param elapsed the sum over the executions, waiting included
   * @param times where that time went
   */
  public record StepTime(
      String step, int executions, int reused, Duration elapsed, StepTimes times) {}
}
