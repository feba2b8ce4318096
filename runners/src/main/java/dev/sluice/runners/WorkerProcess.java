package dev.sluice.runners;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.step.WorkerLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker that is a process, and its log: a file that both of its standard streams go to, so that
 * it never waits for anybody to read. Its lines are read when somebody asks how far it is, and when
 * it ends. For use by many threads.
 */
final class WorkerProcess implements RunningTask {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
  private static final int PIECE = 65_536;

  private final Process process;
  private final Path log;
  private final boolean temporary;
  private final Consumer<WorkerLine> lines;
  private volatile boolean stopped;
  private final CompletionStage<TaskExit> exit;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private long position;
  private long bytes;
  private String last = "empty";

  private WorkerProcess(Process process, Path log, boolean temporary, Consumer<WorkerLine> lines) {
    this.process = process;
    this.log = log;
    this.temporary = temporary;
    this.lines = lines;
    this.exit = process.onExit().thenApply(end -> ended());
  }

  /**
   * A worker with its log.
   *
   * @param lines takes each line, in order
   */
  static WorkerProcess of(Process process, Path log, Consumer<WorkerLine> lines) {
    return new WorkerProcess(process, log, false, lines);
  }

  /** The same; the log is deleted when the worker ends well, or as it was told to. */
  static WorkerProcess withTemporaryLog(Process process, Path log, Consumer<WorkerLine> lines) {
    return new WorkerProcess(process, log, true, lines);
  }

  @Override
  public CompletionStage<TaskExit> exit() {
    return exit;
  }

  @Override
  public synchronized long bytes() {
    try {
      read();
    } catch (IOException e) {
      LOG.debug("Cannot read {}", log, e);
    }
    return bytes;
  }

  private void read() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(position);
      byte[] piece = new byte[PIECE];
      for (int count = file.read(piece); count > 0; count = file.read(piece)) {
        position += count;
        for (int i = 0; i < count; i++) {
          if (piece[i] == '\n') {
            takeBegun();
          } else {
            begun.write(piece[i]);
          }
        }
      }
    }
  }

  private void takeBegun() {
    String text = begun.toString(UTF_8).stripTrailing();
    begun.reset();
    if (text.isEmpty()) {
      return;
    }
    WorkerLine line = WorkerLine.of(text, Instant.now());
    if (line.bytes() != null) {
      bytes = line.bytes();
    }
    String message = line.message();
    if (message != null && line.kind() != WorkerLine.Kind.END && startsText(message)) {
      last = message;
    }
    lines.accept(line);
  }

  /** Other than what goes on with it, such as a stack trace. */
  private static boolean startsText(String message) {
    return !message.isEmpty() && !Character.isWhitespace(message.charAt(0));
  }

  @Override
  public void stop() {
    stopped = true;
    process.destroy();
  }

  @Override
  public void kill() {
    stopped = true;
    process.destroyForcibly();
  }

  private synchronized TaskExit ended() {
    try {
      read();
      takeBegun();
    } catch (IOException e) {
      last = "cannot be read";
    }
    TaskExit end =
        new TaskExit(OptionalInt.of(process.exitValue()), "log: %s: %s".formatted(log, last));
    if (temporary && (stopped || process.exitValue() == 0)) {
      try {
        Files.delete(log);
      } catch (IOException e) {
        LOG.debug("Cannot delete {}", log, e);
      }
    }
    return end;
  }
}
