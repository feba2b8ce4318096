package dev.sluice.convert.decompress;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;
import org.jspecify.annotations.Nullable;

/**
 * The files in a 7z archive, in its order. They need no name: {@code 7z a -si} gives none. Each
 * one's CRC is checked when it has been read to its end.
 */
final class SevenZipDocuments implements Documents {
  private final MeteredChannel channel;
  private @Nullable SevenZFile archive;

  SevenZipDocuments(MeteredChannel channel) {
    this.channel = channel;
  }

  @Override
  public @Nullable InputStream next(int threads) throws IOException {
    SevenZFile open = archive;
    boolean first = open == null;
    if (open == null) {
      open = open();
      archive = open;
    }
    SevenZArchiveEntry entry = open.getNextEntry();
    while (entry != null && (entry.isDirectory() || entry.isAntiItem())) {
      entry = open.getNextEntry();
    }
    if (entry == null && first) {
      throw new IOException("no file in it");
    }
    return entry == null ? null : open.getInputStream(entry);
  }

  private SevenZFile open() throws IOException {
    // The archive says how much memory its dictionary needs; an error is better than running out.
    long limitKiB = Runtime.getRuntime().maxMemory() / 1024 / 4 * 3;
    return SevenZFile.builder()
        .setSeekableByteChannel(channel)
        .setMaxMemoryLimitKiB((int) Math.min(limitKiB, Integer.MAX_VALUE))
        .get();
  }

  @Override
  public @Nullable IOException failure() {
    return channel.failure();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
