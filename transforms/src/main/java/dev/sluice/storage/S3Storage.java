package dev.sluice.storage;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects on S3, or on a service that speaks its protocol ({@code s3:} URIs). An object becomes
 * visible when all of it is there, and is replaced as a whole: see {@link S3Output}; reading sees
 * one writing of it or fails: see {@link S3Channel}. There are no folders apart from the objects in
 * them.
 *
 * <p>Memory: a part for each object being written (8 MiB up to 7.8 GiB, see {@link PartSizes}), 256
 * KiB for each being read, and an eighth of the heap for the whole process, for what goes on beside
 * its callers.
 *
 * <p>Travels with the graph without credentials: wherever it is used, the SDK's default chain finds
 * those of the place. {@link VersionedFiles} need a service that knows {@code If-None-Match: *} and
 * {@code If-Match} on writes; see {@link S3Versions} for deleting.
 */
public final class S3Storage implements Storage, VersionedFiles {
  private static final long serialVersionUID = 1;

  /** As many as S3 deletes by one request. */
  private static final int MOST_DELETED = 1000;

  private final S3Settings settings;
  private final S3Patience patience;

  public S3Storage(S3Settings settings) {
    this(settings, S3Patience.STANDARD);
  }

  S3Storage(S3Settings settings, S3Patience patience) {
    this.settings = settings;
    this.patience = patience;
  }

  /**
   * The place of an object, or with a slash at the end of a folder.
   *
   * @param key as it is, nothing in it escaped
   */
  public static URI uri(String bucket, String key) {
    return new S3Place(bucket, key).uri();
  }

  /** The unfinished uploads below a folder, and the bucket's rule about them. */
  public S3Uploads uploads(URI folder) throws IOException {
    S3Place place = S3Place.folder(folder);
    return new S3Uploads(client(place), place);
  }

  @Override
  public List<String> arguments() {
    return settings.arguments();
  }

  private S3Client client(S3Place place) throws IOException {
    try {
      return S3Clients.of(settings, patience.attempts());
    } catch (SdkException e) {
      throw S3Failures.of("reach", place, e);
    }
  }

  @Override
  public InputStream read(URI file, long offset) throws IOException {
    return Channels.newInputStream(channel(file, offset));
  }

  @Override
  public SeekableByteChannel open(URI file) throws IOException {
    return channel(file, 0);
  }

  private SeekableByteChannel channel(URI file, long offset) throws IOException {
    S3Place place = S3Place.of(file);
    return S3Channel.open(new S3Reading(client(place), place), offset);
  }

  @Override
  public AtomicOutput create(URI file) throws IOException {
    S3Place place = S3Place.of(file);
    return new S3Output(client(place), place);
  }

  @Override
  public OptionalLong length(URI file) throws IOException {
    S3Place place = S3Place.of(file);
    return S3Facts.of(client(place), place)
        .map(facts -> OptionalLong.of(facts.length()))
        .orElseGet(OptionalLong::empty);
  }

  @Override
  public List<URI> list(URI folder) throws IOException {
    S3Place place = S3Place.folder(folder);
    return uris(place, S3Listing.of(client(place)).all(place));
  }

  @Override
  public List<URI> children(URI folder) throws IOException {
    S3Place place = S3Place.folder(folder);
    return uris(place, S3Listing.of(client(place)).children(place));
  }

  /** Some programs make empty objects that stand for folders: they are no files. */
  private static List<URI> uris(S3Place folder, List<S3Object> objects) {
    return objects.stream()
        .map(S3Object::key)
        .filter(key -> !key.endsWith("/"))
        .map(key -> folder.at(key).uri())
        .toList();
  }

  @Override
  public void delete(URI file) throws IOException {
    S3Place place = S3Place.of(file);
    try {
      client(place).deleteObject(request -> request.bucket(place.bucket()).key(place.key()));
    } catch (SdkException e) {
      if (!S3Failures.isMissing(e)) {
        throw S3Failures.of("delete", place, e);
      }
    }
  }

  /** To its end, also for who is told to stop: what is made for a while is not to stay. */
  @Override
  public void deleteFolder(URI folder) throws IOException {
    S3Threads.toItsEnd(
        () -> {
          discardUnfinished(folder);
          deleteObjects(S3Place.folder(folder));
          return true;
        });
  }

  private void deleteObjects(S3Place place) throws IOException {
    S3Client client = client(place);
    List<S3Object> objects = S3Listing.of(client).all(place);
    for (int first = 0; first < objects.size(); first += MOST_DELETED) {
      delete(
          client,
          place,
          objects.subList(first, Math.min(objects.size(), first + MOST_DELETED)).stream()
              .map(object -> ObjectIdentifier.builder().key(object.key()).build())
              .toList());
    }
  }

  private static void delete(S3Client client, S3Place folder, List<ObjectIdentifier> objects)
      throws IOException {
    DeleteObjectsResponse response;
    try {
      response =
          client.deleteObjects(
              request ->
                  request
                      .bucket(folder.bucket())
                      .delete(delete -> delete.objects(objects).quiet(true)));
    } catch (SdkException e) {
      throw S3Failures.of("delete", folder, e);
    }
    for (S3Error error : response.errors()) {
      throw new IOException(
          "Cannot delete %s: S3 answers %s".formatted(folder.at(error.key()), error.code()));
    }
  }

  /** Nothing: a folder without objects is not there. */
  @Override
  public void deleteEmptyFolder(URI folder) {}

  /** Aborts the multipart uploads below a folder. */
  @Override
  public void discardUnfinished(URI folder) throws IOException {
    S3Uploads uploads = uploads(folder);
    for (UnfinishedUpload upload : uploads.list()) {
      uploads.abort(upload);
    }
  }

  @Override
  public Optional<Lock> lock(URI file) throws IOException {
    S3Place place = S3Place.of(file);
    return S3Lock.tryLock(versions(place), place, patience);
  }

  @Override
  public VersionedFiles versioned() {
    return this;
  }

  private S3Versions versions(S3Place place) throws IOException {
    return new S3Versions(client(place));
  }

  @Override
  public Optional<Versioned> readVersioned(URI file) throws IOException {
    S3Place place = S3Place.of(file);
    return versions(place).read(place);
  }

  @Override
  public Map<String, String> listVersions(URI folder) throws IOException {
    S3Place place = S3Place.folder(folder);
    return versions(place).list(place);
  }

  @Override
  public Optional<String> createIfAbsent(URI file, String content) throws IOException {
    S3Place place = S3Place.of(file);
    return versions(place).create(place, content);
  }

  @Override
  public Optional<String> replaceIfUnchanged(URI file, String content, String version)
      throws IOException {
    S3Place place = S3Place.of(file);
    return versions(place).replace(place, content, version);
  }

  @Override
  public boolean deleteIfUnchanged(URI file, String version) throws IOException {
    S3Place place = S3Place.of(file);
    return versions(place).delete(place, version);
  }
}
