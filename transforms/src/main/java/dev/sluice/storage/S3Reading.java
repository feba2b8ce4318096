package dev.sluice.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * One writing of an object, the one that its first request met: if another one takes its place,
 * reading fails, so that nobody gets a mix of both. An answer that breaks off is gone on with at
 * the byte where it broke.
 */
final class S3Reading {
  private static final Logger LOG = LoggerFactory.getLogger(S3Reading.class);

  /** So many answers in a row may break off without a byte. */
  private static final int MOST_BREAKS = 6;

  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final S3Client client;
  private final S3Place place;
  private volatile @Nullable String writing;
  private volatile long size;

  S3Reading(S3Client client, S3Place place) {
    this.client = client;
    this.place = place;
  }

  S3Place place() {
    return place;
  }

  /** Its length, once something was read. */
  long size() {
    return size;
  }

  /**
   * Reads from a position.
   *
   * @return so many bytes, or those up to the object's end
   */
  byte[] read(long position, int length) throws IOException {
    byte[] bytes = new byte[length];
    int there = 0;
    int breaks = 0;
    while (true) {
      int before = there;
      try {
        there = receive(position, bytes, there);
        if (position + there >= size || there == length) {
          return there == length ? bytes : Arrays.copyOf(bytes, there);
        }
      } catch (SdkException e) {
        throw S3Failures.of("read", place, e);
      } catch (BrokenAnswerException e) {
        there = e.there;
        breaks = there > before ? 0 : breaks + 1;
        if (breaks == MOST_BREAKS) {
          throw new IOException(
              "Cannot read %s: the connection broke %d times at byte %d (%s)"
                  .formatted(place, breaks, position + there, e.getMessage()),
              e);
        }
        LOG.debug("{} broke at byte {}", place, position + there, e);
      }
      if (there == before) {
        pause(breaks);
      }
    }
  }

  /** One request; how many bytes are there after it. */
  private int receive(long position, byte[] bytes, int from) throws IOException {
    long first = position + from;
    try (ResponseInputStream<GetObjectResponse> in =
        client.getObject(
            request ->
                request
                    .bucket(place.bucket())
                    .key(place.key())
                    .ifMatch(writing)
                    .range("bytes=%d-%d".formatted(first, position + bytes.length - 1)))) {
      int there = from;
      boolean whole = false;
      try {
        learn(in.response(), first);
        long end = Math.min(bytes.length, size - position);
        while (there < end) {
          int count = in.read(bytes, there, (int) Math.min(BUFFER_BYTES, Math.max(1, end - there)));
          if (count < 0) {
            throw new BrokenAnswerException("it ended too early", there, null);
          }
          there += count;
        }
        whole = true;
        return there;
      } catch (BrokenAnswerException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw S3Failures.interrupted("read", place, e);
        }
        throw new BrokenAnswerException(String.valueOf(e.getMessage()), there, e);
      } finally {
        if (!whole) {
          in.abort();
        }
      }
    } catch (SdkException e) {
      if (S3Failures.isPastTheEnd(e)) {
        learnOfTheEnd(first);
        return from;
      }
      if (S3Failures.isConditionUnmet(e)) {
        throw new IOException(
            "Cannot read %s: it was replaced while it was read".formatted(place), e);
      }
      throw e;
    }
  }

  /** Told apart from failures to store or to understand: it is tried again. */
  private static final class BrokenAnswerException extends IOException {
    private static final long serialVersionUID = 1;

    private final int there;

    BrokenAnswerException(String message, int there, @Nullable Throwable cause) {
      super(message, cause);
      this.there = there;
    }
  }

  private void learn(GetObjectResponse response, long first) throws IOException {
    String range = response.contentRange(); // bytes FIRST-LAST/SIZE
    if (range == null) {
      if (first > 0) {
        throw new IOException("it does not begin where it was asked to");
      }
      size = response.contentLength();
    } else {
      size = Long.parseLong(range.substring(range.lastIndexOf('/') + 1));
    }
    writing = response.eTag();
  }

  /** Nothing can be read there: because it is the end, or past it. */
  private void learnOfTheEnd(long position) throws IOException {
    S3Facts facts =
        S3Facts.of(client, place).orElseThrow(() -> new NoSuchFileException(place.toString()));
    if (position > facts.length()) {
      throw new IOException(
          "Cannot read %s at byte %d: it is shorter (%d bytes)"
              .formatted(place, position, facts.length()));
    }
    size = facts.length();
  }

  private void pause(int breaks) throws IOException {
    try {
      Thread.sleep(FIRST_PAUSE_MILLIS << breaks);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw S3Failures.interrupted("read", place, e);
    }
  }
}
