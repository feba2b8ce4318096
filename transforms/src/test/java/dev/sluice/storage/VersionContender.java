package dev.sluice.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Changes one file at random, in competition, and tells each change that succeeded: {@code BEFORE
 * AFTER BEGUN ENDED}, with {@code -} for no file and the times from the machine's monotonic clock.
 * As a program it does so until it is killed.
 */
final class VersionContender {
  private final VersionedFiles files;
  private final URI file;
  private final String name;
  private final Random random;
  private final Consumer<String> log;
  private final List<String> remembered = new ArrayList<>();
  private int written;

  VersionContender(VersionedFiles files, URI file, String name, Consumer<String> log) {
    this.files = files;
    this.file = file;
    this.name = name;
    this.random = new Random(name.hashCode());
    this.log = log;
  }

  /** Arguments: the file, the log, the contender's name. */
  public static void main(String[] arguments) throws IOException {
    try (FileChannel log =
        FileChannel.open(
            Path.of(arguments[1]), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      VersionContender contender =
          new VersionContender(
              new LocalStorage(),
              URI.create(arguments[0]),
              arguments[2],
              line -> {
                try {
                  log.write(ByteBuffer.wrap((line + "\n").getBytes(UTF_8)));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      while (true) {
        contender.change();
      }
    }
  }

  void change() throws IOException {
    Optional<Versioned> there = files.readVersioned(file);
    int choice = random.nextInt(10);
    if (there.isEmpty() || choice == 0) {
      long begun = System.nanoTime();
      files.createIfAbsent(file, content()).ifPresent(after -> tell("-", after, begun));
      return;
    }
    remembered.add(there.get().version());
    String version =
        choice == 1 ? remembered.get(random.nextInt(remembered.size())) : there.get().version();
    long begun = System.nanoTime();
    if (choice < 5) {
      if (files.deleteIfUnchanged(file, version)) {
        tell(version, "-", begun);
      }
    } else {
      files
          .replaceIfUnchanged(file, content(), version)
          .ifPresent(after -> tell(version, after, begun));
    }
  }

  private void tell(String before, String after, long begun) {
    log.accept("%s %s %d %d".formatted(before, after, begun, System.nanoTime()));
  }

  private String content() {
    return name + " " + written++;
  }
}
