package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pipeline.Sluice;
import dev.sluice.storage.LocalStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * A real S3 server on this machine that checks signatures, with a bucket {@code dumps}. Its objects
 * are files in a folder, which tests look at. Its credentials are those of this process.
 */
final class S3Server implements AutoCloseable {
  private static final String KEY_ID = "test-key-id";
  private static final String SECRET = "test-secret";

  private final S3Proxy proxy;
  private final Path bucket;

  private S3Server(S3Proxy proxy, Path bucket) {
    this.proxy = proxy;
    this.bucket = bucket;
  }

  static S3Server start(Path folder) throws Exception {
    System.setProperty("aws.accessKeyId", KEY_ID);
    System.setProperty("aws.secretAccessKey", SECRET);
    Path bucket = Files.createDirectories(folder.resolve("dumps"));
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(folder.toString()))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, KEY_ID, SECRET)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .stopTimeout(0)
            .build();
    proxy.start();
    return new S3Server(proxy, bucket);
  }

  /** What a process needs in its environment. */
  static Map<String, String> credentials() {
    return Map.of("AWS_ACCESS_KEY_ID", KEY_ID, "AWS_SECRET_ACCESS_KEY", SECRET);
  }

  /** A command's arguments, and the options that name this server. */
  List<String> with(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--s3Endpoint=http://127.0.0.1:" + proxy.getPort());
    all.add("--s3PathStyle=true");
    return all;
  }

  /** Where the objects of {@code s3://dumps/NAME} are. */
  Path objects(String name) {
    return bucket.resolve(name);
  }

  /** What the command says of unfinished uploads below {@code s3://dumps/NAME}, in this process. */
  String uploads(String name, String... options) throws IOException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> arguments = with("uploads", "--output=s3://dumps/" + name);
    arguments.addAll(List.of(options));
    Sluice.run(
        new LocalStorage(),
        OutputStream.nullOutputStream(),
        new PrintStream(err, true, UTF_8),
        arguments.toArray(String[]::new));
    return err.toString(UTF_8).lines().findFirst().orElse("");
  }

  void assertNoUnfinishedUploads(String name) throws IOException {
    assertThat(uploads(name)).isEqualTo("0 unfinished uploads below s3://dumps/" + name);
  }

  /** The objects' names below {@code s3://dumps/NAME}. */
  List<String> names(String name) throws IOException {
    Path root = objects(name);
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Override
  public void close() throws Exception {
    proxy.stop();
  }
}
