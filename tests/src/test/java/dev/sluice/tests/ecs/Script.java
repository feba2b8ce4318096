package dev.sluice.tests.ecs;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/**
 * What goes wrong, in the order it is told: each line is for the next requests, launches or tasks
 * that come after it. Some reasons are as AWS words them. For any thread.
 */
public final class Script {
  /** Developer Guide, "Service event messages"; AWS re:Post, "ecs-fargate-runtask-capacity". */
  public static final String NO_CAPACITY =
      "Capacity is unavailable at this time. Please try again later or in a different availability"
          + " zone";

  /** Developer Guide, "Service event messages": with this apostrophe. */
  public static final String VCPU_LIMIT =
      "You’ve reached the limit on the number of vCPUs you can run concurrently";

  private final Map<String, Deque<Fault>> faults = new HashMap<>();
  private final List<LaunchFault> launches = new ArrayList<>();
  private final Deque<Fate> fates = new ArrayDeque<>();
  private final LogFaults logs = new LogFaults();
  private double interrupted;
  private Duration interruptedAfter = Duration.ZERO;
  private Random random = new Random(0);

  Script() {}

  /** Refuses the next calls of an action, which do nothing. */
  public void refuse(String action, int calls, AwsError error) {
    add(action, calls, new Fault(Optional.of(error), false, false));
  }

  /** Throttles the next calls of an action. */
  public void throttle(String action, int calls) {
    refuse(action, calls, AwsError.throttled());
  }

  /** The same, with the throttling in the message of another exception. */
  public void throttleInside(String action, int calls) {
    refuse(action, calls, AwsError.throttledInside());
  }

  /** The next calls of an action do what they should, and the connection ends with no answer. */
  public void loseAnswers(String action, int calls) {
    add(action, calls, new Fault(Optional.empty(), true, false));
  }

  /** The next calls of an action do what they should, and are not answered while this lasts. */
  public void neverAnswer(String action, int calls) {
    add(action, calls, new Fault(Optional.empty(), false, true));
  }

  /** The next tasks are {@code failures} of RunTask with this reason, and do not start. */
  public void failLaunches(int tasks, String reason) {
    fail(tasks, placement -> true, reason, false);
  }

  /** The next tasks for a capacity provider find no capacity. */
  public void noCapacity(String provider, int tasks) {
    fail(tasks, placement -> placement.provider().equals(provider), NO_CAPACITY, false);
  }

  /** The next tasks that may run in this subnet alone find no capacity. */
  public void noCapacityIn(String subnet, int tasks) {
    fail(tasks, placement -> placement.subnets().equals(List.of(subnet)), NO_CAPACITY, false);
  }

  /** The next tasks are {@code failures} of RunTask, and start all the same. */
  public void failLaunchesButStart(int tasks, String reason) {
    fail(tasks, placement -> true, reason, true);
  }

  /** The next tasks stay in PROVISIONING, PENDING or ACTIVATING until they are stopped. */
  public void stickIn(String status, int tasks) {
    fate(tasks, new FateLine().stuckIn(status));
  }

  /** The next tasks are MISSING to reads for so long, whatever the settings say. */
  public void hide(int tasks, Duration duration) {
    fate(tasks, new FateLine().unseen(duration));
  }

  /** The images of the next tasks cannot be pulled. */
  public void failPulls(int tasks, String cause) {
    fate(tasks, new FateLine().pullError(cause));
  }

  /** The next tasks fail to start before they have containers. */
  public void failToStart(int tasks, String reason) {
    fate(tasks, new FateLine().startFailure(reason));
  }

  /** The next tasks are killed for their memory so long after they run. */
  public void runOutOfMemory(int tasks, Duration after) {
    fate(tasks, new FateLine().outOfMemoryAfter(after));
  }

  /** Nobody learns the exit codes of the next tasks. */
  public void loseExitCodes(int tasks) {
    fate(tasks, new FateLine().exitCodeLost());
  }

  /** The next tasks are interrupted so long after they run, those of them that are on Spot. */
  public void interruptSpotTasks(int tasks, Duration after) {
    fate(tasks, new FateLine().interruptedAfter(after));
  }

  /** From now on this share of Spot tasks is interrupted so long after they run. */
  public synchronized void interruptSpot(double share, Duration after, long seed) {
    interrupted = share;
    interruptedAfter = after;
    random = new Random(seed);
  }

  /** What goes wrong with logs. */
  public LogFaults logs() {
    return logs;
  }

  private synchronized void add(String action, int calls, Fault fault) {
    for (int i = 0; i < calls; i++) {
      faults.computeIfAbsent(action, name -> new ArrayDeque<>()).add(fault);
    }
  }

  private synchronized void fail(
      int tasks, Predicate<Placement> which, String reason, boolean starts) {
    for (int i = 0; i < tasks; i++) {
      launches.add(new LaunchFault(which, reason, starts));
    }
  }

  private synchronized void fate(int tasks, FateLine line) {
    for (int i = 0; i < tasks; i++) {
      fates.add(line.fate());
    }
  }

  synchronized Fault next(String action) {
    Deque<Fault> left = faults.getOrDefault(action, new ArrayDeque<>());
    return left.isEmpty() ? Fault.NONE : left.remove();
  }

  /** Whether a task that would be placed so fails. */
  synchronized Optional<LaunchFault> next(Placement placement) {
    for (Iterator<LaunchFault> all = launches.iterator(); all.hasNext(); ) {
      LaunchFault fault = all.next();
      if (fault.which().test(placement)) {
        all.remove();
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  /** Of the next task. */
  synchronized Fate nextFate(boolean spot) {
    if (!fates.isEmpty()) {
      return fates.remove();
    }
    boolean ends = spot && interrupted > 0 && random.nextDouble() < interrupted;
    return ends ? new FateLine().interruptedAfter(interruptedAfter).fate() : new FateLine().fate();
  }

  /**
   * @param refusal instead of the action
   * @param dropped whether the connection ends after it
   * @param silent whether no answer comes after it
   */
  record Fault(Optional<AwsError> refusal, boolean dropped, boolean silent) {
    static final Fault NONE = new Fault(Optional.empty(), false, false);
  }

  /** Where a task would run: a capacity provider, or none, and one of these subnets. */
  record Placement(String provider, List<String> subnets) {}

  /**
   * @param starts whether the task runs all the same
   */
  record LaunchFault(Predicate<Placement> which, String reason, boolean starts) {}
}
