package dev.sluice.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a failed request to S3 means, in one sentence that holds no credential. */
final class S3Failures {
  private static final Set<String> DENIALS =
      Set.of("AccessDenied", "AllAccessDisabled", "AccountProblem", "Forbidden", "403");

  /** AWS says so only in its words; other answers have a header. */
  private static final Pattern RIGHT_REGION = Pattern.compile("expecting '([a-z0-9-]+)'");

  private S3Failures() {}

  /**
   * The failure as one of the object.
   *
   * @param verb what could not be done, such as {@code read}
   */
  static IOException of(String verb, S3Place place, SdkException e) {
    if (e instanceof AbortedException || Thread.currentThread().isInterrupted()) {
      Thread.currentThread().interrupt();
      return interrupted(verb, place, e);
    }
    if (isMissing(e)) {
      NoSuchFileException missing = new NoSuchFileException(place.toString());
      missing.initCause(e);
      return missing;
    }
    return new IOException("Cannot %s %s: %s".formatted(verb, place, cause(place, e)), e);
  }

  static InterruptedIOException interrupted(String verb, S3Place place, Throwable cause) {
    InterruptedIOException failure =
        new InterruptedIOException("Cannot %s %s: interrupted".formatted(verb, place));
    failure.initCause(cause);
    return failure;
  }

  /** Whether there is no such object, in a bucket that is there. */
  static boolean isMissing(SdkException e) {
    String code = code(e);
    return code.equals("NoSuchKey") || (status(e) == 404 && (code.isEmpty() || code.equals("404")));
  }

  /** Whether credentials that the service knows lack a permission. */
  static boolean isDenied(SdkException e) {
    return DENIALS.contains(code(e)) || (status(e) == 403 && code(e).isEmpty());
  }

  static boolean isNoSuchUpload(SdkException e) {
    return code(e).equals("NoSuchUpload");
  }

  /** Whether a condition of the request does not hold. */
  static boolean isConditionUnmet(SdkException e) {
    return status(e) == 412;
  }

  /** Whether a conditional write met another one, and neither its yes nor its no is known. */
  static boolean isConflict(SdkException e) {
    return status(e) == 409;
  }

  static boolean isPastTheEnd(SdkException e) {
    return status(e) == 416;
  }

  /** HTTP status; 0 if there was no answer. */
  private static int status(SdkException e) {
    return e instanceof S3Exception known ? known.statusCode() : 0;
  }

  private static String code(SdkException e) {
    if (e instanceof AwsServiceException known && known.awsErrorDetails() != null) {
      String code = known.awsErrorDetails().errorCode();
      return code == null ? "" : code;
    }
    return "";
  }

  /** Why, without a verb: for a sentence that has one. */
  static String cause(S3Place place, SdkException e) {
    if (isDenied(e)) {
      return "permission denied by S3";
    }
    String code = code(e);
    return switch (code) {
      case "NoSuchKey" -> "there is no such object";
      case "NoSuchBucket" -> "there is no bucket " + place.bucket();
      case "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken" ->
          "S3 refuses the credentials (%s)".formatted(code);
      case "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          elsewhere(place, e);
      case "NotImplemented" -> "this service cannot do it (NotImplemented)";
      default ->
          e instanceof AwsServiceException known ? answered(place, known, code) : unanswered(e);
    };
  }

  private static String answered(S3Place place, AwsServiceException e, String code) {
    return switch (e.statusCode()) {
      case 301 -> elsewhere(place, e);
      default ->
          "S3 answers %d%s%s, after %d attempts"
              .formatted(
                  e.statusCode(),
                  code.isEmpty() ? "" : " " + code,
                  message(e),
                  e.numAttempts() == null ? 1 : e.numAttempts());
    };
  }

  private static String elsewhere(S3Place place, SdkException e) {
    return "bucket %s is in another region%s (expected --awsRegion or AWS_REGION to name it)"
        .formatted(place.bucket(), regionOf(e));
  }

  private static String message(AwsServiceException e) {
    String message = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
    return message == null || message.isBlank() ? "" : " (%s)".formatted(oneLine(message));
  }

  private static String regionOf(SdkException e) {
    AwsErrorDetails details =
        e instanceof AwsServiceException known ? known.awsErrorDetails() : null;
    if (details == null) {
      return "";
    }
    Optional<String> header =
        Optional.ofNullable(details.sdkHttpResponse())
            .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region"));
    Matcher said = RIGHT_REGION.matcher(String.valueOf(details.errorMessage()));
    return header
        .or(() -> said.find() ? Optional.of(said.group(1)) : Optional.empty())
        .map(region -> ", " + region)
        .orElse("");
  }

  private static String unanswered(SdkException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("Unable to load credentials")) {
      return "no AWS credentials were found (expected AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY,"
          + " a profile, or a role)";
    }
    if (message.contains("Unable to load region")) {
      return "no AWS region is known (expected --awsRegion or AWS_REGION)";
    }
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return "S3 cannot be reached (%s)"
        .formatted(
            root.getMessage() == null
                ? root.getClass().getSimpleName()
                : oneLine(root.getMessage()));
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }
}
