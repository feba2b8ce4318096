package dev.sluice.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLifecycleConfiguration;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.Part;

/** The unfinished multipart uploads below a folder of a bucket. */
public final class S3Uploads {
  /** The rule's name in the bucket; one for each folder. */
  private static final String RULE = "sluice-unfinished-uploads ";

  private static final int LONGEST_RULE_NAME = 255;

  private final S3Client client;
  private final S3Place folder;

  S3Uploads(S3Client client, S3Place folder) {
    this.client = client;
    this.folder = folder;
  }

  /** All of them, by key. */
  public List<UnfinishedUpload> list() throws IOException {
    return S3Listing.of(client).uploads(folder).stream()
        .map(
            upload ->
                new UnfinishedUpload(
                    folder.at(upload.key()).uri(), upload.uploadId(), upload.initiated()))
        .toList();
  }

  /** How many bytes of it have come; 0 if it has ended meanwhile. */
  public long bytes(UnfinishedUpload upload) throws IOException {
    S3Place place = S3Place.of(upload.uri());
    long bytes = 0;
    Integer marker = null;
    do {
      Integer from = marker;
      ListPartsResponse page;
      try {
        page =
            client.listParts(
                request ->
                    request
                        .bucket(place.bucket())
                        .key(place.key())
                        .uploadId(upload.id())
                        .partNumberMarker(from));
      } catch (SdkException e) {
        if (S3Failures.isNoSuchUpload(e)) {
          return 0;
        }
        throw S3Failures.of("list the parts of", place, e);
      }
      bytes += page.parts().stream().mapToLong(Part::size).sum();
      marker = Boolean.TRUE.equals(page.isTruncated()) ? page.nextPartNumberMarker() : null;
    } while (marker != null);
    return bytes;
  }

  /** Aborts one; that it has ended meanwhile is no error. */
  public void abort(UnfinishedUpload upload) throws IOException {
    S3Upload.abort(client, S3Place.of(upload.uri()), upload.id());
  }

  /**
   * Has the service abort uploads below this folder some days after they began: a rule of the
   * bucket, beside the others that it has, instead of an earlier one for this folder.
   *
   * @param days 1 or more
   */
  public void expireAfter(int days) throws IOException {
    String name = RULE + folder.key();
    String id = name.substring(0, Math.min(name.length(), LONGEST_RULE_NAME));
    try {
      List<LifecycleRule> rules = new ArrayList<>(rules());
      rules.removeIf(rule -> id.equals(rule.id()));
      rules.add(
          LifecycleRule.builder()
              .id(id)
              .status(ExpirationStatus.ENABLED)
              .filter(filter -> filter.prefix(folder.key()))
              .abortIncompleteMultipartUpload(abort -> abort.daysAfterInitiation(days))
              .build());
      client.putBucketLifecycleConfiguration(
          request ->
              request
                  .bucket(folder.bucket())
                  .lifecycleConfiguration(
                      BucketLifecycleConfiguration.builder().rules(rules).build()));
    } catch (SdkException e) {
      throw new IOException(
          "Cannot set the lifecycle rule of bucket %s: %s"
              .formatted(folder.bucket(), S3Failures.cause(folder, e)),
          e);
    }
  }

  private List<LifecycleRule> rules() {
    try {
      return client
          .getBucketLifecycleConfiguration(request -> request.bucket(folder.bucket()))
          .rules();
    } catch (AwsServiceException e) {
      Optional<String> code =
          Optional.ofNullable(e.awsErrorDetails()).map(details -> details.errorCode());
      if (code.equals(Optional.of("NoSuchLifecycleConfiguration"))) {
        return List.of();
      }
      throw e;
    }
  }
}
