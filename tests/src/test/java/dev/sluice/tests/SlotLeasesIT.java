package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.fetch.slots.Slot;
import dev.sluice.storage.LocalStorage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

  /** Holdings and confirmations without which nothing was tried. */
  private static final int ENOUGH = 20;

  @TempDir Path folder;
  private final Random random = new Random();
  private final List<Process> all = new ArrayList<>();

  private record Interval(long from, long to) {}

  /**
   * What the processes have told so far.
   *
   * @param intervals during which a process held a slot
   * @param confirmed how many of these ended with a confirmation
   */
  private record Holdings(List<Interval> intervals, int confirmed) {}

  @Test
  @Timeout(300)
  void keepsToTheCapAmongProcessesThatAreFrozenAndKilled() throws Exception {
    List<Process> running = new ArrayList<>();
    int kills = 0;
    try {
      for (int i = 0; i < WORKERS; i++) {
        running.add(start());
      }
      awaiting("a slot held by each", running).until(this::allHaveHeldOne);
      for (int blow = 0; blow < BLOWS; blow++) {
        Process process = running.get(random.nextInt(WORKERS));
        signal("STOP", process);
        // How long it is frozen, up to past the lapse: there is nothing to await.
        Thread.sleep(random.nextInt((int) SlotWorker.TIMES.lapse().toMillis() * 5 / 4));
        if (kills < MOST_KILLS && random.nextInt(4) == 0) {
          process.destroyForcibly().waitFor();
          kills++;
          running.set(running.indexOf(process), start());
        } else {
          signal("CONT", process);
        }
      }
      // Die for good, as many as there are slots: those left have all slots in the end.
      for (Process process : List.copyOf(running).subList(0, CAP)) {
        process.destroyForcibly().waitFor();
        running.remove(process);
        kills++;
      }
      long killed = System.currentTimeMillis();
      awaiting("all slots held by those left, and holdings enough", running)
          .until(
              this::holdings,
              told ->
                  most(told.intervals().stream().filter(at -> at.from() > killed).toList()) >= CAP
                      && told.intervals().size() > ENOUGH
                      && told.confirmed() > ENOUGH);
      Files.createFile(folder.resolve("end"));
      for (Process process : running) {
        assertThat(process.waitFor()).isZero();
      }
      assertThat(most(holdings().intervals())).as("slots held at one moment").isEqualTo(CAP);
      assertNothingLeaks(kills);
    } finally {
      for (Process process : all) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  /** Every slot can be taken: at once, or after a lapse where its holder was killed. */
  private void assertNothingLeaks(int kills) throws Exception {
    MirrorSlots slots = MirrorSlots.leased(new LocalStorage(), leases(), SlotWorker.TIMES);
    List<Slot> taken = new ArrayList<>();
    for (int i = 0; i < CAP; i++) {
      taken.add(slots.take(SlotWorker.MIRROR));
    }
    for (Slot slot : taken) {
      slot.close();
    }
    try (Stream<Path> left = Files.walk(Path.of(leases()))) {
      List<Path> files = left.filter(Files::isDirectory).skip(2).toList();
      assertThat(files).allSatisfy(file -> assertThat(file.toString()).endsWith(".unfinished"));
      assertThat(files).hasSizeLessThanOrEqualTo(kills);
    }
  }

  private Holdings holdings() throws IOException {
    List<Interval> intervals = new ArrayList<>();
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
      told.values().forEach(at -> intervals.add(new Interval(at.get(0), at.get(at.size() - 1))));
    }
    return new Holdings(intervals, confirmed);
  }

  /** The lines that are whole: one may be being written. */
  private static List<String> lines(Path log) throws IOException {
    String text = Files.exists(log) ? Files.readString(log) : "";
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
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

  private boolean allHaveHeldOne() throws IOException {
    for (int i = 0; i < all.size(); i++) {
      if (lines(log(i)).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static ConditionFactory awaiting(String what, List<Process> running) {
    return Awaitility.await(what)
        .atMost(Duration.ofMinutes(2))
        .failFast("one has ended", () -> !running.stream().allMatch(Process::isAlive));
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
