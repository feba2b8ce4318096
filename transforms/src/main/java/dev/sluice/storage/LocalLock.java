package dev.sluice.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lock by the operating system on a file that exists only while it is locked, as do folders that
 * had to be made for it and are empty in the end. The system gives it back when its process dies,
 * whatever the reason.
 */
final class LocalLock implements Lock {
  private final Path file;
  private final FileChannel channel;
  private final List<Path> made;

  private LocalLock(Path file, FileChannel channel, List<Path> made) {
    this.file = file;
    this.channel = channel;
    this.made = made;
  }

  static Optional<Lock> tryLock(Path place) throws IOException {
    Path file = place.toAbsolutePath();
    List<Path> made = new ArrayList<>();
    while (true) {
      FileChannel channel;
      try {
        makeFolders(file, made);
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      } catch (NoSuchFileException e) {
        if (exists(file.getParent())) {
          throw e;
        }
        continue; // Its last holder deleted a folder after it was found here.
      }
      boolean taken = false;
      try {
        if (lock(channel) == null) {
          return Optional.empty();
        }
        // Otherwise its last holder deleted the file after it was opened here: worth nothing.
        taken = isStillAt(file, channel);
      } finally {
        if (!taken) {
          channel.close();
        }
      }
      if (taken) {
        return Optional.of(new LocalLock(file, channel, made));
      }
    }
  }

  /** Makes the folders above a file, and tells which, the deepest first. */
  private static void makeFolders(Path file, List<Path> made) throws IOException {
    Path parent = file.getParent();
    Path folder = parent;
    while (folder != null && !Files.exists(folder)) {
      if (!made.contains(folder)) {
        made.add(folder);
      }
      folder = folder.getParent();
    }
    if (parent != null) {
      Files.createDirectories(parent);
    }
  }

  private static boolean exists(@Nullable Path folder) {
    return folder == null || Files.exists(folder);
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
    channel.write(ByteBuffer.allocate(1), length - 1);
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
      for (Path folder : made) {
        Files.deleteIfExists(folder);
      }
    } catch (DirectoryNotEmptyException e) {
      // It is in use.
    } finally {
      channel.close();
    }
  }
}
