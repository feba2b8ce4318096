package dev.sluice.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lock by the operating system on a file that exists only while it is locked. The system gives it
 * back when its process dies, whatever the reason.
 */
final class LocalLock implements Lock {
  private final Path file;
  private final FileChannel channel;

  private LocalLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static Optional<Lock> tryLock(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    while (true) {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = lock(channel);
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      if (isStillAt(file, channel)) {
        return Optional.of(new LocalLock(file, channel));
      }
      // Its last holder deleted the file after it was opened here: that lock is worth nothing.
      channel.close();
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** Whether the name still stands for the file that was opened: told by writing through it. */
  private static boolean isStillAt(Path file, FileChannel channel) throws IOException {
    long length = channel.size() + 1;
    channel.write(java.nio.ByteBuffer.allocate(1), length - 1);
    try {
      return Files.size(file) == length;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    if (!channel.isOpen()) {
      return; // The file, if there is one, is another holder's by now.
    }
    try {
      Files.deleteIfExists(file);
    } finally {
      channel.close();
    }
  }
}
