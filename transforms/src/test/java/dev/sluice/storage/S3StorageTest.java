package dev.sluice.storage;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class S3StorageTest extends StorageContract {
  private static final S3Patience FAST =
      new S3Patience(3, Duration.ofMillis(100), Duration.ofMillis(600));

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
  Storage storage() {
    return new S3Storage(server.settings(), FAST);
  }

  @Override
  URI folder() {
    return folder;
  }

  @Override
  int unfinished() throws IOException {
    return S3Listing.of(server.client()).uploads(S3Place.of(folder)).size();
  }
}
