package dev.sluice.storage;

import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class S3VersionsTest extends VersionedFilesContract {
  @TempDir private static Path data;
  private static S3Server server;

  private final URI folder = URI.create("s3://dumps/%s/".formatted(UUID.randomUUID()));

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start(data);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Override
  VersionedFiles files() {
    return new S3Storage(server.settings());
  }

  @Override
  int changes() {
    return 120;
  }

  @Override
  URI folder() {
    return folder;
  }
}
