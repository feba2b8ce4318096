package dev.sluice.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What is in a folder, page after page: a page may be empty and still not be the last one. */
final class S3Listing {
  private final S3Client client;

  private S3Listing(S3Client client) {
    this.client = client;
  }

  static S3Listing of(S3Client client) {
    return new S3Listing(client);
  }

  /** The objects at any depth, those among them that stand for folders, by their keys. */
  List<S3Object> all(S3Place folder) throws IOException {
    return objects(folder, null);
  }

  /** The objects directly in a folder, by their keys. */
  List<S3Object> children(S3Place folder) throws IOException {
    return objects(folder, "/").stream()
        .filter(object -> object.key().length() > folder.key().length())
        .toList();
  }

  private List<S3Object> objects(S3Place folder, @Nullable String delimiter) throws IOException {
    List<S3Object> objects = new ArrayList<>();
    String token = null;
    do {
      String from = token;
      ListObjectsV2Response page;
      try {
        page =
            client.listObjectsV2(
                request ->
                    request
                        .bucket(folder.bucket())
                        .prefix(folder.key())
                        .delimiter(delimiter)
                        .continuationToken(from));
      } catch (SdkException e) {
        throw S3Failures.of("list", folder, e);
      }
      objects.addAll(page.contents());
      token = next(folder, page.isTruncated(), page.nextContinuationToken());
    } while (token != null);
    return objects;
  }

  /** The unfinished uploads at any depth. */
  List<MultipartUpload> uploads(S3Place folder) throws IOException {
    List<MultipartUpload> uploads = new ArrayList<>();
    String key = null;
    String id = null;
    do {
      String fromKey = key;
      String fromId = id;
      ListMultipartUploadsResponse page;
      try {
        page =
            client.listMultipartUploads(
                request ->
                    request
                        .bucket(folder.bucket())
                        .prefix(folder.key())
                        .keyMarker(fromKey)
                        .uploadIdMarker(fromId));
      } catch (SdkException e) {
        throw S3Failures.of("list", folder, e);
      }
      // Not every service keeps to the prefix.
      page.uploads().stream()
          .filter(upload -> upload.key().startsWith(folder.key()))
          .forEach(uploads::add);
      key = next(folder, page.isTruncated(), page.nextKeyMarker());
      id = page.nextUploadIdMarker();
    } while (key != null);
    return uploads;
  }

  private static @Nullable String next(
      S3Place folder, @Nullable Boolean truncated, @Nullable String token) throws IOException {
    if (!Boolean.TRUE.equals(truncated)) {
      return null;
    }
    if (token == null || token.isEmpty()) {
      throw new IOException(
          "Cannot list %s: S3 says that there is more, but not where".formatted(folder));
    }
    return token;
  }
}
