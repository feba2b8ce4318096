package dev.sluice.storage;

import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * What S3 says about an object.
 *
 * <p>Its time is left out on purpose. On AWS the {@code Last-Modified} of a multipart object is the
 * time when its upload was <em>initiated</em>, which can lie before the bytes in it existed; of any
 * two objects the one that became visible later can have the earlier time. So nothing here, and
 * nothing above, decides by it what is fresh: manifests and digests tell. (Emulators give the time
 * of completion, so that a program that went by it would pass its tests and fail on AWS.)
 *
 * @param length in bytes
 */
record S3Facts(long length) {
  /** Empty if there is no such object. */
  static Optional<S3Facts> of(S3Client client, S3Place place) throws IOException {
    try {
      HeadObjectResponse head =
          client.headObject(request -> request.bucket(place.bucket()).key(place.key()));
      return Optional.of(new S3Facts(head.contentLength()));
    } catch (SdkException e) {
      if (S3Failures.isMissing(e)) {
        return Optional.empty();
      }
      throw S3Failures.of("find", place, e);
    }
  }
}
