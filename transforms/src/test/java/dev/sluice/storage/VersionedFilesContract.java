package dev.sluice.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every kind of {@link VersionedFiles} has to do. */
abstract class VersionedFilesContract {
  static final int CONTENDERS = 4;

  abstract VersionedFiles files();

  /** A folder that is not there yet, ending in a slash. */
  abstract URI folder();

  /** How many changes a contender tries. */
  abstract int changes();

  private URI file() {
    return folder().resolve("a/0");
  }

  @Test
  void createsOnlyWhatIsAbsent() throws IOException {
    assertThat(files().readVersioned(file())).isEmpty();
    String version = files().createIfAbsent(file(), "one").orElseThrow();
    assertThat(files().createIfAbsent(file(), "two")).isEmpty();
    assertThat(files().readVersioned(file())).contains(new Versioned("one", version));
  }

  @Test
  void replacesOnlyTheVersionNamed() throws IOException {
    String first = files().createIfAbsent(file(), "one").orElseThrow();
    String second = files().replaceIfUnchanged(file(), "two", first).orElseThrow();
    assertThat(second).isNotEqualTo(first);
    assertThat(files().replaceIfUnchanged(file(), "three", first)).isEmpty();
    assertThat(files().readVersioned(file())).contains(new Versioned("two", second));
  }

  @Test
  void deletesOnlyTheVersionNamed() throws IOException {
    String first = files().createIfAbsent(file(), "one").orElseThrow();
    String second = files().replaceIfUnchanged(file(), "two", first).orElseThrow();
    assertThat(files().deleteIfUnchanged(file(), first)).isFalse();
    assertThat(files().deleteIfUnchanged(file(), second)).isTrue();
    assertThat(files().deleteIfUnchanged(file(), second)).isFalse();
    assertThat(files().readVersioned(file())).isEmpty();
  }

  @Test
  void aVersionOfAnEarlierLifeChangesNothing() throws IOException {
    String first = files().createIfAbsent(file(), "one").orElseThrow();
    assertThat(files().deleteIfUnchanged(file(), first)).isTrue();
    assertThat(files().replaceIfUnchanged(file(), "two", first)).isEmpty();
    String again = files().createIfAbsent(file(), "three").orElseThrow();
    assertThat(files().replaceIfUnchanged(file(), "four", first)).isEmpty();
    assertThat(files().deleteIfUnchanged(file(), first)).isFalse();
    assertThat(files().readVersioned(file())).contains(new Versioned("three", again));
  }

  @Test
  void listsTheVersionsInAFolder() throws IOException {
    assertThat(files().listVersions(folder().resolve("a/"))).isEmpty();
    String zero = files().createIfAbsent(file(), "x").orElseThrow();
    String one = files().createIfAbsent(folder().resolve("a/1"), "y").orElseThrow();
    assertThat(files().createIfAbsent(folder().resolve("b/0"), "z")).isPresent();
    assertThat(files().listVersions(folder().resolve("a/")))
        .containsExactlyInAnyOrderEntriesOf(Map.of("0", zero, "1", one));
    files().deleteIfUnchanged(file(), zero);
    assertThat(files().listVersions(folder().resolve("a/")))
        .containsExactlyEntriesOf(Map.of("1", one));
  }

  @Test
  void keepsContentOfUpToTheLongestLength() throws IOException {
    String longest = "é/ \n".repeat(25) + "abc";
    assertThat(longest.getBytes(UTF_8)).hasSize(VersionedFiles.MAX_CONTENT_BYTES);
    String first = files().createIfAbsent(file(), longest).orElseThrow();
    assertThat(files().readVersioned(file())).contains(new Versioned(longest, first));
    Optional<String> empty = files().replaceIfUnchanged(file(), "", first);
    assertThat(files().readVersioned(file())).contains(new Versioned("", empty.orElseThrow()));
    assertThatThrownBy(() -> files().createIfAbsent(file(), longest + "x"))
        .hasMessage("content: 129 bytes (expected at most 128)");
  }

  @Test
  void ofThreadsThatNameOneVersionOneSucceeds() throws Exception {
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    ExecutorService pool = Executors.newFixedThreadPool(CONTENDERS);
    try {
      List<Callable<Boolean>> contenders = new ArrayList<>();
      for (int i = 0; i < CONTENDERS; i++) {
        VersionContender contender = new VersionContender(files(), file(), "thread" + i, log::add);
        contenders.add(
            () -> {
              for (int n = 0; n < changes(); n++) {
                contender.change();
              }
              return true;
            });
      }
      for (Future<Boolean> done : pool.invokeAll(contenders)) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(log).hasSizeGreaterThan(changes() / 3);
    new VersionHistory(files(), file()).assertOne(log, 0);
  }
}
