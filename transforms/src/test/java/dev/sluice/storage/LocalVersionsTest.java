package dev.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalVersionsTest extends VersionedFilesContract {
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
    List<Process> running = new ArrayList<>();
    int started = 0;
    int kills = 0;
    try {
      for (; started < CONTENDERS; started++) {
        running.add(start(started));
      }
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
      while (System.nanoTime() < until) {
        int chosen = random.nextInt(CONTENDERS);
        Process process = running.get(chosen);
        signal("STOP", process);
        Thread.sleep(10 + random.nextInt(100)); // How long it is frozen: there is nothing to await.
        if (random.nextBoolean()) {
          signal("CONT", process);
        } else {
          process.destroyForcibly().waitFor();
          kills++;
          running.set(chosen, start(started++));
        }
      }
    } finally {
      for (Process process : running) {
        process.destroyForcibly().waitFor();
        kills++;
      }
    }
    List<String> log = new ArrayList<>();
    for (int i = 0; i < started; i++) {
      if (Files.exists(log(i))) {
        log.addAll(Files.readAllLines(log(i)));
      }
    }
    assertThat(log).hasSizeGreaterThan(100);
    new VersionHistory(files(), file()).assertOne(log, kills);
  }

  private Path log(int contender) {
    return temporary.resolve("log" + contender);
  }

  private Process start(int contender) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx32m",
            "-cp",
            System.getProperty("java.class.path"),
            VersionContender.class.getName(),
            file().toString(),
            log(contender).toString(),
            "process" + contender)
        .redirectErrorStream(true)
        .redirectOutput(temporary.resolve("out" + contender).toFile())
        .start();
  }

  private static void signal(String signal, Process process) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }
}
