package dev.sluice.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.convert.decompress.Decompressed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a test finds in its folders. */
final class FolderContents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FolderContents() {}

  /** Every file below a folder, hidden ones too, in order; none if the folder is missing. */
  static List<String> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /** A file's text, decompressed. */
  static String text(Path file) throws IOException {
    try (InputStream in = Decompressed.open(Files.newInputStream(file), file.toString())) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** The records of all parts in a folder. */
  static List<String> records(Path folder) throws IOException {
    List<String> records = new ArrayList<>();
    for (String file : files(folder)) {
      if (file.startsWith("part-")) {
        text(folder.resolve(file)).lines().forEach(records::add);
      }
    }
    return records;
  }

  static JsonNode manifest(Path folder) throws IOException {
    return JSON.readTree(folder.resolve("_sluice/manifest.json").toFile());
  }

  static JsonNode json(String record) throws IOException {
    return JSON.readTree(record);
  }
}
