package dev.sluice.step;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A line that a worker says on standard output, where it is one JSON object; whoever launched the
 * worker reads it from a file, a pipe or a log service. Standard output holds nothing else; what
 * the Java machine itself prints, when it crashes, is no such line.
 *
 * @param at when, by the worker's clock
 * @param kind what it is
 * @param bytes how many bytes went through so far; of {@link Kind#PROGRESS} and {@link Kind#END}
 * @param lines how many lines the worker said before; of {@link Kind#END} alone
 * @param message a text of one line and at most {@value #MOST_CHARACTERS} characters; of all kinds
 *     but {@link Kind#PROGRESS}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkerLine(
    Instant at, Kind kind, @Nullable Long bytes, @Nullable Long lines, @Nullable String message) {
  /**
   * The longest message. Log drivers cut a line at 16 KiB: Docker's reference, "Configure logging
   * drivers"; containerd's of Fargate does the same.
   */
  public static final int MOST_CHARACTERS = 4000;

  /** What a line is. */
  public enum Kind {
    PROGRESS,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    /** The last one of a worker that was not killed: all has been said. */
    END
  }

  /** How far a worker is. */
  public static WorkerLine progress(Instant at, long bytes) {
    return new WorkerLine(at, Kind.PROGRESS, bytes, null, null);
  }

  /** What it tells; what is longer than a message may be is cut, and ends in "…". */
  public static WorkerLine message(Instant at, Kind kind, String text) {
    return new WorkerLine(at, kind, null, null, cut(text));
  }

  /**
   * That it ends.
   *
   * @param lines how many it has said before this one
   * @param text how it ends
   */
  public static WorkerLine end(Instant at, long bytes, long lines, String text) {
    return new WorkerLine(at, Kind.END, bytes, lines, cut(text));
  }

  /** The line that a text is, if it is one that a worker makes. */
  public static Optional<WorkerLine> parse(String text) {
    if (!text.startsWith("{\"at\":")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.value(text, WorkerLine.class));
    } catch (IOException e) {
      return Optional.empty(); // Cut, or of another program.
    }
  }

  /**
   * The line that a text is; one that no worker makes is a warning, with that text.
   *
   * @param otherwise when it was said, if it does not tell so itself
   */
  public static WorkerLine of(String text, Instant otherwise) {
    return parse(text).orElseGet(() -> message(otherwise, Kind.WARN, text));
  }

  /** Its text: one line without the line feed. */
  public String text() {
    return Json.text(this);
  }

  private static String cut(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS - 1) + "…";
  }
}
