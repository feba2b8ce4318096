package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A published folder, as a user finds it. */
record Published(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  boolean isComplete() {
    return Files.exists(folder.resolve("_SUCCESS"));
  }

  JsonNode manifest() throws IOException {
    return JSON.readTree(folder.resolve("_sluice/manifest.json").toFile());
  }

  List<Path> parts() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().startsWith("part-")).sorted().toList();
    }
  }

  /** All parts, one after the other. */
  byte[] bytes() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path part : parts()) {
      Files.copy(part, all);
    }
    return all.toByteArray();
  }

  /** Parses every record, checks the natural order, and counts. */
  long countInNaturalOrder() throws IOException {
    long records = 0;
    Key last = null;
    for (Path part : parts()) {
      try (BufferedReader lines = Files.newBufferedReader(part)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          Key key = Key.of(JSON.readTree(line));
          if (last != null) {
            assertThat(key).isGreaterThan(last);
          }
          last = key;
          records++;
        }
      }
    }
    return records;
  }

  private record Key(String wiki, long page, String time, long revision)
      implements Comparable<Key> {
    static Key of(JsonNode row) {
      return new Key(
          row.get("wiki_id").textValue(),
          row.get("page_id").longValue(),
          row.get("revision_dt").textValue(),
          row.get("revision_id").longValue());
    }

    @Override
    public int compareTo(Key other) {
      int order = wiki.compareTo(other.wiki);
      order = order != 0 ? order : Long.compare(page, other.page);
      order = order != 0 ? order : time.compareTo(other.time);
      return order != 0 ? order : Long.compare(revision, other.revision);
    }
  }
}
