package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.fetch.slots.Slot;
import dev.sluice.storage.LocalStorage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Leases of slots over a shared folder, among processes that are frozen and killed. A moment at
 * which a process was told that it holds a slot and the next such moment of the same slot bound a
 * time during which it held it; while it is frozen it is told nothing, so what is left out is the
 * freeze that ended with the slot lost: the one time at which a connection can be open too many.
 */
class SlotLeasesIT {
  private static final int WORKERS = 6;
  private static final int CAP = SlotWorker.MIRROR.connections();
  private static final int BLOWS = 8;
  private static final int MOST_KILLS = 3;

  /** A lapse, a renewal, some looks, and what a busy machine takes to start and to wake up. */
  private static final long BACK_MILLIS = SlotWorker.TIMES.lapse().toMillis() + 1500;

  @TempDir Path folder;
  private final Random random = new Random();
  private final List<Process> all = new ArrayList<>();

  private record Interval(long from, long to) {}

  @Test
  void keepsToTheCapAmongProcessesThatAreFrozenAndKilled() throws Exception {
    List<Process> running = new ArrayList<>();
    List<Long> kills = new ArrayList<>();
    try {
      for (int i = 0; i < WORKERS; i++) {
        running.add(start());
      }
      awaitHolders();
      for (int blow = 0; blow < BLOWS; blow++) {
        Process process = running.get(random.nextInt(WORKERS));
        signal("STOP", process);
        // How long it is frozen, up to past the lapse: there is nothing to await.
        Thread.sleep(random.nextInt((int) SlotWorker.TIMES.lapse().toMillis() * 5 / 4));
        if (kills.size() < MOST_KILLS && random.nextInt(4) == 0) {
          process.destroyForcibly().waitFor();
          kills.add(System.currentTimeMillis());
          running.set(running.indexOf(process), start());
        } else {
          signal("CONT", process);
        }
      }
      // Die for good, as many as there are slots: those left have all slots soon.
      for (Process process : List.copyOf(running).subList(0, CAP)) {
        process.destroyForcibly().waitFor();
        running.remove(process);
        kills.add(System.currentTimeMillis());
      }
      long killed = System.currentTimeMillis();
      Thread.sleep(BACK_MILLIS + 1000);
      Files.createFile(folder.resolve("end"));
      for (Process process : running) {
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
      }
      List<Interval> holdings = holdings();
      assertThat(holdings).hasSizeGreaterThan(20);
      assertThat(most(holdings)).as("slots held at one moment").isEqualTo(CAP);
      assertThat(most(holdings.stream().filter(at -> at.from() > killed + BACK_MILLIS).toList()))
          .as("slots held again after a lapse")
          .isEqualTo(CAP);
      assertNothingLeaks(kills.size());
    } finally {
      for (Process process : all) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  /** Every slot can be taken at once, or after a lapse where its holder was killed. */
  private void assertNothingLeaks(int kills) throws Exception {
    MirrorSlots slots = MirrorSlots.leased(new LocalStorage(), leases(), SlotWorker.TIMES);
    List<Slot> taken = new ArrayList<>();
    long started = System.currentTimeMillis();
    for (int i = 0; i < CAP; i++) {
      taken.add(slots.take(SlotWorker.MIRROR));
    }
    assertThat(System.currentTimeMillis() - started).isLessThan(BACK_MILLIS);
    for (Slot slot : taken) {
      slot.confirm();
      slot.close();
    }
    try (Stream<Path> left = Files.walk(Path.of(leases()))) {
      List<Path> files = left.filter(Files::isDirectory).skip(2).toList();
      assertThat(files).allSatisfy(file -> assertThat(file.toString()).endsWith(".unfinished"));
      assertThat(files).hasSizeLessThanOrEqualTo(kills);
    }
  }

  private List<Interval> holdings() throws IOException {
    List<Interval> holdings = new ArrayList<>();
    int confirmed = 0;
    for (int i = 0; i < all.size(); i++) {
      Map<String, List<Long>> told = new LinkedHashMap<>();
      for (String line : lines(log(i))) {
        String[] words = line.split(" ", -1);
        if (words[1].matches("\\d+")) {
          told.computeIfAbsent(words[0], number -> new ArrayList<>()).add(Long.valueOf(words[1]));
        } else {
          assertThat(words[1]).isIn("confirmed", "refused");
          confirmed += words[1].equals("confirmed") ? 1 : 0;
        }
      }
      told.values().forEach(at -> holdings.add(new Interval(at.get(0), at.get(at.size() - 1))));
    }
    assertThat(confirmed).isGreaterThan(20);
    return holdings;
  }

  private static List<String> lines(Path log) throws IOException {
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  private static int most(List<Interval> holdings) {
    TreeMap<Long, Integer> changes = new TreeMap<>();
    for (Interval holding : holdings) {
      changes.merge(holding.from(), 1, Integer::sum);
      // One that ends and one that begins in the same millisecond do not overlap.
      changes.merge(Math.max(holding.to(), holding.from() + 1), -1, Integer::sum);
    }
    int open = 0;
    int most = 0;
    for (int change : changes.values()) {
      open += change;
      most = Math.max(most, open);
    }
    return most;
  }

  private void awaitHolders() throws Exception {
    for (int i = 0; i < WORKERS; i++) {
      while (lines(log(i)).isEmpty()) {
        assertThat(all.get(i).isAlive()).isTrue();
        Thread.sleep(20);
      }
    }
  }

  private URI leases() {
    return URI.create(folder.toUri() + "slots/");
  }

  private Path log(int worker) {
    return folder.resolve("log" + worker);
  }

  private Process start() throws IOException {
    int worker = all.size();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                SlotWorker.class.getName(),
                leases().toString(),
                log(worker).toString(),
                folder.resolve("end").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out" + worker).toFile())
            .start();
    all.add(process);
    return process;
  }

  private static void signal(String signal, Process process) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }
}
