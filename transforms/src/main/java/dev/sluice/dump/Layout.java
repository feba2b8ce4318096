package dev.sluice.dump;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of one dump are below a mirror's root, and how they are named. The layouts are
 * Wikimedia's: <a href="https://dumps.wikimedia.org/backup-index.html">legacy</a>, and <a
 * href="https://dumps.wikimedia.org/other/mediawiki_content_history/">content file exports</a>.
 */
abstract sealed class Layout {
  static final String STATUS = "dumpstatus.json";

  final Dump dump;
  private final Pattern dates;
  private final Pattern files;

  private Layout(Dump dump, String dates, String files) {
    this.dump = dump;
    this.dates = Pattern.compile(dates);
    this.files = Pattern.compile(files);
  }

  static Layout of(Dump dump) {
    return dump.isContentExport() ? new Content(dump) : new Legacy(dump);
  }

  /** The folder with a folder for each date. */
  abstract String datesFolder();

  /** The folder with the dump's files; the date has to be exact. */
  abstract String folder();

  /** Names of the files with checksums. */
  abstract List<String> sums();

  /** Whether the sums are written last, so that without them the dump is not complete. */
  abstract boolean needsSums();

  /** The family that a file belongs to; null if it is no dump file. */
  abstract @Nullable String familyOf(String name);

  abstract DumpFileName parse(Matcher matcher);

  boolean isDate(String name) {
    return dates.matcher(name).matches();
  }

  /** What a name tells; null if it is not a file of this dump's family. */
  final @Nullable DumpFileName parse(String name) {
    Matcher matcher = files.matcher(name);
    return matcher.matches() ? parse(matcher) : null;
  }

  private static long number(@Nullable String digits) {
    return digits == null ? -1 : Long.parseLong(digits);
  }

  private static final class Legacy extends Layout {
    private static final String REST = "\\.xml(?:-p(\\d{1,18})p\\d{1,18})?\\.(gz|bz2|7z)";

    private final String prefix;
    private final Pattern anyFamily;

    Legacy(Dump dump) {
      // What follows the family is a part number or ".xml", never more of a longer family's name.
      super(
          dump,
          "\\d{8}",
          Pattern.quote(dump.wiki() + "-" + dump.date() + "-" + dump.family())
              + "([1-9]\\d{0,8})?"
              + REST);
      this.prefix = dump.wiki() + "-" + dump.date() + "-";
      this.anyFamily = Pattern.compile(Pattern.quote(prefix) + "([a-z][a-z-]*)\\d*" + REST);
    }

    @Override
    String datesFolder() {
      return dump.wiki();
    }

    @Override
    String folder() {
      return dump.wiki() + "/" + dump.date();
    }

    @Override
    List<String> sums() {
      return List.of(prefix + "md5sums.txt", prefix + "sha1sums.txt");
    }

    @Override
    boolean needsSums() {
      return false;
    }

    @Override
    @Nullable String familyOf(String name) {
      Matcher matcher = anyFamily.matcher(name);
      return matcher.matches() ? matcher.group(1) : null;
    }

    @Override
    DumpFileName parse(Matcher m) {
      int part = m.group(1) == null ? 0 : Integer.parseInt(m.group(1));
      return new DumpFileName(
          m.group(), part, number(m.group(2)), -1, DumpFileName.Format.of(m.group(3)));
    }
  }

  private static final class Content extends Layout {
    private final String root;

    Content(Dump dump) {
      super(
          dump,
          "\\d{4}-\\d\\d-\\d\\d",
          Pattern.quote(dump.wiki() + "-" + dump.date() + "-")
              + "p(\\d{1,18})(?:p\\d{1,18}|r(\\d{1,18})r\\d{1,18})\\.xml\\.bz2");
      this.root = "other/mediawiki_" + dump.family().replace('-', '_') + "/" + dump.wiki();
    }

    @Override
    String datesFolder() {
      return root;
    }

    @Override
    String folder() {
      return root + "/" + dump.date() + "/xml/bzip2";
    }

    @Override
    List<String> sums() {
      return List.of("SHA256SUMS");
    }

    @Override
    boolean needsSums() {
      return true;
    }

    @Override
    @Nullable String familyOf(String name) {
      return parse(name) == null ? null : dump.family();
    }

    @Override
    DumpFileName parse(Matcher m) {
      return new DumpFileName(
          m.group(), 0, number(m.group(1)), number(m.group(2)), DumpFileName.Format.BZIP2);
    }
  }
}
