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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageTest {
  private final Storage storage = new LocalStorage();
  @TempDir Path folder;

  @Test
  void showsAFileOnlyOnceItIsCommitted() throws IOException {
    URI file = folder.resolve("a/b.txt").toUri();
    try (AtomicOutput out = storage.create(file)) {
      out.write("hello".getBytes(UTF_8));
      assertThat(storage.exists(file)).isFalse();
      assertThat(storage.list(folder.toUri())).isEmpty();
      out.commit();
    }
    assertThat(storage.exists(file)).isTrue();
    assertThat(storage.list(folder.toUri())).containsExactly(file);
    assertThat(text(file, 0)).isEqualTo("hello");
    assertThat(text(file, 3)).isEqualTo("lo");
    assertThat(text(file, 5)).isEmpty();
  }

  @Test
  void leavesNothingBehindWithoutACommit() throws IOException {
    URI file = folder.resolve("b.txt").toUri();
    try (AtomicOutput out = storage.create(file)) {
      out.write(1);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void replacesTheFileThatWasThere() throws IOException {
    URI file = folder.resolve("c.txt").toUri();
    for (String content : new String[] {"first", "2nd"}) {
      try (AtomicOutput out = storage.create(file)) {
        out.write(content.getBytes(UTF_8));
        out.commit();
      }
    }
    assertThat(text(file, 0)).isEqualTo("2nd");
  }

  @Test
  void keepsTheOldFileWhenTheNewOneIsNotCommitted() throws IOException {
    URI file = folder.resolve("d.txt").toUri();
    try (AtomicOutput out = storage.create(file)) {
      out.write("old".getBytes(UTF_8));
      out.commit();
    }
    try (AtomicOutput out = storage.create(file)) {
      out.write("new".getBytes(UTF_8));
    }
    assertThat(text(file, 0)).isEqualTo("old");
  }

  @Test
  void deletesFilesAndFolders() throws IOException {
    URI file = folder.resolve("x/y/z.txt").toUri();
    try (AtomicOutput out = storage.create(file)) {
      out.commit();
    }
    storage.delete(folder.resolve("x/none").toUri());
    storage.deleteFolder(folder.resolve("none").toUri());
    storage.deleteFolder(folder.resolve("x").toUri());
    assertThat(folder.resolve("x")).doesNotExist();
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
  void namesAMissingFile() {
    URI file = folder.resolve("none").toUri();
    assertThatThrownBy(() -> storage.read(file, 0)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void refusesSchemesItDoesNotKnow() {
    assertThatThrownBy(() -> storage.exists(URI.create("gopher://x/y")))
        .hasMessage("Cannot reach gopher://x/y: its scheme is not known (expected file:)");
  }

  private String text(URI file, long offset) throws IOException {
    try (InputStream in = storage.read(file, offset)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
