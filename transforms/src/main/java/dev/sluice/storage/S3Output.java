package dev.sluice.storage;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An object being written: by one request if it is no longer than a part, else by parts, several of
 * them at the same time. S3 shows it when all of it is there. Whoever closes it without a commit
 * aborts the upload; of a writer that was killed parts stay, unseen, until {@link
 * Storage#discardUnfinished}.
 *
 * <p>Memory: one part of {@link PartSizes} at most, and those that are being sent, by {@link
 * S3Memory}.
 */
final class S3Output extends AtomicOutput {
  private final S3Client client;
  private final S3Place place;
  private PartBuffer part = new PartBuffer();
  private long partSize = PartSizes.LEAST;
  private @Nullable S3Upload upload;
  private boolean ended;

  S3Output(S3Client client, S3Place place) {
    this.client = client;
    this.place = place;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    requireOpen();
    int from = offset;
    int left = length;
    while (left > 0) {
      if (part.length() == partSize) {
        sendPart(); // Not before there is more: the last part is never empty.
      }
      int now = (int) Math.min(left, partSize - part.length());
      part.add(bytes, from, now);
      from += now;
      left -= now;
    }
  }

  private void sendPart() throws IOException {
    S3Upload to = upload;
    if (to == null) {
      to = S3Upload.begin(client, place);
      upload = to;
    }
    to.send(part);
    part = new PartBuffer();
    partSize = PartSizes.of(Math.min(to.next(), PartSizes.MOST_PARTS));
  }

  @Override
  public void commit() throws IOException {
    requireOpen();
    if (upload == null) {
      S3Upload.putWhole(client, place, part);
    } else {
      sendPart();
      upload.complete();
    }
    ended = true;
    part = new PartBuffer();
  }

  private void requireOpen() throws IOException {
    if (ended) {
      throw new IOException("Cannot write %s: it is closed".formatted(place));
    }
  }

  @Override
  public void close() throws IOException {
    if (ended) {
      return;
    }
    ended = true;
    part = new PartBuffer();
    S3Upload begun = upload;
    if (begun != null) {
      S3Threads.toItsEnd(
          () -> {
            begun.abort();
            return true;
          });
    }
  }
}
