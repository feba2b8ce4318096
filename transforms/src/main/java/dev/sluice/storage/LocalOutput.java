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
    this.unfinished = folder.resolve(prefix(place) + UUID.randomUUID() + LocalStorage.UNFINISHED);
    try {
      this.channel =
          FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileSystemException e) {
      throw atPlace(e);
    }
    try {
      channel.tryLock(); // Held as long as this process lives, or until the file is whole.
    } catch (IOException e) {
      LOG.debug("{} cannot be locked", unfinished, e); // Then nobody takes it for abandoned.
    }
  }

  /** How the names of a file's unfinished forms begin. */
  static String prefix(Path place) {
    return "." + place.getFileName() + ".";
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
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
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
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    long at = position;
    try {
      while (buffer.hasRemaining()) {
        at += channel.write(buffer, at);
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
    channel.close();
    try {
      Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      throw atPlace(e);
    }
    committed = true;
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
