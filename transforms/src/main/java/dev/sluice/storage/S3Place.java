package dev.sluice.storage;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * An object's place, {@code s3://BUCKET/KEY}. A folder's key is the beginning of its objects' keys
 * and ends in a slash, or is empty.
 */
record S3Place(String bucket, String key) {
  static final String SCHEME = "s3";

  static S3Place of(URI uri) {
    String bucket = uri.getAuthority();
    String path = uri.getPath();
    if (!SCHEME.equals(uri.getScheme()) || bucket == null || path == null) {
      throw new IllegalArgumentException(
          "Cannot reach %s: it names no object (expected s3://BUCKET/KEY)".formatted(uri));
    }
    return new S3Place(bucket, path.isEmpty() ? "" : path.substring(1));
  }

  /** The place of a folder, whether or not the URI ends in a slash. */
  static S3Place folder(URI uri) {
    S3Place place = of(uri);
    return place.key.isEmpty() || place.key.endsWith("/") ? place : place.at(place.key + "/");
  }

  /** Another key of the same bucket. */
  S3Place at(String other) {
    return new S3Place(bucket, other);
  }

  /** The same URI for the same place, whoever names it: escaped as those of files are. */
  URI uri() {
    try {
      return URI.create(new URI(SCHEME, bucket, "/" + key, null, null).toASCIIString());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no URI for key " + key, e);
    }
  }

  @Override
  public String toString() {
    return uri().toString();
  }
}
