package dev.sluice.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.generate.DumpGenerator;
import dev.sluice.generate.DumpKind;
import dev.sluice.generate.DumpSpec;
import dev.sluice.generate.GeneratedDump;
import dev.sluice.storage.LocalStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code convert} makes of generated dumps, for every kind of rows. */
class ConvertRecordsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(value = DumpKind.class, mode = EnumSource.Mode.EXCLUDE, names = "PAGES_LOGGING")
  void makesRowsOfPagesAndRevisionsInEveryShape(DumpKind kind) throws IOException {
    GeneratedDump dump = generate(kind);
    List<JsonNode> revisions = convert("--rows=revision");
    List<JsonNode> pages = convert("--rows=page");
    assertThat(revisions).hasSize((int) dump.revisions());
    assertThat(pages).hasSize((int) dump.pages());
    List<JsonNode> ofPages = new ArrayList<>();
    for (JsonNode page : pages) {
      page.get("revisions").forEach(ofPages::add);
    }
    assertThat(ids(ofPages, "revision_id")).hasSameElementsAs(ids(revisions, "revision_id"));
    assertThat(convert("--shape=raw")).hasSize((int) dump.revisions());
    List<JsonNode> raw = convert("--shape=raw", "--rows=page");
    assertThat(ids(raw, "id")).isEqualTo(ids(pages, "page_id"));
    assertThat(convert("--rows=logitem")).isEmpty();
    assertThat(err.toString(UTF_8)).contains("page=" + dump.pages());
  }

  @Test
  void makesRowsOfLogItems() throws IOException {
    GeneratedDump dump = generate(DumpKind.PAGES_LOGGING);
    List<JsonNode> items = convert("--rows=logitem");
    assertThat(items).hasSize((int) dump.logItems());
    assertThat(items.get(items.size() - 1).get("log_id").longValue()).isEqualTo(dump.lastPageId());
    List<JsonNode> raw = convert("--rows=logitem", "--shape=raw");
    assertThat(ids(raw, "id")).isEqualTo(ids(items, "log_id"));
    err.reset();
    assertThat(convert("--rows=revision")).isEmpty();
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            "0 records%nSkipped elements that no column takes: {logitem=%d}%n"
                .formatted(dump.logItems()));
  }

  @Test
  void accountsForEveryPageOfEveryNamespace() throws IOException {
    GeneratedDump dump = generate(DumpKind.STUB_META_HISTORY);
    List<JsonNode> all = convert("--rows=page", "--columns=page_namespace_id");
    long main = all.stream().filter(page -> page.get("page_namespace_id").longValue() == 0).count();
    err.reset();
    assertThat(convert("--rows=page", "--namespaces=0", "--columns=page_title"))
        .hasSize((int) main)
        .allMatch(page -> page.size() == 1);
    assertThat(err.toString(UTF_8))
        .startsWith(
            "%,d records of %,d pages, %,d of other namespaces left out%n"
                .formatted(main, dump.pages(), dump.pages() - main));
  }

  @Test
  void saysInTheManifestWhatItMade() throws IOException {
    generate(DumpKind.PAGES_ARTICLES);
    Path parts = folder.resolve("parts");
    run(parts, "--columns=page_title,page_id", "--namespaces=4,0", "--rows=page");
    JsonNode manifest = JSON.readTree(parts.resolve("_sluice/manifest.json").toFile());
    JsonNode options = manifest.get("options");
    assertThat(options.get("rows").textValue()).isEqualTo("page");
    assertThat(options.get("shape").textValue()).isEqualTo("wmf");
    assertThat(options.get("columns").textValue()).isEqualTo("page_id,page_title");
    assertThat(options.get("namespaces").textValue()).isEqualTo("0,4");
    assertThat(manifest.get("skipped").longValue()).isPositive();
  }

  private GeneratedDump generate(DumpKind kind) throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve("dump.xml"))) {
      return DumpGenerator.of(DumpSpec.of(kind, 600_000, 7)).writeTo(out);
    }
  }

  private List<JsonNode> convert(String... options) throws IOException {
    Path output = folder.resolve("out.ndjson");
    run(output, options);
    List<JsonNode> records = new ArrayList<>();
    for (String line : Files.readAllLines(output)) {
      records.add(JSON.readTree(line));
    }
    return records;
  }

  private void run(Path output, String... options) {
    String[] arguments =
        Stream.concat(
                Stream.of("convert", "--input=" + folder.resolve("dump.xml"), "--output=" + output),
                Stream.of(options))
            .toArray(String[]::new);
    int exitCode =
        Sluice.run(
            new LocalStorage(),
            new PrintStream(OutputStream.nullOutputStream(), true, UTF_8),
            new PrintStream(err, true, UTF_8),
            arguments);
    assertThat(exitCode).as(err.toString(UTF_8)).isEqualTo(ExitCode.DONE);
  }

  private static List<String> ids(List<JsonNode> records, String key) {
    return records.stream().map(record -> record.get(key).asText()).toList();
  }
}
