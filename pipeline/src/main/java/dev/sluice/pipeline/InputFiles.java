package dev.sluice.pipeline;

import dev.sluice.convert.Decompressed;
import dev.sluice.convert.DumpInput;
import dev.sluice.sort.LineInput;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code convert} and {@code sort} read: files that are there, or standard input. */
final class InputFiles {
  private static final String STANDARD_INPUT = "standard input";

  private final Storage storage;
  private final List<String> texts;
  private final List<@Nullable URI> files;

  private InputFiles(Storage storage, List<String> texts, List<@Nullable URI> files) {
    this.storage = storage;
    this.texts = texts;
    this.files = files;
  }

  static InputFiles one(@Nullable String text, Storage storage) throws IOException {
    return some(text == null ? null : List.of(text), storage);
  }

  /**
   * Checks that the inputs are there.
   *
   * @throws UsageException if one is not, or none is named
   */
  static InputFiles some(@Nullable List<String> texts, Storage storage) throws IOException {
    if (texts == null || texts.isEmpty()) {
      throw new UsageException("Missing --input (expected --input=FILE or -)");
    }
    List<@Nullable URI> files = new ArrayList<>();
    for (String text : texts) {
      if (text.equals(Locations.STANDARD_STREAM)) {
        files.add(null);
        continue;
      }
      URI file = Locations.file("--input", text);
      if (file.getPath().endsWith("/") || !storage.exists(file)) {
        throw new UsageException(
            "Cannot read %s: there is no such file (expected a file or -)".formatted(text));
      }
      files.add(file);
    }
    return new InputFiles(storage, texts, files);
  }

  /** The inputs as the manifest names them. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      URI file = files.get(i);
      names.add(file == null ? texts.get(i) : file.toString());
    }
    return names;
  }

  /** The one input, as a dump file. */
  DumpInput dump() throws IOException {
    URI file = files.get(0);
    return file == null
        ? DumpInput.open(System.in, STANDARD_INPUT, bytes -> {})
        : DumpInput.open(storage, file, bytes -> {});
  }

  /** The inputs as lines, decompressed. */
  List<LineInput> lines() {
    List<LineInput> lines = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      URI file = files.get(i);
      lines.add(
          file == null
              ? new LineInput(STANDARD_INPUT, () -> decompressed(System.in, STANDARD_INPUT))
              : new LineInput(
                  texts.get(i), () -> decompressed(storage.read(file, 0), texts(file))));
    }
    return lines;
  }

  private static String texts(URI file) {
    return file.toString();
  }

  private static InputStream decompressed(InputStream in, String source) throws IOException {
    return Decompressed.open(in, source);
  }
}
