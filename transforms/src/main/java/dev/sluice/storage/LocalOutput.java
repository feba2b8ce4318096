package dev.sluice.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file written beside its place, forced to disk and renamed onto it by {@link #commit()}. */
final class LocalOutput extends AtomicOutput {
  private static final Logger LOG = LoggerFactory.getLogger(LocalOutput.class);

  /** As much memory as is written at a time is taken outside the heap too. */
  static final int MOST_AT_ONCE = 1 << 18;

  private static final int UUID_LENGTH = 36;

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
    while (true) {
      Path file = folder.resolve(prefix(place) + UUID.randomUUID() + LocalStorage.UNFINISHED);
      FileChannel opened;
      try {
        opened = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      } catch (FileSystemException e) {
        throw atPlace(e);
      }
      if (lock(file, opened)) {
        this.unfinished = file;
        this.channel = opened;
        return;
      }
      opened.close();
    }
  }

  /**
   * Locks it for as long as this process lives, or until the file is whole. False if somebody took
   * it for abandoned before that.
   */
  private static boolean lock(Path file, FileChannel channel) {
    try {
      return channel.tryLock() != null && Files.exists(file);
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      LOG.debug("{} cannot be locked", file, e); // Then nobody takes it for abandoned.
      return true;
    }
  }

  private static String prefix(Path place) {
    return "." + place.getFileName() + ".";
  }

  /** Whether a file is an unfinished form of the one at a place. */
  static boolean isUnfinished(Path file, Path place) {
    String name = file.getFileName().toString();
    String prefix = prefix(place);
    return name.startsWith(prefix)
        && name.endsWith(LocalStorage.UNFINISHED)
        && name.length() == prefix.length() + UUID_LENGTH + LocalStorage.UNFINISHED.length();
  }

  /** Deletes an unfinished file whose writer does not live any more. */
  static void deleteAbandoned(Path unfinished) {
    try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException | OverlappingFileLockException e) {
      LOG.debug("{} is another's, or cannot be locked", unfinished, e);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    try {
      for (int at = offset; at < end; ) {
        at += channel.write(ByteBuffer.wrap(bytes, at, Math.min(end - at, MOST_AT_ONCE)));
      }
    } catch (ClosedChannelException e) {
      throw e; // An interrupt.
    } catch (IOException e) {
      throw atPlace(e);
    }
  }

  @Override
  public Optional<PositionedOutput> positioned() {
    return Optional.of(this::write);
  }

  private void write(long position, byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    try {
      for (int at = offset; at < end; ) {
        ByteBuffer slice = ByteBuffer.wrap(bytes, at, Math.min(end - at, MOST_AT_ONCE));
        at += channel.write(slice, position + at - offset);
      }
    } catch (ClosedChannelException e) {
      throw e; // An interrupt.
    } catch (IOException e) {
      throw atPlace(e);
    }
  }

  @Override
  public void commit() throws IOException {
    channel.force(true);
    commitUnforced();
  }

  @Override
  public void commitUnforced() throws IOException {
    try {
      // Locked until it has its name: nobody takes it for abandoned.
      Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      throw atPlace(e);
    }
    committed = true;
    channel.close();
  }

  /** The failure as one of the file that the user knows, not of the hidden one. */
  private FileSystemException atPlace(IOException e) {
    String file = place.toString();
    String reason = e instanceof FileSystemException known ? known.getReason() : e.getMessage();
    FileSystemException failure =
        e instanceof AccessDeniedException
            ? new AccessDeniedException(file, null, reason)
            : e instanceof NoSuchFileException
                ? new NoSuchFileException(file, null, reason)
                : new FileSystemException(file, null, reason);
    failure.initCause(e);
    return failure;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (!committed) {
      Files.deleteIfExists(unfinished);
    }
  }
}
