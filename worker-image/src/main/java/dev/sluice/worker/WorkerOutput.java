package dev.sluice.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.step.WorkerLine;
import dev.sluice.step.WorkerLine.Kind;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Standard output as {@link WorkerLine lines} of a worker, all of them whole whichever thread says
 * them. What is logged, or printed by whatever is in this process, becomes a message.
 */
final class WorkerOutput {
  private static final String LOGGER = "org.slf4j.simpleLogger.";
  private static final Pattern LOGGED = Pattern.compile("\\[(\\w+)] (.*)");

  private final PrintStream out;
  private long lines;
  private long bytes;

  private WorkerOutput(PrintStream out) {
    this.out = out;
  }

  /** Has the log say of each line how grave it is. */
  private static void configureLog() {
    System.setProperty(LOGGER + "showDateTime", "false");
    System.setProperty(LOGGER + "showThreadName", "false");
    System.setProperty(LOGGER + "showShortLogName", "false");
    System.setProperty(LOGGER + "showLogName", "false");
    System.setProperty(LOGGER + "levelInBrackets", "true");
    if (System.getProperty(LOGGER + "log.dev.sluice") == null) {
      System.setProperty(LOGGER + "log.dev.sluice", "info");
    }
  }

  /** Takes both standard streams over, for good; to be called before the first logger exists. */
  static WorkerOutput ofThisProcess() {
    configureLog();
    WorkerOutput output = new WorkerOutput(new PrintStream(System.out, true, UTF_8));
    System.setOut(new PrintStream(output.new Messages(Kind.INFO), true, UTF_8));
    System.setErr(new PrintStream(output.new Messages(Kind.WARN), true, UTF_8));
    return output;
  }

  synchronized void progress(long through) {
    bytes = through;
    say(WorkerLine.progress(Instant.now(), through));
  }

  synchronized void end(String text) {
    say(WorkerLine.end(Instant.now(), bytes, lines, text));
  }

  private synchronized void message(Kind kind, String text) {
    say(WorkerLine.message(Instant.now(), kind, text));
  }

  private void say(WorkerLine line) {
    // In one piece: what others write to the same place does not get in between.
    out.print(line.text() + "\n");
    out.flush();
    lines++;
  }

  private static Kind kind(String level) {
    return switch (level) {
      case "ERROR" -> Kind.ERROR;
      case "INFO" -> Kind.INFO;
      case "DEBUG", "TRACE" -> Kind.DEBUG;
      default -> Kind.WARN;
    };
  }

  /** Makes each line a message: as grave as the log says, or as the one that it goes on with. */
  private final class Messages extends OutputStream {
    private final Kind otherwise;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private Kind last;

    Messages(Kind otherwise) {
      this.otherwise = otherwise;
      this.last = otherwise;
    }

    @Override
    public synchronized void write(int b) {
      if (b == '\n') {
        take(line.toString(UTF_8).stripTrailing());
        line.reset();
      } else {
        line.write(b);
      }
    }

    private void take(String text) {
      if (text.isEmpty()) {
        return;
      }
      Matcher logged = LOGGED.matcher(text);
      if (logged.matches()) {
        last = kind(logged.group(1));
        message(last, logged.group(2));
      } else {
        last = Character.isWhitespace(text.charAt(0)) ? last : otherwise;
        message(last, text);
      }
    }
  }
}
