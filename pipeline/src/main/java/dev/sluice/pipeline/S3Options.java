package dev.sluice.pipeline;

import dev.sluice.storage.S3Settings;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which S3 is meant by {@code s3:} places: the same for every command that takes them. */
final class S3Options {
  @ArgGroup(validate = false, heading = "%nWhere s3: places are:%n")
  private Service service = new Service();

  /**
   * The options, checked.
   *
   * @throws UsageException if one is wrong
   */
  S3Settings settings() {
    return new S3Settings(service.region, endpoint(), service.pathStyle);
  }

  private @Nullable URI endpoint() {
    if (service.endpoint == null) {
      return null;
    }
    try {
      URI uri = new URI(service.endpoint);
      if (uri.getHost() != null
          && uri.getUserInfo() == null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw refused(e);
    }
    throw refused(null);
  }

  /** Does not repeat what was given: some write credentials into it. */
  private static UsageException refused(@Nullable Exception cause) {
    String sentence =
        "Cannot use --s3Endpoint (expected https://HOST[:PORT] or http://HOST[:PORT])";
    return cause == null ? new UsageException(sentence) : new UsageException(sentence, cause);
  }

  private static final class Service {
    @Option(
        names = "--awsRegion",
        paramLabel = "REGION",
        description = "The bucket's region (default: what the environment or the profile says).")
    private @Nullable String region;

    @Option(
        names = "--s3Endpoint",
        paramLabel = "URI",
        description = "An S3-compatible service other than AWS.")
    private @Nullable String endpoint;

    @Option(
        names = "--s3PathStyle",
        arity = SluiceCommand.BOOLEAN,
        paramLabel = SluiceCommand.TRUE_OR_FALSE,
        fallbackValue = "true",
        description = "Names the bucket in the path and not in the host, as some services need it.")
    private boolean pathStyle;
  }
}
