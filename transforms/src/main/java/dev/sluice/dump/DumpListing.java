package dev.sluice.dump;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Finds a dump on mirrors and lists its files, in the legacy layout and in that of the content file
 * exports. The mirrors are asked side by side, over one connection each; one that cannot be reached
 * is passed over as long as another answers.
 */
public final class DumpListing {
  private final MirrorAccess access;

  public DumpListing(MirrorAccess access) {
    this.access = access;
  }

  /**
   * The dump with its exact date. {@link Dump#LATEST} becomes the newest date of which the mirrors
   * together hold a complete set of the family's files, told by the dump's own records where there
   * are any; mirrors are asked for the dates that they have, as some show no {@code latest/}.
   *
   * @throws DumpNotFoundException if no mirror holds a file of it, with what each of them said
   */
  public FoundDump locate(Dump dump, List<Mirror> mirrors)
      throws IOException, InterruptedException {
    if (dump.date().equals(Dump.LATEST)) {
      return latest(dump, mirrors);
    }
    Layout layout = Layout.of(dump);
    List<MirrorAnswers.Answer<Holding>> answers = holdings(layout, mirrors);
    requireAnswer(dump, answers);
    List<String> said = new ArrayList<>();
    for (MirrorAnswers.Answer<Holding> answer : answers) {
      Holding holding = answer.value();
      if (holding != null && holding.hasFamily(layout)) {
        return new FoundDump(dump, answered(answers));
      }
      said.add(said(answer.mirror(), holding == null ? failure(answer) : holding.absence(layout)));
    }
    throw notFound(dump, said);
  }

  /**
   * The files of a dump: {@link FoundDump#files}.
   *
   * @param dump with its exact date
   * @throws IOException also if no mirror answers
   */
  public List<DumpFile> list(Dump dump, List<Mirror> mirrors)
      throws IOException, InterruptedException {
    List<MirrorAnswers.Answer<Holding>> answers = holdings(Layout.of(dump), mirrors);
    requireAnswer(dump, answers);
    return new FoundDump(dump, answered(answers)).files();
  }

  /** What no mirror says anything about may be there all the same. */
  private static <T> void requireAnswer(Dump dump, List<MirrorAnswers.Answer<T>> answers)
      throws IOException {
    if (answers.stream().allMatch(answer -> answer.value() == null)) {
      List<String> said = new ArrayList<>();
      answers.forEach(answer -> said.add(said(answer.mirror(), failure(answer))));
      throw new IOException(
          "Cannot list %s: no mirror answers (%s)".formatted(dump, String.join("; ", said)));
    }
  }

  private FoundDump latest(Dump dump, List<Mirror> mirrors)
      throws IOException, InterruptedException {
    Layout layout = Layout.of(dump);
    TreeSet<String> dates = new TreeSet<>(Comparator.reverseOrder());
    List<String> said = new ArrayList<>();
    List<MirrorAnswers.Answer<List<MirrorFiles.Entry>>> answers =
        MirrorAnswers.ask(
            distinct(mirrors), access, (m, files) -> files.list(layout.datesFolder()));
    requireAnswer(dump, answers);
    for (MirrorAnswers.Answer<List<MirrorFiles.Entry>> answer : answers) {
      List<MirrorFiles.Entry> entries = answer.value();
      if (entries == null) {
        said.add(said(answer.mirror(), failure(answer)));
        continue;
      }
      List<String> found =
          entries.stream().map(MirrorFiles.Entry::name).filter(layout::isDate).sorted().toList();
      dates.addAll(found);
      said.add(
          said(
              answer.mirror(),
              entries.isEmpty()
                  ? "no such folder " + layout.datesFolder()
                  : "no complete set of that family (it has the dates %s)"
                      .formatted(found.isEmpty() ? "none" : String.join(", ", found))));
    }
    for (String date : dates) {
      Dump dated = dump.withDate(date);
      FoundDump found = new FoundDump(dated, answered(holdings(Layout.of(dated), mirrors)));
      if (isComplete(found)) {
        return found;
      }
    }
    throw notFound(dump, said);
  }

  private static boolean isComplete(FoundDump found) {
    try {
      return !found.files().isEmpty();
    } catch (IOException e) {
      return false; // An older dump is looked at instead; the user asked for no certain date.
    }
  }

  private List<MirrorAnswers.Answer<Holding>> holdings(Layout layout, List<Mirror> mirrors)
      throws InterruptedException {
    return MirrorAnswers.ask(
        distinct(mirrors), access, (mirror, files) -> Holding.read(layout, mirror, files));
  }

  private static List<Holding> answered(List<MirrorAnswers.Answer<Holding>> answers) {
    List<Holding> holdings = new ArrayList<>();
    for (MirrorAnswers.Answer<Holding> answer : answers) {
      Holding holding = answer.value();
      if (holding != null) {
        holdings.add(holding);
      }
    }
    return holdings;
  }

  private static List<Mirror> distinct(List<Mirror> mirrors) {
    return mirrors.stream().distinct().toList();
  }

  private static String said(Mirror mirror, String what) {
    return mirror.name() + ": " + what;
  }

  private static String failure(MirrorAnswers.Answer<?> answer) {
    return "unreachable (" + answer.failure() + ")";
  }

  private static DumpNotFoundException notFound(Dump dump, List<String> said) {
    return new DumpNotFoundException(
        "Cannot find dump %s: %s"
            .formatted(dump, said.isEmpty() ? "no mirrors" : String.join("; ", said)));
  }
}
