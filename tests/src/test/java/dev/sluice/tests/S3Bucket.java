package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pipeline.Sluice;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.S3Server;
import dev.sluice.storage.S3Storage;
import dev.sluice.storage.StorageByScheme;
import dev.sluice.storage.VersionedFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The bucket of a real S3 server on this machine, as commands see it. Its objects are files, which
 * tests look at.
 */
final class S3Bucket implements AutoCloseable {
  private static final Pattern SLOT = Pattern.compile("(.*/)?slots/[^/]+/\\d+");

  private final S3Server server;
  private final URI endpoint;
  private final Path folder;

  private S3Bucket(S3Server server, URI endpoint, Path folder) {
    this.server = server;
    this.endpoint = endpoint;
    this.folder = folder.resolve(S3Server.BUCKET);
  }

  static S3Bucket start(Path folder) throws Exception {
    S3Server server = S3Server.start(folder);
    return new S3Bucket(server, server.endpoint(), folder);
  }

  /** The same bucket by another way. */
  S3Bucket through(URI front) {
    return new S3Bucket(server, front, folder.getParent());
  }

  /** Where it is served. */
  URI endpoint() {
    return endpoint;
  }

  /** A command's arguments, and the options that name this server. */
  List<String> with(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--s3Endpoint=" + endpoint);
    all.add("--s3PathStyle=true");
    return all;
  }

  /** Runs a command in this process; its exit code. */
  int run(OutputStream err, List<String> arguments) {
    return Sluice.run(
        new LocalStorage(),
        OutputStream.nullOutputStream(),
        new PrintStream(err, true, UTF_8),
        arguments.toArray(String[]::new));
  }

  /** Where the objects of {@code s3://dumps/NAME} are. */
  Path objects(String name) {
    return folder.resolve(name);
  }

  /** What the command says of unfinished uploads below {@code s3://dumps/NAME}, in this process. */
  String uploads(String name, String... options) throws IOException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> arguments = with("uploads", "--output=s3://dumps/" + name);
    arguments.addAll(List.of(options));
    run(err, arguments);
    return err.toString(UTF_8).lines().findFirst().orElse("");
  }

  void assertNoUnfinishedUploads(String name) throws IOException {
    assertThat(uploads(name)).isEqualTo("0 unfinished uploads below s3://dumps/" + name);
  }

  /** Slots of mirrors were taken below {@code s3://dumps/NAME}, and are given back: graves. */
  void assertSlotsGivenBack(String name) throws IOException {
    VersionedFiles files = StorageByScheme.of(with()).versioned();
    List<String> slots = names(name).stream().filter(SLOT.asMatchPredicate()).toList();
    assertThat(slots).isNotEmpty();
    for (String slot : slots) {
      assertThat(files.readVersioned(S3Storage.uri(S3Server.BUCKET, name + "/" + slot)))
          .as(slot)
          .isEmpty();
    }
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
    } catch (UncheckedIOException e) {
      return names(name); // Something went while the folders were read: once more.
    }
  }

  @Override
  public void close() throws Exception {
    server.close();
  }
}
