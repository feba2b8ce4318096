package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What only sources show. */
final class SourceFilesTest {
  private static final int MOST_LINES = 400;

  @Test
  void noSourceFileIsLong() throws IOException {
    List<Path> sources = sources();
    assertThat(sources).as("sources below %s", root()).hasSizeGreaterThan(100);
    List<String> tooLong = new ArrayList<>();
    for (Path source : sources) {
      int lines = Files.readAllLines(source).size();
      if (lines > MOST_LINES) {
        tooLong.add("%s: %d lines".formatted(root().relativize(source), lines));
      }
    }
    assertThat(tooLong).as("files of more than %d lines; split them", MOST_LINES).isEmpty();
  }

  /** Tests run in the folder of their module. */
  private static Path root() {
    return Path.of("").toAbsolutePath().getParent();
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(root())) {
      for (Path main : modules.map(module -> module.resolve("src/main/java")).toList()) {
        if (Files.isDirectory(main)) {
          try (Stream<Path> files = Files.walk(main)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }
}
