package dev.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalVersionsTest extends VersionedFilesContract {
  private static final int CONTENDERS = 4;

  @TempDir Path temporary;

  @Override
  VersionedFiles files() {
    return new LocalStorage();
  }

  @Override
  URI folder() {
    return URI.create(temporary.toUri() + "slots/");
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
  void ofThreadsThatNameOneVersionOneSucceeds() throws Exception {
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    ExecutorService pool = Executors.newFixedThreadPool(CONTENDERS);
    try {
      List<Callable<Boolean>> contenders = new ArrayList<>();
      for (int i = 0; i < CONTENDERS; i++) {
        VersionContender contender = new VersionContender(files(), file(), "thread" + i, log::add);
        contenders.add(
            () -> {
              for (int n = 0; n < 3000; n++) {
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
    assertThat(log).hasSizeGreaterThan(1000);
    assertOneHistory(log, 0);
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
    assertOneHistory(log, kills);
  }

  /**
   * Each version comes into being once and is changed once, and no two are there at the same time.
   *
   * @param kills so many changes may be missing
   */
  private void assertOneHistory(List<String> log, int kills) throws IOException {
    Map<String, Long> made = new HashMap<>();
    Map<String, Long> changed = new HashMap<>();
    for (String line : log) {
      List<String> change = List.of(line.split(" ", -1));
      assertThat(change).hasSize(4);
      if (!change.get(0).equals("-")) {
        assertThat(changed.put(change.get(0), Long.valueOf(change.get(2)))).as(line).isNull();
      }
      if (!change.get(1).equals("-")) {
        assertThat(made.put(change.get(1), Long.valueOf(change.get(3)))).as(line).isNull();
      }
    }
    Set<String> fromNowhere = new HashSet<>(changed.keySet());
    fromNowhere.removeAll(made.keySet());
    assertThat(fromNowhere).as("made and not told").hasSizeLessThanOrEqualTo(kills);
    Set<String> unchanged = new HashSet<>(made.keySet());
    unchanged.removeAll(changed.keySet());
    Optional<Versioned> last = files().readVersioned(file());
    last.ifPresent(there -> unchanged.remove(there.version()));
    assertThat(unchanged).as("changed and not told").hasSizeLessThanOrEqualTo(kills);

    List<Life> lives = new ArrayList<>();
    made.forEach(
        (version, from) -> {
          Long to = changed.get(version);
          if (to != null && from < to) {
            lives.add(new Life(version, from, to));
          }
        });
    lives.sort(Comparator.comparing(Life::from));
    assertThat(lives).hasSizeGreaterThan(50);
    for (int i = 1; i < lives.size(); i++) {
      assertThat(lives.get(i - 1).to())
          .as("%s and %s", lives.get(i - 1), lives.get(i))
          .isLessThanOrEqualTo(lives.get(i).from());
    }
  }

  /** From when its making had ended to when its change was begun a version was there for sure. */
  private record Life(String version, long from, long to) {}

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
