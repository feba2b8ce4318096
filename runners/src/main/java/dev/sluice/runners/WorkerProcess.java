package dev.sluice.runners;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker that is a process: its standard output tells the bytes, a line each time. */
final class WorkerProcess implements RunningTask {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
  private static final int TAIL_BYTES = 4096;

  private final Process process;
  private final Path log;
  private final boolean temporary;
  private volatile boolean stopped;
  private final CompletionStage<TaskExit> exit;
  private String line = "";
  private long bytes;

  private WorkerProcess(Process process, Path log, boolean temporary) {
    this.process = process;
    this.log = log;
    this.temporary = temporary;
    this.exit = process.onExit().thenApply(end -> ended());
  }

  /** A worker with its log. */
  static WorkerProcess of(Process process, Path log) {
    return new WorkerProcess(process, log, false);
  }

  /** The same; the log is deleted when the worker ends well, or as it was told to. */
  static WorkerProcess withTemporaryLog(Process process, Path log) {
    return new WorkerProcess(process, log, true);
  }

  @Override
  public CompletionStage<TaskExit> exit() {
    return exit;
  }

  @Override
  public long bytes() {
    InputStream out = process.getInputStream();
    try {
      int available = out.available();
      if (available > 0) {
        take(line + new String(out.readNBytes(available), ISO_8859_1));
      }
    } catch (IOException e) {
      LOG.debug("Cannot read how far a worker is", e);
    }
    return bytes;
  }

  /** All lines but the last one are whole. */
  private void take(String text) {
    List<String> lines = text.lines().toList();
    int whole = text.endsWith("\n") ? lines.size() : lines.size() - 1;
    line = whole == lines.size() ? "" : lines.get(whole);
    try {
      bytes = whole == 0 ? bytes : Long.parseLong(lines.get(whole - 1));
    } catch (NumberFormatException e) {
      LOG.debug("A worker says {}", lines);
    }
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

  private TaskExit ended() {
    TaskExit end =
        new TaskExit(OptionalInt.of(process.exitValue()), "log: %s: %s".formatted(log, lastLine()));
    if (temporary && (stopped || process.exitValue() == 0)) {
      try {
        Files.delete(log);
      } catch (IOException e) {
        LOG.debug("Cannot delete {}", log, e);
      }
    }
    return end;
  }

  /** The log's last line that is none of a stack trace. */
  private String lastLine() {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] tail = new byte[(int) Math.min(TAIL_BYTES, file.length())];
      file.seek(file.length() - tail.length);
      file.readFully(tail);
      return new String(tail, UTF_8)
          .lines()
          .filter(text -> !text.isBlank() && !Character.isWhitespace(text.charAt(0)))
          .reduce((first, second) -> second)
          .orElse("empty");
    } catch (IOException e) {
      return "cannot be read";
    }
  }
}
