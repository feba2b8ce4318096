package dev.sluice.storage;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * One client per process and settings. What breaks or is answered by 5xx or throttling is tried
 * again with growing, random pauses: as the SDK's standard mode does, but more often, see {@link
 * S3Patience}.
 */
final class S3Clients {
  private static final int CONNECTIONS = 256;

  /** A read or write that stands still for so long has broken. */
  private static final Duration STALL = Duration.ofSeconds(30);

  private static final Map<Key, S3Client> CLIENTS = new ConcurrentHashMap<>();

  private record Key(S3Settings settings, int attempts) {}

  private S3Clients() {}

  /**
   * The process's client.
   *
   * @param attempts how often a request is tried in all
   */
  static S3Client of(S3Settings settings, int attempts) {
    return CLIENTS.computeIfAbsent(new Key(settings, attempts), key -> create(settings, attempts));
  }

  private static S3Client create(S3Settings settings, int attempts) {
    S3ClientBuilder builder =
        S3Client.builder()
            .credentialsProvider(DefaultCredentialsProvider.builder().build())
            .forcePathStyle(settings.pathStyle())
            // Where bytes are signed, each part is as a whole: chunk by chunk costs more than all
            // else that is done here, and not every service knows it.
            .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
            // What is sent carries its checksum in a header, which more services know than
            // trailers.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClientBuilder(
                ApacheHttpClient.builder()
                    .maxConnections(CONNECTIONS)
                    .connectionTimeout(Duration.ofSeconds(10))
                    .connectionAcquisitionTimeout(Duration.ofMinutes(2))
                    .socketTimeout(STALL)
                    .tcpKeepAlive(true))
            .overrideConfiguration(
                override ->
                    override.retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .maxAttempts(attempts)
                            // A long run outlives many bad minutes: they are not to add up.
                            .circuitBreakerEnabled(false)
                            .build()));
    if (settings.endpoint() != null) {
      builder.endpointOverride(settings.endpoint());
    }
    if (settings.region() != null) {
      builder.region(Region.of(settings.region()));
    } else if (settings.endpoint() != null) {
      builder.region(Region.US_EAST_1); // Other services have no regions, yet signatures name one.
    }
    return builder.build();
  }
}
