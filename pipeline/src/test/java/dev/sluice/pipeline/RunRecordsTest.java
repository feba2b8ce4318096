package dev.sluice.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.generate.DumpKind;
import dev.sluice.generate.DumpSpec;
import dev.sluice.generate.GeneratedDump;
import dev.sluice.generate.GeneratedFile;
import dev.sluice.storage.LocalStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} with less or other records than usual. */
class RunRecordsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void makesLogItemsOfALogDump() throws IOException {
    GeneratedDump dump = generate(DumpKind.PAGES_LOGGING);
    List<JsonNode> items = run("pages-logging");
    assertThat(items).hasSize((int) (2 * dump.logItems()));
    assertThat(items)
        .extracting(item -> item.get("log_id").longValue())
        .isSortedAccordingTo(Comparator.naturalOrder());
    assertThat(manifest("pages-logging").get("options").get("rows").textValue())
        .isEqualTo("logitem");
  }

  @Test
  void sortsByFieldsThatAreNotPublished() throws IOException {
    GeneratedDump dump = generate(DumpKind.STUB_META_HISTORY);
    List<JsonNode> titles = run("stub-meta-history", "--columns=page_title", "--maxFiles=1");
    List<JsonNode> whole = run("stub-meta-history", "--maxFiles=1");
    assertThat(titles).hasSize((int) dump.revisions()).allMatch(title -> title.size() == 1);
    assertThat(titles)
        .extracting(title -> title.get("page_title").textValue())
        .containsExactlyElementsOf(
            whole.stream().map(record -> record.get("page_title").textValue()).toList());
    List<JsonNode> times =
        run("stub-meta-history", "--columns=revision_dt,page_id", "--sortBy=revision_id:desc");
    assertThat(times).hasSize((int) (2 * dump.revisions()));
    JsonNode options = manifest("stub-meta-history").get("options");
    assertThat(options.get("maxFiles").textValue()).isEqualTo("all");
  }

  @Test
  void makesPagesAndRawRows() throws IOException {
    GeneratedDump dump = generate(DumpKind.STUB_META_HISTORY);
    assertThat(run("stub-meta-history", "--rows=page")).hasSize((int) (2 * dump.pages()));
    assertThat(run("stub-meta-history", "--rows=contributor", "--shape=raw"))
        .hasSizeGreaterThanOrEqualTo((int) (2 * dump.revisions()));
    JsonNode options = manifest("stub-meta-history").get("options");
    assertThat(options.get("sortBy").textValue()).isEqualTo("none");
    assertThat(options.get("shape").textValue()).isEqualTo("raw");
  }

  /** Two files of a dump, alike in all but their name. */
  private GeneratedDump generate(DumpKind kind) throws IOException {
    Path dated = Files.createDirectories(folder.resolve("mirror/sluicewiki/20260101"));
    GeneratedDump made = null;
    for (int i = 1; i <= 2; i++) {
      made =
          GeneratedFile.write(
              DumpSpec.of(kind, 300_000, 3),
              dated.resolve("sluicewiki-20260101-%s%d.xml.gz".formatted(kind.family(), i)),
              false);
    }
    return java.util.Objects.requireNonNull(made);
  }

  private List<JsonNode> run(String family, String... options) throws IOException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] arguments =
        Stream.concat(
                Stream.of(
                    "run",
                    "--dump=sluicewiki/20260101/" + family,
                    "--mirrors=" + folder.resolve("mirror"),
                    "--output=" + folder.resolve("out")),
                Stream.of(options))
            .toArray(String[]::new);
    int exitCode =
        Sluice.run(
            new LocalStorage(),
            new PrintStream(OutputStream.nullOutputStream(), true, UTF_8),
            new PrintStream(err, true, UTF_8),
            arguments);
    assertThat(exitCode).as(err.toString(UTF_8)).isEqualTo(ExitCode.DONE);
    List<JsonNode> records = new ArrayList<>();
    try (Stream<Path> files = Files.list(published(family))) {
      for (Path part :
          files.filter(file -> file.toString().endsWith(".ndjson")).sorted().toList()) {
        for (String line : Files.readAllLines(part)) {
          records.add(JSON.readTree(line));
        }
      }
    }
    return records;
  }

  private JsonNode manifest(String family) throws IOException {
    return JSON.readTree(published(family).resolve("_sluice/manifest.json").toFile());
  }

  private Path published(String family) {
    return folder.resolve("out/sluicewiki/20260101/" + family);
  }
}
