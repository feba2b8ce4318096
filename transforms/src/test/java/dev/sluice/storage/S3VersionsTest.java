package dev.sluice.storage;

import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

class S3VersionsTest extends VersionedFilesContract {
  @RegisterExtension private static final S3Server SERVER = S3Server.start();

  private final URI folder = URI.create("s3://dumps/%s/".formatted(UUID.randomUUID()));

  @Override
  VersionedFiles files() {
    return new S3Storage(SERVER.settings());
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
