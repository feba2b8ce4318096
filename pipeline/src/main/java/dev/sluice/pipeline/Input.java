package dev.sluice.pipeline;

import dev.sluice.convert.decompress.Decompressed;
import dev.sluice.convert.decompress.DumpInput;
import dev.sluice.sort.LineInput;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code convert}, {@code sort} and {@code overlap} read. */
sealed interface Input {
  /** As the user named it, and as the manifest does. */
  String name();

  /** A dump file, opened. */
  DumpInput dump() throws IOException;

  /** Lines, decompressed once they are read. */
  LineInput lines();

  /** Whether it is stored somewhere within a folder. */
  boolean isWithin(URI folder) throws IOException;

  /** The one input that an option names; otherwise as {@link #all}. */
  static Input one(@Nullable String text, Storage storage, Access access) {
    return all(text == null ? List.of() : List.of(text), storage, access).get(0);
  }

  /**
   * The inputs that an option names.
   *
   * @param storage what they are read through
   * @throws UsageException if one cannot be read, or none is named
   */
  static List<Input> all(List<String> texts, Storage storage, Access access) {
    return all("--input", texts, storage, access);
  }

  /** The same, of an option of another name. */
  static List<Input> all(String option, List<String> texts, Storage storage, Access access) {
    if (texts.isEmpty()) {
      throw new UsageException("Missing %s (expected %s=FILE or -)".formatted(option, option));
    }
    List<Input> inputs = new ArrayList<>();
    for (String text : texts) {
      if (!text.equals(Locations.STANDARD_STREAM)) {
        URI file = Locations.storedFile(option, text);
        access.requireReadableFile(option, text, file);
        inputs.add(new StoredFile(text, file, storage));
      } else if (inputs.contains(new StandardInput())) {
        throw new UsageException(
            "Cannot use %s=%s: standard input is named twice (expected once)"
                .formatted(option, String.join(",", texts)));
      } else {
        inputs.add(new StandardInput());
      }
    }
    return inputs;
  }

  /**
   * A file, or a pipe that has a name.
   *
   * @param name as the user typed it
   * @param file where it is
   * @param storage what it is read through
   */
  record StoredFile(String name, URI file, Storage storage) implements Input {
    @Override
    public DumpInput dump() throws IOException {
      return Access.isPipe(file)
          ? DumpInput.open(storage.read(file, 0), name, bytes -> {})
          : DumpInput.open(storage, file, bytes -> {});
    }

    @Override
    public LineInput lines() {
      return new LineInput(
          name,
          () -> Decompressed.open(storage.read(file, 0), name),
          Access.isPipe(file) ? null : new Again(storage, file));
    }

    @Override
    public boolean isWithin(URI folder) throws IOException {
      boolean onS3 = Locations.isS3(folder);
      if (onS3 != Locations.isS3(file)) {
        return false;
      }
      return onS3
          ? file.toString().startsWith(folder.toString())
          : LocalAccess.isWithin(file, folder);
    }
  }

  /**
   * A file that can be opened again.
   *
   * @param storage what it is read through
   * @param file where it is
   */
  record Again(Storage storage, URI file) implements LineInput.StoredLines {
    @Override
    public InputStream open(long offset) throws IOException {
      return storage.read(file, offset);
    }

    @Override
    public long bytes() throws IOException {
      return storage.length(file).orElse(0);
    }
  }

  /** Standard input, which can be read once. */
  record StandardInput() implements Input {
    private static final String SOURCE = "standard input";

    @Override
    public String name() {
      return Locations.STANDARD_STREAM;
    }

    @Override
    public DumpInput dump() throws IOException {
      return DumpInput.open(System.in, SOURCE, bytes -> {});
    }

    @Override
    public LineInput lines() {
      return new LineInput(SOURCE, () -> Decompressed.open(System.in, SOURCE));
    }

    @Override
    public boolean isWithin(URI folder) {
      return false;
    }
  }
}
