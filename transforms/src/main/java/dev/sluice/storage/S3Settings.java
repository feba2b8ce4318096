package dev.sluice.storage;

import java.io.Serializable;
import java.net.URI;
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
}
