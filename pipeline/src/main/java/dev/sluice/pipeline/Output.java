package dev.sluice.pipeline;

import dev.sluice.compress.CompressedOutput;
import dev.sluice.publish.Publication;
import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.Compression;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import org.apache.commons.io.output.CloseShieldOutputStream;

/** Where {@code convert}, {@code sort} and {@code overlap} write. */
sealed interface Output {
  /** Writes one stream. */
  @FunctionalInterface
  interface Writing<T> {
    T to(OutputStream out) throws IOException, InterruptedException;
  }

  /** All records in one stream. */
  sealed interface OneStream extends Output {
    /** Opens the stream, has it written, and ends it if that went well. */
    <T> T write(Host host, Writing<T> writing) throws IOException, InterruptedException;

    /** Where temporary files go: beside a file; for standard output where others are. */
    default URI work() {
      return Path.of(System.getProperty("java.io.tmpdir")).toUri();
    }
  }

  /**
   * Standard output.
   *
   * @param compression of the stream
   */
  record StandardOutput(Compression compression) implements OneStream {
    @Override
    public <T> T write(Host host, Writing<T> writing) throws IOException, InterruptedException {
      try (OutputStream out = compressed(compression, new StandardStream(host.out()))) {
        return writing.to(out);
      }
    }
  }

  /**
   * A file, which replaces what is there once it is whole, compressed as its name tells.
   *
   * @param file its place
   */
  record SingleFile(URI file) implements OneStream {
    /** Writes a file in its own way. */
    @FunctionalInterface
    interface Filling<T> {
      T of(AtomicOutput place) throws IOException, InterruptedException;
    }

    Compression compression() {
      return Compression.ofName(file.getPath());
    }

    /** The same as {@link #write}, for what needs no stream; nothing is compressed. */
    <T> T fill(Host host, Filling<T> filling) throws IOException, InterruptedException {
      URI target = LocalAccess.target(file);
      host.storage().discardAbandoned(target);
      try (AtomicOutput place = host.storage().create(target)) {
        T result = filling.of(place);
        place.commitUnforced();
        return result;
      }
    }

    @Override
    public URI work() {
      return file.resolve("./");
    }

    @Override
    public <T> T write(Host host, Writing<T> writing) throws IOException, InterruptedException {
      return fill(
          host,
          place -> {
            try (OutputStream out = compressed(compression(), place)) {
              return writing.to(out);
            }
          });
    }
  }

  /**
   * A folder, which gets parts and a manifest.
   *
   * @param folder its place, ending in a slash
   */
  record PartsFolder(URI folder) implements Output {
    /** Makes parts. */
    @FunctionalInterface
    interface Making<T> {
      /** Into the folder that is published, with an own folder for what is needed meanwhile. */
      T to(Publication publication, URI work) throws IOException, InterruptedException;
    }

    /**
     * Takes the folder and has parts made there. What was there stays as it is until they begin,
     * but is complete no more if they cannot be made.
     *
     * @throws UsageException if the folder is taken
     */
    <T> T write(Host host, String command, Making<T> making)
        throws IOException, InterruptedException {
      try (Publication publication = Access.take(host.storage(), folder);
          OwnWork work = OwnWork.of(command, host.storage(), folder)) {
        host.storage().discardUnfinished(folder); // Of one that was killed.
        try {
          return making.to(publication, work.folder());
        } catch (IOException e) {
          if (!Thread.currentThread().isInterrupted()) {
            publication.begin();
          }
          throw e;
        }
      }
    }
  }

  /** Ends with the compressed data's end, and leaves the stream below open. */
  private static OutputStream compressed(Compression compression, OutputStream out)
      throws IOException {
    return new BufferedOutputStream(
        CompressedOutput.of(compression, CloseShieldOutputStream.wrap(out)), 128 * 1024);
  }
}
