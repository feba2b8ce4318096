package dev.sluice.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every kind of {@link Storage} has to do. */
abstract class StorageContract {
  private static final int LARGE = 12_345_678;

  abstract Storage storage();

  /** A folder that is not there yet, ending in a slash. */
  abstract URI folder();

  @Test
  void replacesAFileWithoutForcingIt() throws IOException {
    URI file = folder().resolve("unforced.txt");
    for (String content : new String[] {"older", "newer"}) {
      try (AtomicOutput out = storage().create(file)) {
        out.write(content.getBytes(UTF_8));
        out.commitUnforced();
      }
      assertThat(text(file, 0)).isEqualTo(content);
    }
    assertThat(storage().list(folder())).containsExactly(file);
  }

  @Test
  void showsAFileOnlyOnceItIsCommitted() throws IOException {
    URI file = folder().resolve("a/b.txt");
    try (AtomicOutput out = storage().create(file)) {
      out.write("hello".getBytes(UTF_8));
      assertThat(storage().exists(file)).isFalse();
      assertThat(storage().list(folder())).isEmpty();
      out.commit();
    }
    assertThat(storage().length(file)).isEqualTo(OptionalLong.of(5));
    assertThat(storage().list(folder())).containsExactly(file);
    assertThat(text(file, 0)).isEqualTo("hello");
    assertThat(text(file, 3)).isEqualTo("lo");
    assertThat(text(file, 5)).isEmpty();
  }

  @Test
  void showsALargeFileOnlyOnceItIsCommitted() throws IOException {
    URI file = folder().resolve("large");
    byte[] content = random(LARGE);
    try (AtomicOutput out = storage().create(file)) {
      for (int at = 0; at < LARGE; at += 100_000) {
        out.write(content, at, Math.min(100_000, LARGE - at));
      }
      assertThat(storage().exists(file)).isFalse();
      assertThat(storage().list(folder())).isEmpty();
      out.commit();
    }
    assertThat(storage().length(file)).isEqualTo(OptionalLong.of(LARGE));
    assertThat(bytes(file, 0)).isEqualTo(content);
    int offset = 7_000_001;
    assertThat(bytes(file, offset)).isEqualTo(Arrays.copyOfRange(content, offset, LARGE));
    assertThat(bytes(file, LARGE)).isEmpty();
  }

  @Test
  void leavesNothingBehindWithoutACommit() throws IOException {
    for (int length : new int[] {0, 1, LARGE}) {
      try (AtomicOutput out = storage().create(folder().resolve("b"))) {
        out.write(random(length));
      }
    }
    assertThat(storage().list(folder())).isEmpty();
  }

  @Test
  void replacesTheFileThatWasThereByACommitAlone() throws IOException {
    URI file = folder().resolve("c.txt");
    write(file, "first");
    write(file, "2nd");
    try (AtomicOutput out = storage().create(file)) {
      out.write("third".getBytes(UTF_8));
    }
    assertThat(text(file, 0)).isEqualTo("2nd");
  }

  @Test
  void keepsAnEmptyFile() throws IOException {
    URI file = folder().resolve("empty");
    write(file, "");
    assertThat(storage().length(file)).isEqualTo(OptionalLong.of(0));
    assertThat(bytes(file, 0)).isEmpty();
    try (SeekableByteChannel channel = storage().open(file)) {
      assertThat(channel.size()).isZero();
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void keepsNamesOfAnyKind() throws IOException {
    for (String name : new String[] {"a b", "Ω", "x%20y", "a+b", "q?r#s", "m&n=o;p,~'()"}) {
      write(named(folder().resolve("names/"), name), name);
    }
    assertThat(storage().children(folder().resolve("names/"))).hasSize(6);
    for (URI file : storage().list(folder())) {
      String name = file.getPath().replaceFirst(".*/", "");
      assertThat(text(file, 0)).isEqualTo(name);
      storage().delete(file);
    }
    assertThat(storage().list(folder())).isEmpty();
  }

  /** What a name in a folder is as a URI. */
  private static URI named(URI folder, String name) {
    try {
      String path = folder.getPath() + name;
      URI uri = new URI(folder.getScheme(), folder.getAuthority(), path, null, null);
      return URI.create(uri.toASCIIString());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void write(URI file, String content) throws IOException {
    try (AtomicOutput out = storage().create(file)) {
      out.write(content.getBytes(UTF_8));
      out.commit();
    }
  }

  @Test
  void listsByName() throws IOException {
    for (String name : new String[] {"l/b", "l/a", "l/d/e", "l/d/f/g", "m/x", "l.txt"}) {
      write(folder().resolve(name), name);
    }
    URI listed = folder().resolve("l/");
    assertThat(storage().list(listed))
        .containsExactly(
            listed.resolve("a"),
            listed.resolve("b"),
            listed.resolve("d/e"),
            listed.resolve("d/f/g"));
    assertThat(storage().children(listed))
        .containsExactly(listed.resolve("a"), listed.resolve("b"));
    assertThat(storage().list(folder().resolve("none/"))).isEmpty();
    assertThat(storage().children(folder().resolve("none/"))).isEmpty();
  }

  @Test
  void deletesFilesAndFolders() throws IOException {
    write(folder().resolve("x/y/z.txt"), "z");
    write(folder().resolve("x/a.txt"), "a");
    write(folder().resolve("xx.txt"), "kept");
    storage().delete(folder().resolve("x/none"));
    storage().deleteFolder(folder().resolve("none"));
    storage().deleteFolder(folder().resolve("x"));
    assertThat(storage().list(folder())).containsExactly(folder().resolve("xx.txt"));
    storage().deleteEmptyFolder(folder());
    assertThat(storage().list(folder())).containsExactly(folder().resolve("xx.txt"));
    storage().delete(folder().resolve("xx.txt"));
    assertThat(storage().exists(folder().resolve("xx.txt"))).isFalse();
  }

  @Test
  void readsAnywhere() throws IOException {
    URI file = folder().resolve("anywhere");
    byte[] content = random(LARGE);
    try (AtomicOutput out = storage().create(file)) {
      out.write(content);
      out.commit();
    }
    Random random = new Random(3);
    try (SeekableByteChannel channel = storage().open(file)) {
      assertThat(channel.size()).isEqualTo(LARGE);
      for (int i = 0; i < 60; i++) {
        int at = i == 0 ? LARGE - 10 : random.nextInt(LARGE);
        byte[] wanted = Arrays.copyOfRange(content, at, Math.min(LARGE, at + 300_000));
        ByteBuffer buffer = ByteBuffer.allocate(wanted.length);
        channel.position(at);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
        assertThat(buffer.array()).isEqualTo(wanted);
        assertThat(channel.position()).isEqualTo(at + wanted.length);
      }
    }
  }

  @Test
  void namesAMissingFile() {
    URI file = folder().resolve("none");
    assertThatThrownBy(() -> storage().read(file, 0)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> storage().read(file, 7)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> storage().open(file)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aLockIsHeldByOne() throws IOException {
    URI file = folder().resolve("lock");
    Optional<Lock> lock = storage().lock(file);
    assertThat(lock).isPresent();
    assertThat(lock.get().held()).isTrue();
    assertThat(storage().lock(file)).isEmpty();
    lock.get().close();
    Optional<Lock> next = storage().lock(file);
    assertThat(next).isPresent();
    lock.get().close(); // Has no part in it any more.
    assertThat(storage().lock(file)).isEmpty();
    next.get().close();
    assertThat(storage().list(folder())).isEmpty();
  }

  @Test
  void discardsWhatKilledWritersLeft() throws IOException {
    URI file = folder().resolve("dead/large");
    AtomicOutput killed = storage().create(file); // Never closed.
    killed.write(random(LARGE));
    storage().discardUnfinished(folder().resolve("other/"));
    assertThat(unfinished()).isEqualTo(1);
    storage().discardUnfinished(folder());
    assertThat(unfinished()).isZero();
    assertThat(storage().list(folder())).isEmpty();
  }

  /** How many unfinished files there are in the folder. */
  abstract int unfinished() throws IOException;

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private String text(URI file, long offset) throws IOException {
    return new String(bytes(file, offset), UTF_8);
  }

  private byte[] bytes(URI file, long offset) throws IOException {
    try (InputStream in = storage().read(file, offset)) {
      return in.readAllBytes();
    }
  }
}
