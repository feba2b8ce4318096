package dev.sluice.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * {@link VersionedFiles} on S3: the version is the ETag.
 *
 * <p>Conditional deletes are younger than conditional writes, and a service that does not know them
 * deletes whatever is there. So a file is deleted by a conditional write of a <em>grave</em>:
 * random text, longer than any content, which counts as no file. Graves stay until the folder is
 * deleted; one is replaced when a file is made in its place.
 */
final class S3Versions {
  private static final String GRAVE = "This is no file any more. " + "-".repeat(128);
  private static final int MOST_CONFLICTS = 8;
  private static final long FIRST_PAUSE_MILLIS = 20;

  private final S3Client client;

  S3Versions(S3Client client) {
    this.client = client;
  }

  /** What is there, a grave perhaps. */
  private record Writing(String text, String version) {
    boolean isGrave() {
      return isGrave(text.getBytes(UTF_8).length);
    }

    static boolean isGrave(long bytes) {
      return bytes > VersionedFiles.MAX_CONTENT_BYTES;
    }
  }

  Optional<Versioned> read(S3Place place) throws IOException {
    return writing(place)
        .filter(there -> !there.isGrave())
        .map(there -> new Versioned(there.text(), there.version()));
  }

  Map<String, String> list(S3Place folder) throws IOException {
    Map<String, String> versions = new HashMap<>();
    for (S3Object object : S3Listing.of(client).children(folder)) {
      if (!Writing.isGrave(object.size())) {
        versions.put(object.key().substring(folder.key().length()), unquoted(object.eTag()));
      }
    }
    return versions;
  }

  Optional<String> create(S3Place place, String content) throws IOException {
    checkLength(content);
    Optional<String> made = put(place, content, null);
    if (made.isPresent()) {
      return made;
    }
    Optional<Writing> there = writing(place);
    return there.isPresent() && there.get().isGrave()
        ? put(place, content, there.get().version())
        : Optional.empty();
  }

  Optional<String> replace(S3Place place, String content, String version) throws IOException {
    checkLength(content);
    return put(place, content, version);
  }

  boolean delete(S3Place place, String version) throws IOException {
    return put(place, GRAVE + UUID.randomUUID(), version).isPresent();
  }

  /** Deletes the grave in a place, by a conditional delete; elsewhere it may stay. */
  void sweep(S3Place place) throws IOException {
    Optional<Writing> there = writing(place);
    if (there.isEmpty() || !there.get().isGrave()) {
      return;
    }
    try {
      client.deleteObject(
          request ->
              request
                  .bucket(place.bucket())
                  .key(place.key())
                  .ifMatch(quoted(there.get().version())));
    } catch (SdkException e) {
      if (!S3Failures.isConditionUnmet(e)
          && !S3Failures.isConflict(e)
          && !S3Failures.isMissing(e)) {
        throw S3Failures.of("delete", place, e);
      }
    }
  }

  private Optional<Writing> writing(S3Place place) throws IOException {
    try {
      ResponseBytes<GetObjectResponse> bytes =
          client.getObjectAsBytes(request -> request.bucket(place.bucket()).key(place.key()));
      return Optional.of(new Writing(bytes.asString(UTF_8), unquoted(bytes.response().eTag())));
    } catch (SdkException e) {
      if (S3Failures.isMissing(e)) {
        return Optional.empty();
      }
      throw S3Failures.of("read", place, e);
    }
  }

  /**
   * Writes under a condition.
   *
   * @param version that has to be there; null for nothing at all
   * @return the new version; empty if the condition does not hold
   */
  private Optional<String> put(S3Place place, String text, @Nullable String version)
      throws IOException {
    PartBuffer content = new PartBuffer();
    byte[] bytes = text.getBytes(UTF_8);
    content.add(bytes, 0, bytes.length);
    for (int conflicts = 1; ; conflicts++) {
      try {
        String tag =
            client
                .putObject(
                    request -> {
                      request
                          .bucket(place.bucket())
                          .key(place.key())
                          .checksumCRC32C(content.checksum());
                      if (version == null) {
                        request.ifNoneMatch("*");
                      } else {
                        request.ifMatch(quoted(version));
                      }
                    },
                    RequestBody.fromBytes(bytes))
                .eTag();
        if (tag == null) {
          throw new IOException(
              "Cannot write %s: S3's answer has no ETag (expected the object's)".formatted(place));
        }
        return Optional.of(unquoted(tag));
      } catch (SdkException e) {
        if (S3Failures.isConditionUnmet(e) || (version != null && S3Failures.isMissing(e))) {
          return Optional.empty();
        }
        if (!S3Failures.isConflict(e) || conflicts == MOST_CONFLICTS) {
          throw S3Failures.of("write", place, e);
        }
      }
      pause(place, conflicts);
    }
  }

  private static void pause(S3Place place, int conflicts) throws IOException {
    long most = FIRST_PAUSE_MILLIS << conflicts;
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw S3Failures.interrupted("write", place, e);
    }
  }

  private static void checkLength(String content) {
    int bytes = content.getBytes(UTF_8).length;
    if (bytes > VersionedFiles.MAX_CONTENT_BYTES) {
      throw new IllegalArgumentException(
          "content: %d bytes (expected at most %d)"
              .formatted(bytes, VersionedFiles.MAX_CONTENT_BYTES));
    }
  }

  private static String unquoted(String tag) {
    return tag.replace("\"", "");
  }

  private static String quoted(String tag) {
    return "\"" + tag + "\"";
  }
}
