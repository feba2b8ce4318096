package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dump.Mirror;
import dev.sluice.fetch.slots.LeaseTimes;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.fetch.slots.Slot;
import dev.sluice.storage.LocalStorage;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;

/**
 * A process that takes a slot, holds it and gives it back, again and again, until a file is there
 * that tells it to end. Its log has a line for each moment at which it was told that it holds the
 * slot, {@code NUMBER MILLIS}, and one for each confirmation, {@code NUMBER confirmed} or {@code
 * NUMBER refused}.
 */
final class SlotWorker {
  static final Mirror MIRROR = new Mirror(URI.create("ftp://mirror.example/"), 3);
  static final LeaseTimes TIMES =
      new LeaseTimes(Duration.ofMillis(200), Duration.ofMillis(800), Duration.ofMillis(50));

  private static final int LONGEST_HOLD_MILLIS = 300;
  private static final int BUFFER_MILLIS = 3;

  private final FileChannel log;
  private int number;

  private SlotWorker(FileChannel log) {
    this.log = log;
  }

  /** Arguments: the folder of the leases, the log, the file that ends it. */
  public static void main(String[] arguments) throws Exception {
    Path end = Path.of(arguments[2]);
    MirrorSlots slots = MirrorSlots.leased(new LocalStorage(), URI.create(arguments[0]), TIMES);
    Random random = new Random();
    try (FileChannel log =
        FileChannel.open(
            Path.of(arguments[1]), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      SlotWorker worker = new SlotWorker(log);
      while (!Files.exists(end)) {
        try (Slot slot = slots.take(MIRROR)) {
          worker.hold(slot, 1 + random.nextInt(LONGEST_HOLD_MILLIS));
        }
      }
    }
  }

  /** As a transfer does: asks after each buffer, and confirms at the end. */
  private void hold(Slot slot, int millis) throws IOException, InterruptedException {
    number++;
    long until = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    // The time is taken first: a freeze may come between any two calls.
    long now = System.currentTimeMillis();
    boolean held = slot.held();
    while (held && System.nanoTime() < until) {
      tell(Long.toString(now));
      Thread.sleep(BUFFER_MILLIS); // What a buffer takes to come.
      now = System.currentTimeMillis();
      held = slot.held();
    }
    try {
      slot.confirm();
      tell(held ? "confirmed" : "confirmed-though-lost");
    } catch (IOException e) {
      tell("refused");
    }
  }

  private void tell(String what) throws IOException {
    log.write(ByteBuffer.wrap((number + " " + what + "\n").getBytes(UTF_8)));
  }
}
