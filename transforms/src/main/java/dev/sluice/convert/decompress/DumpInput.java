package dev.sluice.convert.decompress;

import dev.sluice.storage.Storage;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PushbackInputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A dump file as its decompressed XML documents: one, or as many as a 7z archive has files.
 *
 * <p>Plain, gzip (RFC 1952, any number of members), bzip2 (any number of streams), zstd (RFC 8878,
 * any number of frames) and 7z are told apart by the first bytes. Truncated or corrupt bytes are an
 * error, never an end; checksums are checked as far as the format has them, once a document has
 * been read to its end.
 *
 * <p>Memory: the decompressor's (7z refuses a dictionary that does not fit the heap). A 7z archive
 * on a stream is first copied to a temporary file.
 */
public final class DumpInput implements Closeable {
  private final String source;
  private final String fileName;
  private final InputFormat format;
  private final Documents documents;
  private boolean started;

  private DumpInput(String source, String fileName, InputFormat format, Documents documents) {
    this.source = source;
    this.fileName = fileName;
    this.format = format;
    this.documents = documents;
  }

  /**
   * Opens a stored file under its own name.
   *
   * @param meter takes the number of compressed bytes read since it was last told
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws ConversionException if the file is empty
   */
  public static DumpInput open(Storage storage, URI file, LongConsumer meter) throws IOException {
    String path = file.getPath() == null ? "" : file.getPath();
    return open(storage, file, path.substring(path.lastIndexOf('/') + 1), meter);
  }

  /**
   * Opens a stored file that stands for another one.
   *
   * @param fileName the dump file's own name, which may tell the wiki
   */
  public static DumpInput open(Storage storage, URI file, String fileName, LongConsumer meter)
      throws IOException {
    DumpInput stream = onStream(storage.read(file, 0), file.toString(), fileName, meter);
    if (stream.format != InputFormat.SEVEN_ZIP) {
      return stream;
    }
    stream.close();
    MeteredChannel channel = new MeteredChannel(storage.open(file), meter);
    return new DumpInput(
        file.toString(), fileName, InputFormat.SEVEN_ZIP, new SevenZipDocuments(channel));
  }

  /**
   * Opens a stream, which is closed with the input.
   *
   * @param source what errors call it, such as {@code standard input}
   * @param meter takes the number of compressed bytes read since it was last told
   * @throws ConversionException if the stream is empty
   */
  public static DumpInput open(InputStream in, String source, LongConsumer meter)
      throws IOException {
    return open(in, source, "", meter);
  }

  /**
   * Opens a stream of a dump file, which is closed with the input.
   *
   * @param fileName the dump file's own name, which may tell the wiki
   */
  public static DumpInput open(InputStream in, String source, String fileName, LongConsumer meter)
      throws IOException {
    DumpInput stream = onStream(in, source, fileName, meter);
    if (stream.format != InputFormat.SEVEN_ZIP) {
      return stream;
    }
    try (stream) {
      SeekableByteChannel copy = temporaryCopy(((StreamDocument) stream.documents).raw());
      // The meter was told while copying.
      return new DumpInput(
          source,
          fileName,
          InputFormat.SEVEN_ZIP,
          new SevenZipDocuments(new MeteredChannel(copy, bytes -> {})));
    }
  }

  private static DumpInput onStream(
      InputStream in, String source, String fileName, LongConsumer meter) throws IOException {
    MeteredStream metered = new MeteredStream(in, meter);
    PushbackInputStream raw = new PushbackInputStream(metered, InputFormat.MAGIC_BYTES);
    try {
      byte[] first = raw.readNBytes(InputFormat.MAGIC_BYTES);
      if (first.length == 0) {
        throw new ConversionException(
            "Cannot convert %s: it is empty (0 bytes; expected an XML document)".formatted(source),
            null);
      }
      raw.unread(first);
      InputFormat format = InputFormat.of(first);
      return new DumpInput(source, fileName, format, new StreamDocument(format, raw, metered));
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  private static SeekableByteChannel temporaryCopy(InputStream in) throws IOException {
    Path file = Files.createTempFile("sluice-", ".7z");
    try {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Whether it is an archive, all of which had to be there before it could be opened. */
  public boolean isArchive() {
    return format == InputFormat.SEVEN_ZIP;
  }

  /** What errors call it: its URI, or {@code standard input}. */
  public String source() {
    return source;
  }

  /** The dump file's name; empty if it has none. */
  public String fileName() {
    return fileName;
  }

  /**
   * The decompressed bytes of the next document, to be read to its end before the one after it is
   * asked for; null when there are no more. Reading it fails with a {@link CorruptInputException}
   * where its bytes are not what their format demands.
   *
   * @param threads how many may help to decompress it until it is closed; 0 if all is done on the
   *     reader's
   */
  public @Nullable InputStream nextDocument(int threads) throws IOException {
    boolean first = !started;
    started = true;
    InputStream document;
    try {
      document = documents.next(threads);
    } catch (IOException | RuntimeException e) {
      throw failure(e);
    }
    if (document == null) {
      if (first) {
        throw new IllegalStateException(source + ": no document");
      }
      return null;
    }
    return new DocumentStream(this, document, format.isExact());
  }

  /** What a failure to decompress means: the input could not be read, or its bytes are wrong. */
  IOException failure(Exception e) {
    IOException unreadable = documents.failure();
    if (unreadable != null) {
      return unreadable;
    }
    if (e instanceof InterruptedIOException interrupted) {
      return interrupted;
    }
    if (format == InputFormat.PLAIN && e instanceof IOException io) {
      return io;
    }
    String detail =
        e.getMessage() != null
            ? e.getMessage()
            : e instanceof EOFException ? "it ends too early" : e.getClass().getSimpleName();
    return new CorruptInputException(
        "the %s data is truncated or corrupt (%s)".formatted(format, detail), e);
  }

  @Override
  public void close() throws IOException {
    documents.close();
  }
}
