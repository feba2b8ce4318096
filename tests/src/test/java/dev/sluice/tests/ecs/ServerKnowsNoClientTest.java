package dev.sluice.tests.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The server is right by AWS's documentation, and cannot be by a client of it or by our code. */
final class ServerKnowsNoClientTest {
  private static final Path SOURCES = Path.of("src/test/java/dev/sluice/tests/ecs");

  @Test
  void theServerKnowsNoClientAndNothingOfSluice() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      List<Path> server =
          files.filter(file -> !file.toString().matches(".*(Test|IT|TestAccount)\\.java")).toList();
      assertThat(server).hasSizeGreaterThan(20);
      for (Path source : server) {
        assertThat(Files.readAllLines(source))
            .as(source.toString())
            .noneMatch(line -> line.contains("software.amazon."))
            .noneMatch(line -> line.matches("import (static )?dev\\.sluice\\.(?!tests\\.ecs).*"));
      }
    }
  }
}
