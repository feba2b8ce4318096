package dev.sluice.tests;

import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.Storage;
import dev.sluice.storage.StorageByScheme;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The programs of {@code benchmarks/s3-copy.sh}. */
final class S3Copy {
  private static final int BUFFER_BYTES = 128 * 1024;

  private S3Copy() {}

  /** {@code FILE s3://BUCKET/KEY --s3Endpoint=… …}: writes an object as a step does. */
  public static void main(String[] args) throws IOException {
    List<String> arguments = Arrays.asList(args);
    Storage storage = StorageByScheme.of(arguments.subList(2, arguments.size()));
    try (InputStream in = Files.newInputStream(Path.of(args[0]));
        AtomicOutput out = storage.create(URI.create(args[1]))) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
      out.commit();
    }
  }

  /**
   * {@code FOLDER FILE}: an s3proxy on a folder, until it is killed; its options go to the file.
   */
  static final class Server {
    private Server() {}

    public static void main(String[] args) throws Exception {
      S3Bucket bucket = S3Bucket.start(Path.of(args[0]));
      Path options = Path.of(args[1]);
      Path whole = options.resolveSibling("options.unfinished");
      Files.write(whole, bucket.with());
      Files.move(whole, options);
      Thread.currentThread().join();
    }
  }
}
