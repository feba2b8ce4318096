package dev.sluice.storage;

import java.io.Serializable;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which S3 is meant, and how it is spoken to. Credentials are no part of it: each process finds its
 * own by the SDK's default chain.
 *
 * @param region such as {@code eu-west-1}; null for what the environment says
 * @param endpoint of a service other than AWS; null for AWS
 * @param pathStyle whether a bucket's name stands in the path and not in the host's name
 */
public record S3Settings(@Nullable String region, @Nullable URI endpoint, boolean pathStyle)
    implements Serializable {
  /** AWS, in the region that the environment says. */
  public static final S3Settings DEFAULT = new S3Settings(null, null, false);

  private static final String REGION = "--awsRegion=";
  private static final String ENDPOINT = "--s3Endpoint=";
  private static final String PATH_STYLE = "--s3PathStyle=true";

  /** As arguments of a program, for {@link #ofArguments}. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (region != null) {
      arguments.add(REGION + region);
    }
    if (endpoint != null) {
      arguments.add(ENDPOINT + endpoint);
    }
    if (pathStyle) {
      arguments.add(PATH_STYLE);
    }
    return arguments;
  }

  /**
   * Those that such arguments tell.
   *
   * @throws IllegalArgumentException if they are others
   */
  static S3Settings ofArguments(List<String> arguments) {
    S3Settings settings = DEFAULT;
    for (String argument : arguments) {
      settings = settings.with(argument);
    }
    return settings;
  }

  private S3Settings with(String argument) {
    if (argument.startsWith(REGION)) {
      return new S3Settings(argument.substring(REGION.length()), endpoint, pathStyle);
    }
    if (argument.startsWith(ENDPOINT)) {
      return new S3Settings(region, URI.create(argument.substring(ENDPOINT.length())), pathStyle);
    }
    if (argument.equals(PATH_STYLE)) {
      return new S3Settings(region, endpoint, true);
    }
    throw new IllegalArgumentException(
        "Cannot use argument %s (expected %sREGION, %sURI or %s)"
            .formatted(argument, REGION, ENDPOINT, PATH_STYLE));
  }
}
