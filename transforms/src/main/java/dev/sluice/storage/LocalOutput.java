package dev.sluice.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A file written beside its place, forced to disk and renamed onto it by {@link #commit()}. */
final class LocalOutput extends AtomicOutput {
  private final Path place;
  private final Path unfinished;
  private final FileChannel channel;
  private boolean committed;

  LocalOutput(Path place) throws IOException {
    this.place = place;
    Path folder = place.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("Cannot write " + place + ": it is not a file (expected a file name)");
    }
    Files.createDirectories(folder);
    this.unfinished =
        folder.resolve(
            "." + place.getFileName() + "." + UUID.randomUUID() + LocalStorage.UNFINISHED);
    this.channel =
        FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  @Override
  public void commit() throws IOException {
    channel.force(true);
    channel.close();
    Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
    committed = true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (!committed) {
      Files.deleteIfExists(unfinished);
    }
  }
}
