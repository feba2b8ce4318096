package dev.sluice.runners;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.runners.ecs.OnEcs;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepReport;
import dev.sluice.storage.S3Server;
import dev.sluice.storage.Storage;
import dev.sluice.storage.StorageByScheme;
import dev.sluice.storage.StorageDecorator;
import dev.sluice.tests.ecs.EcsServer;
import dev.sluice.tests.ecs.EcsSettings;
import dev.sluice.tests.ecs.Pace;
import dev.sluice.tests.ecs.RealTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** The programs of {@code benchmarks/coordinator.sh}. */
final class CoordinatorLoad {
  private static final URI WORK = URI.create("s3://dumps/work/");

  /** As many as a page of ListObjectsV2 has. */
  private static final int PAGE = 1000;

  private CoordinatorLoad() {}

  /**
   * {@code FOLDER NAME TASKS MOST}: has so many tasks done by the server of that folder, at most so
   * many of them at once, and prints what it took. The name is the run's.
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    String run = args[1];
    int tasks = Integer.parseInt(args[2]);
    List<String> server = Files.readAllLines(folder.resolve("server"), UTF_8);
    ListingsCounted storage =
        new ListingsCounted(StorageByScheme.of(server.subList(1, server.size())));
    SimulatedRun simulated =
        new SimulatedRun(
            new StepEnvironment(run, storage, WORK.resolve(run + "/")),
            URI.create(server.get(0)),
            Integer.parseInt(args[3]));
    long began = System.currentTimeMillis();
    Map<Integer, SimulatedRun.Ended> ended = simulated.run(tasks);
    long millis = System.currentTimeMillis() - began;
    List<StepReport> failed =
        ended.values().stream()
            .map(end -> end.outcome().report())
            .filter(StepReport::failed)
            .toList();
    if (!failed.isEmpty()) {
      System.err.printf("%d tasks failed: %s%n", failed.size(), failed.get(0).failure());
      System.exit(1);
    }
    System.out.printf("%s seconds %.1f%n", run, millis / 1e3);
    if (args.length > 4) {
      tell(folder, tasks, ended, storage);
    }
    System.exit(0);
  }

  private static void tell(
      Path folder, int tasks, Map<Integer, SimulatedRun.Ended> ended, ListingsCounted storage)
      throws IOException {
    Map<Integer, Long> seen = new HashMap<>();
    List<Long> ends = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("ends"), UTF_8)) {
      String[] fields = line.split(" ", -1);
      seen.put(Integer.parseInt(fields[0]), Long.parseLong(fields[1]));
      ends.add(Long.parseLong(fields[1]));
    }
    long[] delays =
        ended.entrySet().stream()
            .mapToLong(end -> end.getValue().at() - Objects.requireNonNull(seen.get(end.getKey())))
            .sorted()
            .toArray();
    System.out.printf(
        "completion seen after: median %d ms, p99 %d ms, at most %d ms%n",
        at(delays, 0.5), at(delays, 0.99), delays[delays.length - 1]);
    double taskMinutes = 0;
    long polls = storage.pages.get();
    long throttled = 0;
    Map<String, Long> calls = new HashMap<>();
    for (String line : Files.readAllLines(folder.resolve("calls"), UTF_8)) {
      String[] fields = line.split(" ", -1);
      if (fields[0].equals("task-minutes")) {
        taskMinutes = Double.parseDouble(fields[1]);
      } else if (fields[0].equals("throttled")) {
        throttled = Long.parseLong(fields[1]);
      } else {
        calls.put(fields[0], Long.parseLong(fields[1]));
        polls += fields[0].equals("RunTask") ? 0 : Long.parseLong(fields[1]);
      }
    }
    System.out.printf(
        "%d tasks, %.0f task-minutes; calls %s, ListObjectsV2 %d%n",
        tasks, taskMinutes, calls, storage.pages.get());
    System.out.printf(
        "calls a task-minute, but for one RunTask a task: %.3f; throttled: %d%n",
        polls / taskMinutes, throttled);
    System.out.printf("most heap used: %d MiB%n", peakHeap() >> 20);
    System.out.println(Naive.of(ends));
  }

  private static long at(long[] sorted, double share) {
    return sorted[(int) (share * (sorted.length - 1))];
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  /**
   * What one DescribeTasks for each task and 6 s comes to, by calculation: the same tasks, which
   * end when they did, and AWS's bucket of 100 calls and 20 a second. What is throttled is asked
   * for again 6 s later.
   */
  record Naive(long calls, long throttled, long median, long p99) {
    private static final long PERIOD = 6000;

    private record Poll(long at, int task) {}

    static Naive of(List<Long> ends) {
      long start = ends.stream().mapToLong(end -> end).min().orElse(0) - 60_000;
      Random random = new Random(0);
      PriorityQueue<Poll> polls = new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
      for (int task = 0; task < ends.size(); task++) {
        polls.add(new Poll(start + random.nextLong(PERIOD), task));
      }
      double tokens = 100;
      long filled = start;
      long calls = 0;
      long throttled = 0;
      List<Long> delays = new ArrayList<>();
      while (!polls.isEmpty()) {
        Poll poll = polls.remove();
        tokens = Math.min(100, tokens + (poll.at - filled) * 0.02);
        filled = poll.at;
        calls++;
        boolean answered = tokens >= 1;
        tokens -= answered ? 1 : 0;
        throttled += answered ? 0 : 1;
        if (answered && poll.at >= ends.get(poll.task)) {
          delays.add(poll.at - ends.get(poll.task));
        } else {
          polls.add(new Poll(poll.at + PERIOD, poll.task));
        }
      }
      long[] sorted = delays.stream().mapToLong(delay -> delay).sorted().toArray();
      return new Naive(calls, throttled, at(sorted, 0.5), at(sorted, 0.99));
    }

    @Override
    public String toString() {
      return "one poll for each task and 6 s, by calculation: 10 calls a task-minute, %.0f %% of them"
              .formatted(100.0 * throttled / calls)
          + " throttled; completion seen after: median %d ms, p99 %d ms".formatted(median, p99);
    }
  }

  /** Counts the requests that listings take. */
  private static final class ListingsCounted extends StorageDecorator {
    private static final long serialVersionUID = 1;

    private final AtomicLong pages = new AtomicLong();

    ListingsCounted(Storage storage) {
      super(storage);
    }

    @Override
    public List<URI> list(URI folder) throws IOException {
      List<URI> files = super.list(folder);
      pages.addAndGet(1 + files.size() / PAGE);
      return files;
    }
  }

  /**
   * {@code FOLDER LEAST MOST SHARE AFTER}: the services in which each task takes LEAST to MOST
   * seconds, and this share of those on Spot is interrupted after so many. Until it is killed it
   * tells in the folder what happens.
   */
  static final class Server {
    private Server() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      S3Server s3 = S3Server.start(folder.resolve("s3"));
      List<String> options = List.of("--s3Endpoint=" + s3.endpoint(), "--s3PathStyle=true");
      long millis = 0;
      SimulatedWorkers workers =
          SimulatedWorkers.of(
              seconds(args[1]),
              seconds(args[2]),
              StorageByScheme.of(options),
              (number, at) -> append(folder.resolve("ends"), number, at));
      EcsServer ecs =
          EcsServer.start(
              EcsSettings.in(RealTime.ofThisMachine())
                  .withPace(Pace.brisk())
                  .withImage("sluice", workers));
      ecs.registerTaskDefinition(OnEcs.DEFINITION);
      ecs.script().interruptSpot(Double.parseDouble(args[3]), seconds(args[4]), 0);
      List<String> lines = new ArrayList<>(List.of(ecs.endpoint().toString()));
      lines.addAll(options);
      whole(folder.resolve("server"), lines);
      for (long last = System.currentTimeMillis(); ; ) {
        Thread.sleep(500);
        long now = System.currentTimeMillis();
        millis += (now - last) * ecs.tasksIn("RUNNING");
        last = now;
        List<String> calls = new ArrayList<>();
        ecs.calls().byAction().forEach((action, count) -> calls.add(action + " " + count));
        calls.add("throttled " + ecs.calls().answered("ThrottlingException"));
        calls.add("task-minutes " + millis / 60e3);
        whole(folder.resolve("calls"), calls);
      }
    }

    private static Duration seconds(String text) {
      return Duration.ofSeconds(Long.parseLong(text));
    }

    private static synchronized void append(Path file, int number, long at) {
      try {
        Files.writeString(
            file,
            "%d %d%n".formatted(number, at),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void whole(Path file, List<String> lines) throws IOException {
      Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
      Files.write(unfinished, lines, UTF_8);
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
