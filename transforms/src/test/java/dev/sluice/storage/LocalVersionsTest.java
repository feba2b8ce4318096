package dev.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class LocalVersionsTest extends VersionedFilesContract {
  private static final int BLOWS = 30;

  /** So many changes each has made before it is struck: what is tried is that it is at work. */
  private static final int AT_WORK = 5;

  @TempDir Path temporary;

  @Override
  VersionedFiles files() {
    return new LocalStorage();
  }

  @Override
  URI folder() {
    return URI.create(temporary.toUri() + "slots/");
  }

  @Override
  int changes() {
    return 3000;
  }

  private URI file() {
    return folder().resolve("host/0");
  }

  @Test
  void leavesNothingBehind() throws IOException {
    String version = files().createIfAbsent(file(), "a").orElseThrow();
    assertThat(files().createIfAbsent(file(), "b")).isEmpty();
    assertThat(files().deleteIfUnchanged(file(), version)).isTrue();
    try (Stream<Path> left = Files.list(Path.of(folder()).resolve("host"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void createsInTheEmptyFolderOfOneThatDiedDeleting() throws IOException {
    Files.createDirectories(Path.of(file()));
    assertThat(files().readVersioned(file())).isEmpty();
    String version = files().createIfAbsent(file(), "a").orElseThrow();
    assertThat(files().readVersioned(file())).contains(new Versioned("a", version));
  }

  @Test
  void doesNotShowTheFolderOfOneThatDiedCreating() throws IOException {
    Path host = Path.of(folder()).resolve("host");
    Files.createDirectories(host.resolve(".1" + LocalStorage.UNFINISHED));
    assertThat(files().listVersions(host.toUri())).isEmpty();
  }

  @Test
  void refusesAVersionThatIsNone() {
    assertThatThrownBy(() -> files().deleteIfUnchanged(file(), "../x"))
        .hasMessage("version: ../x (expected one of a local file)");
  }

  @Test
  void saysWhenAPlainFileIsInTheWay() throws IOException {
    Files.createDirectories(Path.of(folder()).resolve("host"));
    Files.createFile(Path.of(file()));
    assertThatThrownBy(() -> files().createIfAbsent(file(), "a"))
        .hasMessage(
            "Cannot read %s: it is a plain file (expected a folder)".formatted(Path.of(file())));
  }

  @Test
  void ofProcessesKilledAndFrozenAtRandomOneSucceeds() throws Exception {
    Random random = new Random();
    List<Contender> all = new ArrayList<>();
    List<Contender> running = new ArrayList<>();
    try {
      for (int i = 0; i < CONTENDERS; i++) {
        running.add(start(all));
      }
      for (int blow = 0; blow < BLOWS; blow++) {
        int chosen = random.nextInt(CONTENDERS);
        Contender contender = running.get(chosen);
        contender.awaitChanges(AT_WORK);
        contender.signal("STOP");
        Thread.sleep(10 + random.nextInt(100)); // How long it is frozen: there is nothing to await.
        if (random.nextBoolean()) {
          contender.signal("CONT");
        } else {
          contender.kill();
          running.set(chosen, start(all));
        }
      }
    } finally {
      for (Contender contender : all) {
        contender.kill();
      }
    }
    List<String> log = new ArrayList<>();
    for (Contender contender : all) {
      log.addAll(contender.told());
    }
    new VersionHistory(files(), file()).assertOne(log, all.size());
  }

  private Contender start(List<Contender> all) throws IOException {
    Path log = temporary.resolve("log" + all.size());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                VersionContender.class.getName(),
                file().toString(),
                log.toString(),
                "process" + all.size())
            .redirectErrorStream(true)
            .redirectOutput(temporary.resolve("out" + all.size()).toFile())
            .start();
    Contender contender = new Contender(process, log);
    all.add(contender);
    return contender;
  }

  private record Contender(Process process, Path log) {
    List<String> told() throws IOException {
      return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    void awaitChanges(int count) {
      await("changes by " + log.getFileName())
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(5))
          .failFast("it has ended", () -> !process.isAlive())
          .until(() -> told().size() >= count);
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }

    void signal(String signal) throws Exception {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    }
  }
}
