package dev.sluice.dump;

import static dev.sluice.dump.FolderMirrors.mirror;
import static dev.sluice.dump.FolderMirrors.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpListingTest {
  private static final String DATE = "xwiki/20260101/";
  private static final String FILE = DATE + "xwiki-20260101-";
  private static final String HEX40 = "0123456789abcdef0123456789abcdef01234567";

  private final DumpListing listing = new DumpListing(new FolderMirrors());
  @TempDir Path root;
  private Path a;
  private Path b;
  private Path c;

  @BeforeEach
  void folders() throws IOException {
    a = Files.createDirectory(root.resolve("a"));
    b = Files.createDirectory(root.resolve("b"));
    c = root.resolve("c");
  }

  @AfterEach
  void everyConnectionWasClosed() {
    assertThat(FolderMirrors.OPEN).hasValue(0);
  }

  @Test
  void takesThePartsAndNotTheWholeInNumericOrder() throws Exception {
    for (int part = 1; part <= 11; part++) {
      put(a, FILE + "pages-articles%d.xml-p%dp%d.bz2".formatted(part, part * 10, part * 10 + 9), 1);
    }
    put(a, FILE + "pages-articles.xml.bz2", 9);
    put(a, FILE + "pages-articles-multistream.xml.bz2", 9);
    put(a, FILE + "pages-articles-multistream-index.txt.bz2", 9);
    put(a, FILE + "pages-articles-multistream1.xml-p1p9.bz2", 9);
    put(a, FILE + "pages-articles-multistream-index1.txt-p1p9.bz2", 9);

    List<DumpFile> files = list("pages-articles");

    assertThat(files).hasSize(11);
    assertThat(files).extracting(DumpFile::ordinal).first().isEqualTo(0);
    assertThat(files.get(9).name()).isEqualTo("xwiki-20260101-pages-articles10.xml-p100p109.bz2");
    assertThat(files.get(9).ordinal()).isEqualTo(9);
    assertThat(names(list("pages-articles-multistream")))
        .containsExactly("pages-articles-multistream1.xml-p1p9.bz2");
  }

  @Test
  void takesTheMultistreamFileWithoutItsIndex() throws Exception {
    put(a, FILE + "pages-articles-multistream.xml.bz2", 9);
    put(a, FILE + "pages-articles-multistream-index.txt.bz2", 9);
    assertThat(names(list("pages-articles-multistream")))
        .containsExactly("pages-articles-multistream.xml.bz2");
  }

  @Test
  void ordersZeroPaddedRangesAndSeveralRangesOfOnePart() throws Exception {
    put(a, FILE + "pages-meta-history2.xml-p000030303p000040000.7z", 1);
    put(a, FILE + "pages-meta-history1.xml-p1000p30302.7z", 1);
    put(a, FILE + "pages-meta-history1.xml-p000000010p000000999.7z", 1);
    assertThat(names(list("pages-meta-history")))
        .containsExactly(
            "pages-meta-history1.xml-p000000010p000000999.7z",
            "pages-meta-history1.xml-p1000p30302.7z",
            "pages-meta-history2.xml-p000030303p000040000.7z");
  }

  @Test
  void takesTheWholeWhenNumberingShowsThatAPartIsMissing() throws Exception {
    put(a, FILE + "stub-articles1.xml.gz", 1);
    put(b, FILE + "stub-articles3.xml.gz", 1);
    put(b, FILE + "stub-articles.xml.gz", 2);
    assertThat(names(list("stub-articles"))).containsExactly("stub-articles.xml.gz");
  }

  @Test
  void takesTheWholeWhenAPromisedPartIsNowhere() throws Exception {
    put(a, FILE + "stub-articles1.xml.gz", 1);
    put(a, FILE + "stub-articles.xml.gz", 2);
    put(
        a,
        FILE + "sha1sums.txt",
        HEX40
            + "  xwiki-20260101-stub-articles1.xml.gz\n"
            + HEX40
            + "  xwiki-20260101-stub-articles2.xml.gz\n"
            + HEX40
            + "  xwiki-20260101-stub-articles.xml.gz\n");
    assertThat(names(list("stub-articles"))).containsExactly("stub-articles.xml.gz");
  }

  @Test
  void namesPromisedFilesThatNoMirrorHolds() throws Exception {
    put(a, FILE + "stub-articles1.xml.gz", 1);
    put(
        b,
        DATE + "dumpstatus.json",
        status("done", "stub-articles1.xml.gz", 1, "stub-articles2.xml.gz", 1));
    assertThatThrownBy(() -> list("stub-articles"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Cannot list xwiki/20260101/stub-articles: no mirror holds"
                + " xwiki-20260101-stub-articles2.xml.gz");
  }

  @Test
  void joinsPartsOfSeveralMirrorsAndNamesReplicasInTheUsersOrder() throws Exception {
    put(a, FILE + "stub-articles1.xml.gz", 1);
    put(b, FILE + "stub-articles1.xml.gz", 1);
    put(b, FILE + "stub-articles2.xml.gz", 2);
    List<DumpFile> files = list("stub-articles");
    assertThat(files.get(0).replicas())
        .containsExactly(
            new Replica(mirror(a), FILE + "stub-articles1.xml.gz"),
            new Replica(mirror(b), FILE + "stub-articles1.xml.gz"));
    assertThat(files.get(1).replicas()).extracting(Replica::mirror).containsExactly(mirror(b));
    assertThat(files.get(1).bytes()).isEqualTo(2);
    assertThat(files.get(1).checksum()).isNull();
  }

  @Test
  void leavesOutAMirrorWhoseLengthIsNotThatOfTheStatus() throws Exception {
    put(a, FILE + "stub-articles.xml.gz", 1);
    put(b, FILE + "stub-articles.xml.gz", 5);
    put(b, DATE + "dumpstatus.json", status("done", "stub-articles.xml.gz", 5));
    DumpFile file = list("stub-articles").get(0);
    assertThat(file.bytes()).isEqualTo(5);
    assertThat(file.replicas()).extracting(Replica::mirror).containsExactly(mirror(b));
    assertThat(file.checksum()).isEqualTo(new Checksum(Checksum.Algorithm.SHA1, HEX40));

    Files.delete(b.resolve(FILE + "stub-articles.xml.gz"));
    DumpFile shrunk = list("stub-articles").get(0);
    assertThat(shrunk.bytes()).as("what a download has to find").isEqualTo(5);
    assertThat(shrunk.replicas()).extracting(Replica::mirror).containsExactly(mirror(a));
  }

  @Test
  void believesMostMirrorsAboutALengthAndTheEarlierOfTwo() throws Exception {
    put(a, FILE + "stub-articles.xml.gz", 1);
    put(b, FILE + "stub-articles.xml.gz", 5);
    assertThat(list("stub-articles").get(0).bytes()).isEqualTo(1);
    put(c, FILE + "stub-articles.xml.gz", 5);
    DumpFile file = list("stub-articles").get(0);
    assertThat(file.bytes()).isEqualTo(5);
    assertThat(file.replicas()).extracting(Replica::mirror).containsExactly(mirror(b), mirror(c));
  }

  @Test
  void takes7zWhenItsSetIsCompleteElseBzip2() throws Exception {
    put(a, FILE + "pages-meta-history1.xml-p1p9.7z", 1);
    put(a, FILE + "pages-meta-history1.xml-p1p9.bz2", 4);
    put(a, FILE + "pages-meta-history2.xml-p10p19.bz2", 4);
    String bz2 =
        job(
            "metahistorybz2dump",
            "done",
            "pages-meta-history1.xml-p1p9.bz2",
            4,
            "pages-meta-history2.xml-p10p19.bz2",
            4);
    put(
        a,
        DATE + "dumpstatus.json",
        jobs(bz2, job("metahistory7zdump", "in-progress", "pages-meta-history1.xml-p1p9.7z", 1)));
    assertThat(names(list("pages-meta-history")))
        .containsExactly("pages-meta-history1.xml-p1p9.bz2", "pages-meta-history2.xml-p10p19.bz2");

    put(a, FILE + "pages-meta-history2.xml-p10p19.7z", 1);
    put(
        a,
        DATE + "dumpstatus.json",
        jobs(
            bz2,
            job(
                "metahistory7zdump",
                "done",
                "pages-meta-history1.xml-p1p9.7z",
                1,
                "pages-meta-history2.xml-p10p19.7z",
                1)));
    assertThat(names(list("pages-meta-history")))
        .containsExactly("pages-meta-history1.xml-p1p9.7z", "pages-meta-history2.xml-p10p19.7z");
  }

  @Test
  void refusesFilesOfAJobThatIsStillToCome() throws Exception {
    put(a, FILE + "stub-articles1.xml.gz", 1);
    put(a, DATE + "dumpstatus.json", jobs(job("xmlstubsdump", "in-progress")));
    assertThatThrownBy(() -> list("stub-articles"))
        .hasMessage(
            "Cannot list xwiki/20260101/stub-articles: dumpstatus.json does not list it yet"
                + " (job xmlstubsdump is in-progress)");
  }

  @Test
  void prefersTheNewerOfTwoMirrorsStatuses() throws Exception {
    put(a, FILE + "stub-articles1.xml.gz", 1);
    put(a, DATE + "dumpstatus.json", status("in-progress", "stub-articles1.xml.gz", 1));
    put(b, FILE + "stub-articles2.xml.gz", 1);
    put(
        b,
        DATE + "dumpstatus.json",
        status("done", "stub-articles1.xml.gz", 1, "stub-articles2.xml.gz", 1));
    assertThat(list("stub-articles")).hasSize(2);
  }

  @Test
  void goesOnWithoutAnUnreadableStatus() throws Exception {
    put(a, FILE + "stub-articles.xml.gz", 1);
    put(a, DATE + "dumpstatus.json", "{\"jobs\": {");
    assertThat(list("stub-articles")).hasSize(1);
  }

  @Test
  void ordersContentExportsByPageThenRevisionAndNeedsTheirSums() throws Exception {
    String folder = "other/mediawiki_content_history/xwiki/2026-01-01/xml/bzip2/";
    List<String> inOrder =
        List.of(
            "xwiki-2026-01-01-p1p9.xml.bz2",
            "xwiki-2026-01-01-p10r5r99.xml.bz2",
            "xwiki-2026-01-01-p10r100r200.xml.bz2",
            "xwiki-2026-01-01-p11p200.xml.bz2");
    StringBuilder sums = new StringBuilder();
    for (String name : inOrder) {
      put(a, folder + name, 1);
      sums.append("ab".repeat(32)).append(" *./").append(name).append('\n');
    }
    Dump dump = Dump.parse("xwiki/20260101/content-history");
    assertThatThrownBy(() -> listing.list(dump, mirrors()))
        .hasMessageEndingWith("no mirror holds SHA256SUMS, which is written when all is there");
    assertThatThrownBy(() -> listing.locate(Dump.parse("xwiki/latest/content-history"), mirrors()))
        .isInstanceOf(DumpNotFoundException.class);

    put(b, folder + "SHA256SUMS", sums.toString());
    List<DumpFile> files = listing.list(dump, mirrors());
    assertThat(files).extracting(DumpFile::name).containsExactlyElementsOf(inOrder);
    assertThat(files.get(0).checksum())
        .isEqualTo(new Checksum(Checksum.Algorithm.SHA256, "ab".repeat(32)));
    assertThat(listing.locate(Dump.parse("xwiki/latest/content-history"), mirrors()).dump())
        .isEqualTo(dump);
  }

  @Test
  void resolvesLatestToTheNewestCompleteDate() throws Exception {
    put(a, FILE + "stub-articles.xml.gz", 1);
    put(a, "xwiki/20251201/xwiki-20251201-stub-articles.xml.gz", 1);
    put(a, "xwiki/latest/xwiki-latest-stub-articles.xml.gz", 1);
    put(b, "xwiki/20260201/xwiki-20260201-stub-articles1.xml.gz", 1);
    put(
        b,
        "xwiki/20260201/dumpstatus.json",
        status("waiting", "stub-articles1.xml.gz", 1).replace("20260101", "20260201"));
    put(b, "xwiki/20260301/xwiki-20260301-pages-articles.xml.bz2", 1);
    assertThat(listing.locate(Dump.parse("xwiki/latest/stub-articles"), mirrors()).dump().date())
        .isEqualTo("20260101");
  }

  @Test
  void tellsWhatEachMirrorSaidWhenADumpIsNowhere() throws Exception {
    put(a, FILE + "pages-articles1.xml-p1p9.bz2", 1);
    put(a, FILE + "stub-meta-history.xml.gz", 1);
    assertThatThrownBy(
            () ->
                listing.locate(
                    Dump.parse("xwiki/20260101/stub-articles"),
                    List.of(mirror(a), mirror(b), missing())))
        .isInstanceOf(DumpNotFoundException.class)
        .hasMessage(
            ("Cannot find dump xwiki/20260101/stub-articles: %s: no file of that family (it has"
                    + " pages-articles, stub-meta-history); %s: no such folder xwiki/20260101; %s:"
                    + " unreachable (connection refused)")
                .formatted(mirror(a).name(), mirror(b).name(), missing().name()));
    assertThatThrownBy(() -> listing.locate(Dump.parse("xwiki/latest/stub-articles"), mirrors()))
        .hasMessage(
            ("Cannot find dump xwiki/latest/stub-articles: %s: no complete set of that family (it"
                    + " has the dates 20260101); %s: no such folder xwiki")
                .formatted(mirror(a).name(), mirror(b).name()));
  }

  @Test
  void goesOnWhenAMirrorCannotBeReachedAsLongAsOneAnswers() throws Exception {
    put(a, FILE + "stub-articles.xml.gz", 1);
    Dump dump = Dump.parse("xwiki/20260101/stub-articles");
    assertThat(listing.list(dump, List.of(missing(), mirror(a)))).hasSize(1);
    assertThatThrownBy(() -> listing.list(dump, List.of(missing())))
        .hasMessage(
            "Cannot list %s: no mirror answers (%s: unreachable (connection refused))"
                .formatted(dump, missing().name()));
  }

  @Test
  void doesNotCallADumpMissingWhenNoMirrorAnswers() {
    for (String date : List.of("20260101", "latest")) {
      Dump dump = new Dump("xwiki", date, "stub-articles");
      assertThatThrownBy(() -> listing.locate(dump, List.of(missing())))
          .isNotInstanceOf(DumpNotFoundException.class)
          .hasMessage(
              "Cannot list %s: no mirror answers (%s: unreachable (connection refused))"
                  .formatted(dump, missing().name()));
    }
  }

  @Test
  void goesOnWithoutASumsFileThatIsListedButNotThere() throws Exception {
    put(a, FILE + "stub-articles.xml.gz", 1);
    Files.createSymbolicLink(a.resolve(FILE + "sha1sums.txt"), Path.of("nowhere"));
    assertThat(names(list("stub-articles"))).containsExactly("stub-articles.xml.gz");
  }

  @Test
  void refusesAPromisedFileWhoseLengthNobodyTells() throws Exception {
    put(a, FILE + "sha1sums.txt", HEX40 + "  xwiki-20260101-stub-articles.xml.gz\n");
    Files.createSymbolicLink(a.resolve(FILE + "stub-articles.xml.gz"), Path.of("nowhere"));
    assertThatThrownBy(() -> list("stub-articles"))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining("no mirror holds xwiki-20260101-stub-articles.xml.gz");
  }

  private Mirror missing() {
    return mirror(root.resolve("nowhere"));
  }

  private List<Mirror> mirrors() {
    List<Mirror> mirrors = new ArrayList<>(List.of(mirror(a), mirror(b)));
    if (Files.exists(c)) {
      mirrors.add(mirror(c));
    }
    return mirrors;
  }

  private List<DumpFile> list(String family) throws IOException, InterruptedException {
    Dump dump = new Dump("xwiki", "20260101", family);
    FoundDump found = listing.locate(dump, mirrors());
    assertThat(found.dump()).isEqualTo(dump);
    List<DumpFile> files = listing.list(dump, mirrors());
    assertThat(found.files()).isEqualTo(files);
    return files;
  }

  private static List<String> names(List<DumpFile> files) {
    return files.stream().map(file -> file.name().replace("xwiki-20260101-", "")).toList();
  }

  private static String status(String status, Object... namesAndBytes) {
    return jobs(job("xmlstubsdump", status, namesAndBytes));
  }

  private static String jobs(String... jobs) {
    return "{\"version\": \"0.8\", \"jobs\": {" + String.join(", ", jobs) + "}}";
  }

  private static String job(String name, String status, Object... namesAndBytes) {
    List<String> files = new ArrayList<>();
    for (int i = 0; i < namesAndBytes.length; i += 2) {
      files.add(
          "\"xwiki-20260101-%s\": {\"size\": %s, \"sha1\": \"%s\"}"
              .formatted(namesAndBytes[i], namesAndBytes[i + 1], HEX40));
    }
    return "\"%s\": {\"status\": \"%s\", \"updated\": \"2026-01-02 03:04:05\", \"files\": {%s}}"
        .formatted(name, status, String.join(", ", files));
  }
}
