package dev.sluice.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * A multipart upload. Parts are sent beside the caller as far as {@link S3Memory} lets them, else
 * by the caller. Each goes with its checksum, which S3 compares, and whose answer is compared.
 *
 * <p>For use by one thread, but that any other one may abort it.
 */
final class S3Upload {
  private static final String OCTETS = "application/octet-stream";

  private static final int MOST_ABORTS = 5;

  private static final long LOOK_MILLIS = 50;

  /** Metadata that tells an object of this upload from any other one. */
  private static final String WRITING = "sluice-writing";

  private final S3Client client;
  private final S3Place place;
  private final String writing = UUID.randomUUID().toString();
  private final String id;
  private final List<Sending> parts = new ArrayList<>();
  private int checked;
  private boolean ended;

  private S3Upload(S3Client client, S3Place place) {
    this.client = client;
    this.place = place;
    this.id =
        client
            .createMultipartUpload(
                request ->
                    request
                        .bucket(place.bucket())
                        .key(place.key())
                        .contentType(OCTETS)
                        .metadata(Map.of(WRITING, writing))
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32_C))
            .uploadId();
  }

  /** Begins one. Its id is waited for whatever happens: without it, it cannot be aborted. */
  static S3Upload begin(S3Client client, S3Place place) throws IOException {
    return S3Threads.toItsEnd(
        () -> {
          try {
            return S3OpenUploads.begin(place, () -> new S3Upload(client, place));
          } catch (SdkException e) {
            throw S3Failures.of("write", place, e);
          }
        });
  }

  /** Puts a small object at once. */
  static void putWhole(S3Client client, S3Place place, PartBuffer content) throws IOException {
    try {
      String answered =
          client
              .putObject(
                  request ->
                      request
                          .bucket(place.bucket())
                          .key(place.key())
                          .contentType(OCTETS)
                          .checksumCRC32C(content.checksum()),
                  body(content))
              .checksumCRC32C();
      compare(place, content, answered);
    } catch (SdkException e) {
      throw S3Failures.of("write", place, e);
    }
  }

  /** The number of the next part. */
  synchronized int next() {
    return parts.size() + 1;
  }

  /** Sends a part, or waits until it can; every one but the last is of {@link PartSizes}' size. */
  void send(PartBuffer content) throws IOException {
    boolean beside = takeMemory(content.length());
    Sending part;
    synchronized (this) {
      try {
        requireOpen();
        requireSent();
        part = new Sending(next(), content, beside ? content.length() : 0);
      } catch (IOException e) {
        S3Memory.giveBack(beside ? content.length() : 0);
        throw e;
      }
      parts.add(part);
    }
    // Not under the lock: whoever aborts does not wait for it.
    if (beside) {
      S3Threads.pool().execute(part);
    } else {
      part.run();
    }
  }

  /**
   * Takes memory for a part. While parts of this upload are on their way, theirs is waited for: a
   * caller that sends a part itself hands on no others meanwhile.
   */
  private boolean takeMemory(long bytes) throws IOException {
    while (!S3Memory.tryTake(bytes)) {
      Sending sending = firstBeside();
      if (sending == null) {
        return false;
      }
      try {
        sending.ended.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw S3Failures.interrupted("write", place, e);
      }
    }
    return true;
  }

  private synchronized @Nullable Sending firstBeside() {
    return parts.stream()
        .skip(checked)
        .filter(part -> part.memory > 0 && part.ended.getCount() > 0)
        .findFirst()
        .orElse(null);
  }

  /** Of the parts so far, those that have ended did so well, and there may be one more. */
  private void requireSent() throws IOException {
    while (checked < parts.size() && parts.get(checked).isDone()) {
      result(parts.get(checked++));
    }
    if (next() > PartSizes.MOST_PARTS) {
      throw new IOException(
          "Cannot write %s: it has more than %d parts (expected at most 7.8 TiB)"
              .formatted(place, PartSizes.MOST_PARTS));
    }
  }

  /** Makes the parts the object. */
  void complete() throws IOException {
    List<CompletedPart> completed = new ArrayList<>();
    for (Sending part : sending()) {
      completed.add(result(part));
    }
    try {
      CompleteMultipartUploadResponse response =
          client.completeMultipartUpload(
              request ->
                  request
                      .bucket(place.bucket())
                      .key(place.key())
                      .uploadId(id)
                      .multipartUpload(upload -> upload.parts(completed)));
      if (response.eTag() == null && !isThere()) {
        throw new IOException("Cannot write %s: S3's answer was cut short".formatted(place));
      }
    } catch (SdkException e) {
      // The answer to an earlier attempt can have been lost, and the upload be complete.
      if (!isThere()) {
        throw S3Failures.of("write", place, e);
      }
    }
    synchronized (this) {
      ended = true;
    }
    S3OpenUploads.ended(this);
  }

  private synchronized List<Sending> sending() throws IOException {
    requireOpen();
    return List.copyOf(parts);
  }

  private synchronized void requireOpen() throws IOException {
    if (ended) {
      throw new IOException("Cannot write %s: its upload was aborted".formatted(place));
    }
  }

  /**
   * Ends the upload without an object. A part that is on its way is let arrive first: one that S3
   * gets after the end would stay, and cost. Not so for long when the process is about to end,
   * since its connection breaks then. Whoever comes second returns at once.
   */
  void abort() throws IOException {
    List<Sending> begun;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      begun = List.copyOf(parts);
    }
    begun.forEach(part -> part.cancel(false));
    try {
      for (Sending part : begun) {
        part.awaitEnd();
      }
      abort(client, place, id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw S3Failures.interrupted("abort the upload of", place, e);
    } finally {
      S3OpenUploads.ended(this);
    }
  }

  static void abort(S3Client client, S3Place place, String id) throws IOException {
    try {
      for (int tries = 0; tries < MOST_ABORTS; tries++) {
        client.abortMultipartUpload(
            request -> request.bucket(place.bucket()).key(place.key()).uploadId(id));
        // A part that was on its way can arrive after it, and then it is to be aborted again.
        if (client
            .listParts(request -> request.bucket(place.bucket()).key(place.key()).uploadId(id))
            .parts()
            .isEmpty()) {
          return;
        }
      }
      throw new IOException(
          "Cannot abort the upload of %s: it has parts still, after %d attempts"
              .formatted(place, MOST_ABORTS));
    } catch (SdkException e) {
      if (!S3Failures.isNoSuchUpload(e)) {
        throw S3Failures.of("abort the upload of", place, e);
      }
    }
  }

  private boolean isThere() {
    try {
      return writing.equals(
          client
              .headObject(request -> request.bucket(place.bucket()).key(place.key()))
              .metadata()
              .get(WRITING));
    } catch (SdkException e) {
      return false;
    }
  }

  private CompletedPart sent(int number, PartBuffer content) throws IOException {
    UploadPartResponse response =
        client.uploadPart(
            request ->
                request
                    .bucket(place.bucket())
                    .key(place.key())
                    .uploadId(id)
                    .partNumber(number)
                    .checksumCRC32C(content.checksum()),
            body(content));
    compare(place, content, response.checksumCRC32C());
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(response.eTag())
        .checksumCRC32C(content.checksum())
        .build();
  }

  private static RequestBody body(PartBuffer content) {
    return RequestBody.fromContentProvider(content::read, content.length(), OCTETS);
  }

  /** Not every service tells. */
  private static void compare(S3Place place, PartBuffer content, @Nullable String answered)
      throws IOException {
    if (answered != null && !answered.equals(content.checksum())) {
      throw new IOException(
          "Cannot write %s: S3 received other bytes (CRC-32C %s; expected %s)"
              .formatted(place, answered, content.checksum()));
    }
  }

  private CompletedPart result(Sending part) throws IOException {
    try {
      return part.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw S3Failures.interrupted("write", place, e);
    } catch (CancellationException e) {
      throw new IOException("Cannot write %s: it was cancelled".formatted(place), e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof SdkException sdk) {
        throw S3Failures.of("write", place, sdk);
      }
      throw cause instanceof IOException io
          ? io
          : new IOException("Cannot write %s: %s".formatted(place, cause), cause);
    }
  }

  /** A part on its way. Gives the memory that it took back when nobody reads it. */
  private final class Sending extends FutureTask<CompletedPart> {
    private final PartBuffer content;
    private final long memory;
    private final CountDownLatch ended = new CountDownLatch(1);

    Sending(int number, PartBuffer content, long memory) {
      super(() -> sent(number, content));
      this.content = content;
      this.memory = memory;
    }

    @Override
    public void run() {
      try {
        super.run();
      } finally {
        // Also of one that was cancelled before its turn: the pool runs it, and it does nothing.
        content.release();
        S3Memory.giveBack(memory);
        ended.countDown();
      }
    }

    /** Waits for its end, or until there is no time for that. */
    void awaitEnd() throws InterruptedException {
      boolean over = false;
      while (!over && S3OpenUploads.mayWaitForParts()) {
        over = ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }
}
