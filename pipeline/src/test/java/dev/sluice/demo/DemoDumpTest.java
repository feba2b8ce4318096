package dev.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.dump.Dump;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoDumpTest {
  private static final Dump DUMP = new Dump("sluicewiki", "20260101", "stub-meta-history");
  private static final Pattern PAGE_ID = Pattern.compile("</ns>\n    <id>(\\d+)</id>");

  @TempDir private Path root;

  @Test
  void writesPartsWhosePagesAscendAndWhoseRevisionsAreCounted() throws IOException {
    DemoDump dump = DemoDump.write(root, DUMP, 3, 100_000, 1);
    assertThat(dump.files())
        .containsExactly(
            "sluicewiki-20260101-stub-meta-history1.xml.gz",
            "sluicewiki-20260101-stub-meta-history2.xml.gz",
            "sluicewiki-20260101-stub-meta-history3.xml.gz");
    long revisions = 0;
    List<Long> pages = new ArrayList<>();
    for (String file : dump.files()) {
      String xml = unzipped(folder().resolve(file));
      revisions += xml.split("<revision>", -1).length - 1;
      for (Matcher id = PAGE_ID.matcher(xml); id.find(); ) {
        pages.add(Long.valueOf(id.group(1)));
      }
    }
    assertThat(dump.revisions()).isEqualTo(revisions);
    assertThat(pages).hasSize((int) dump.pages()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void writesSumsAndStatusAsTheOriginDoes() throws Exception {
    DemoDump dump = DemoDump.write(root, DUMP, 2, 50_000, 1);
    JsonNode status =
        JsonMapper.builder().build().readTree(folder().resolve("dumpstatus.json").toFile());
    assertThat(status.at("/version").asText()).isEqualTo("0.8");
    JsonNode job = status.at("/jobs/xmlstubsdump");
    assertThat(job.at("/status").asText()).isEqualTo("done");
    assertThat(job.at("/updated").asText()).isEqualTo("2026-01-01 03:04:05");
    StringBuilder md5sums = new StringBuilder();
    StringBuilder sha1sums = new StringBuilder();
    for (String name : dump.files()) {
      byte[] bytes = Files.readAllBytes(folder().resolve(name));
      JsonNode file = job.path("files").path(name);
      assertThat(file.path("size").asLong()).isEqualTo(bytes.length);
      assertThat(file.path("url").asText()).isEqualTo("/sluicewiki/20260101/" + name);
      assertThat(file.path("md5").asText()).isEqualTo(hash("MD5", bytes));
      assertThat(file.path("sha1").asText()).isEqualTo(hash("SHA-1", bytes));
      md5sums.append(hash("MD5", bytes)).append("  ").append(name).append('\n');
      sha1sums.append(hash("SHA-1", bytes)).append("  ").append(name).append('\n');
    }
    assertThat(folder().resolve("sluicewiki-20260101-md5sums.txt")).hasContent(md5sums.toString());
    assertThat(folder().resolve("sluicewiki-20260101-sha1sums.txt"))
        .hasContent(sha1sums.toString());
  }

  @Test
  void givesASinglePartNoNumber() throws IOException {
    assertThat(DemoDump.write(root, DUMP, 1, 10_000, 1).files())
        .containsExactly("sluicewiki-20260101-stub-meta-history.xml.gz");
  }

  @Test
  void mirrorsAllButSomeFiles() throws IOException {
    DemoDump dump = DemoDump.write(root.resolve("whole"), DUMP, 2, 10_000, 1);
    Path other = root.resolve("other");
    dump.mirrorTo(other, Set.of(dump.files().get(1)));
    Path folder = other.resolve("sluicewiki/20260101");
    assertThat(folder.resolve(dump.files().get(0)))
        .hasSameBinaryContentAs(
            root.resolve("whole/sluicewiki/20260101").resolve(dump.files().get(0)));
    assertThat(folder.resolve(dump.files().get(1))).doesNotExist();
    assertThat(folder.resolve("dumpstatus.json")).exists();
  }

  @Test
  void refusesOtherFamilies() {
    assertThatThrownBy(
            () -> DemoDump.write(root, new Dump("aawiki", "20260101", "pages-articles"), 1, 1, 1))
        .hasMessage(
            "Cannot make demo dump aawiki/20260101/pages-articles in 1 parts"
                + " (expected WIKI/DATE/stub-meta-history, 1 or more)");
  }

  private Path folder() {
    return root.resolve("sluicewiki/20260101");
  }

  private static String hash(String algorithm, byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
  }

  private static String unzipped(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
