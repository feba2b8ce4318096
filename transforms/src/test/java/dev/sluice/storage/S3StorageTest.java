package dev.sluice.storage;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

class S3StorageTest extends StorageContract {
  /** A lock is renewed soon, and its holder, however slow it is, never taken for dead. */
  private static final S3Patience FAST =
      new S3Patience(3, Duration.ofMillis(100), Duration.ofMinutes(1));

  @RegisterExtension private static final S3Server SERVER = S3Server.start();

  private final URI folder = URI.create("s3://dumps/%s/".formatted(UUID.randomUUID()));

  @Override
  Storage storage() {
    return new S3Storage(SERVER.settings(), FAST);
  }

  @Override
  URI folder() {
    return folder;
  }

  @Override
  int unfinished() throws IOException {
    return S3Listing.of(SERVER.client()).uploads(S3Place.of(folder)).size();
  }
}
