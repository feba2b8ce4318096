package dev.sluice.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.storage.Compression;
import dev.sluice.storage.LocalStorage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputFileTest {
  private static final byte[] RECORD = "{\"a\":\"ü\"}\n".getBytes(UTF_8);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Host host =
      new Host(
          new LocalStorage(),
          new PrintStream(out, false, UTF_8),
          new PrintStream(out, true, UTF_8));
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a/b.ndjson",
        "/a/b.ndjson.gz",
        "/a/b.ndjson.zst",
        "/a/b.jsonl",
        "/a/b.json",
        "/a b/ü.json"
      })
  void isOneFileByItsName(String text) {
    assertThat(OutputFile.of(text)).isEqualTo(new OutputFile(Path.of(text).toUri(), true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/a/b", "/a/b/", "/a/ndjson", "/a/b.ndjson/", "/a/b.xml", "/a/b.ndjson.bz2"})
  void isAFolderByAnyOtherName(String text) {
    URI folderUri = URI.create("file://" + (text.endsWith("/") ? text : text + "/"));
    assertThat(OutputFile.of(text)).isEqualTo(new OutputFile(folderUri, false));
    assertThat(OutputFile.of(text).folder()).isEqualTo(folderUri);
  }

  @Test
  void isStandardOutput() {
    assertThat(OutputFile.of("-")).isEqualTo(new OutputFile(null, true));
  }

  @Test
  void hasToBeGiven() {
    assertThatThrownBy(() -> OutputFile.of(null))
        .isInstanceOf(UsageException.class)
        .hasMessage("Missing --output (expected --output=FILE, FOLDER or -)");
  }

  @Test
  void compressesStandardOutputAsAskedAndLeavesItOpen() throws Exception {
    long records = write(OutputFile.of("-"), Compression.GZIP);
    assertThat(records).isEqualTo(1);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(out.toByteArray())).readAllBytes())
        .isEqualTo(RECORD);
    out.reset();
    write(OutputFile.of("-"), Compression.NONE);
    host.out().flush();
    assertThat(out.toByteArray()).isEqualTo(RECORD);
    assertThat(host.out().checkError()).isFalse();
  }

  @Test
  void compressesAFileAsItsNameAsks() throws Exception {
    for (String name : new String[] {"a.ndjson", "a.ndjson.gz", "a.ndjson.zst"}) {
      Path file = folder.resolve("n e w").resolve(name);
      write(OutputFile.of(file.toString()), Compression.NONE);
      assertThat(FolderContents.text(file)).as(name).isEqualTo(new String(RECORD, UTF_8));
    }
    byte[] gzip = Files.readAllBytes(folder.resolve("n e w/a.ndjson.gz"));
    assertThat(gzip).startsWith(0x1f, 0x8b);
    byte[] zstd = Files.readAllBytes(folder.resolve("n e w/a.ndjson.zst"));
    assertThat(zstd).startsWith(0x28, 0xb5, 0x2f, 0xfd);
  }

  @Test
  void keepsTheOldFileWhenTheNewOneFails() throws Exception {
    for (String name : new String[] {"a.ndjson", "a.ndjson.gz", "a.ndjson.zst"}) {
      Path file = Files.writeString(folder.resolve(name), "old");
      assertThatThrownBy(
              () ->
                  OutputFile.of(file.toString())
                      .write(
                          new LocalStorage(),
                          host,
                          Compression.NONE,
                          to -> {
                            to.write(RECORD);
                            throw new IOException("broken");
                          }))
          .hasMessage("broken");
      assertThat(file).hasContent("old");
    }
    assertThat(FolderContents.files(folder))
        .containsExactly("a.ndjson", "a.ndjson.gz", "a.ndjson.zst");
  }

  private long write(OutputFile file, Compression compression) throws Exception {
    return file.write(
        new LocalStorage(),
        host,
        compression,
        to -> {
          to.write(RECORD);
          return 1L;
        });
  }
}
