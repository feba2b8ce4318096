package dev.sluice.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageTest extends StorageContract {
  private final Storage storage = new LocalStorage();
  @TempDir Path folder;

  @Override
  Storage storage() {
    return storage;
  }

  @Override
  URI folder() {
    return URI.create(folder.toUri() + "below/");
  }

  @Override
  int unfinished() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return (int) files.filter(file -> file.toString().endsWith(".unfinished")).count();
    }
  }

  @Test
  void aLockLeavesNoFolderThatHadToBeMadeForIt() throws Exception {
    URI file = folder().resolve("not/there/lock");
    try (Lock lock = storage().lock(file).orElseThrow()) {
      assertThat(lock.held()).isTrue();
      assertThat(Path.of(file)).exists();
    }
    assertThat(Path.of(folder().resolve("not/"))).doesNotExist();
  }

  @Test
  void leavesNoHiddenFileWithoutACommit() throws IOException {
    URI file = folder.resolve("b.txt").toUri();
    try (AtomicOutput out = storage.create(file)) {
      out.write(1);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void listsWhileFilesComeAndGo() throws Exception {
    URI kept = folder.resolve("kept").toUri();
    try (AtomicOutput out = storage.create(kept)) {
      out.commit();
    }
    AtomicBoolean done = new AtomicBoolean();
    FutureTask<Boolean> busy =
        new FutureTask<>(
            () -> {
              for (int i = 0; !done.get(); i++) {
                storage.create(folder.resolve("x" + i % 9 + "/y").toUri()).close();
                storage.deleteFolder(folder.resolve("x" + i % 9).toUri());
              }
              return true;
            });
    new Thread(busy).start();
    try {
      for (int i = 0; i < 2000; i++) {
        assertThat(storage.list(folder.toUri())).containsExactly(kept);
      }
    } finally {
      done.set(true);
    }
    assertThat(busy.get()).isTrue();
  }

  @Test
  void deletesAFolderOnlyIfNothingIsInIt() throws IOException {
    Path full = folder.resolve("full");
    Files.createDirectories(full.resolve("folder"));
    storage.deleteEmptyFolder(full.toUri());
    assertThat(full).isDirectory();
    storage.deleteEmptyFolder(full.resolve("folder").toUri());
    storage.deleteEmptyFolder(full.toUri());
    storage.deleteEmptyFolder(full.toUri());
    assertThat(full).doesNotExist();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void readsAPipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Process writer = new ProcessBuilder("sh", "-c", "printf hello > " + pipe).start();
    try (InputStream in = new BufferedInputStream(storage.read(pipe.toUri(), 0))) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("hello");
    } finally {
      writer.destroy();
    }
  }

  @Test
  void namesThePlaceThatCannotBeWritten() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("taken.txt"));
    try (AtomicOutput out = storage.create(taken.toUri())) {
      assertThatThrownBy(out::commit)
          .isInstanceOfSatisfying(
              FileSystemException.class, e -> assertThat(e.getFile()).isEqualTo(taken.toString()))
          .hasMessageNotContaining(".unfinished");
    }
  }

  @Test
  void refusesSchemesItDoesNotKnow() {
    assertThatThrownBy(() -> storage.exists(URI.create("gopher://x/y")))
        .hasMessage("Cannot reach gopher://x/y: its scheme is not known (expected file:)");
  }
}
