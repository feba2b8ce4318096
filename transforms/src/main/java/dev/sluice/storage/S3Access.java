package dev.sluice.storage;

import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Whether places on S3 can be used, found out by using them a little: no credentials or wrong ones,
 * no such bucket, another region and no permission are told apart. Each answer is the cause,
 * without the place, or empty if there is none.
 *
 * @param settings which S3 is meant
 */
public record S3Access(S3Settings settings) {
  /** Who asks whether a place can be used does not wait for long. */
  private static final int ATTEMPTS = 2;

  private static final Logger LOG = LoggerFactory.getLogger(S3Access.class);

  /** A question to the service, which throws if the answer is no. */
  @FunctionalInterface
  private interface Question {
    void ask(S3Client client);
  }

  /** Why a folder cannot be listed. */
  public Optional<String> whyNotListable(URI folder) {
    S3Place place = S3Place.folder(folder);
    return obstacle(place, "s3:ListBucket", client -> list(client, place));
  }

  /** Why an object cannot be read. Found by reading a byte: other requests are not told why. */
  public Optional<String> whyNotReadable(URI file) {
    S3Place place = S3Place.of(file);
    return obstacle(place, "s3:GetObject", client -> readByte(client, place));
  }

  /** Why objects cannot be made in a folder. Found by making one, which is deleted again. */
  public Optional<String> whyNotWritable(URI folder) {
    S3Place place = S3Place.folder(folder);
    S3Place probe =
        place.at(place.key() + ".sluice-probe"); // One name: the next probe takes this one away.
    return obstacle(
        place,
        "s3:ListBucket, s3:PutObject and s3:DeleteObject",
        client -> {
          list(client, place); // First, for its answer has a text that tells what is wrong.
          client.putObject(
              request -> request.bucket(probe.bucket()).key(probe.key()), RequestBody.empty());
          client.deleteObject(request -> request.bucket(probe.bucket()).key(probe.key()));
        });
  }

  private static void list(S3Client client, S3Place place) {
    client.listObjectsV2(request -> request.bucket(place.bucket()).prefix(place.key()).maxKeys(1));
  }

  private static void readByte(S3Client client, S3Place place) {
    try {
      client.getObject(
          request -> request.bucket(place.bucket()).key(place.key()).range("bytes=0-0"),
          ResponseTransformer.toBytes());
    } catch (AwsServiceException e) {
      if (!S3Failures.isPastTheEnd(e)) { // An empty object has no byte.
        throw e;
      }
    }
  }

  private Optional<String> obstacle(S3Place place, String permissions, Question question) {
    try {
      question.ask(S3Clients.of(settings, ATTEMPTS));
      return Optional.empty();
    } catch (SdkException e) {
      LOG.debug("{} cannot be used", place, e);
      String cause = S3Failures.cause(place, e);
      return Optional.of(
          S3Failures.isDenied(e) ? "%s (expected %s)".formatted(cause, permissions) : cause);
    }
  }
}
