package dev.sluice.pipeline;

import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.Storage;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;

/** The program: see {@code README.md}, or {@code --help}. */
public final class Sluice {
  private Sluice() {}

  /** Runs a command and ends the process with its exit code if that is not 0. */
  public static void main(String[] args) {
    Logs.configure(args);
    System.setIn(new InterruptibleInput());
    // Not System.out: a PrintStream keeps errors to itself, and waits whatever happens.
    OutputStream out =
        Channels.newOutputStream(new FileOutputStream(FileDescriptor.out).getChannel());
    int exitCode = run(new LocalStorage(), out, System.err, args);
    if (exitCode != ExitCode.DONE) {
      System.exit(exitCode);
    }
  }

  /**
   * Runs a command: {@code demo} if the arguments name none.
   *
   * @param storage where the files are that it reads and writes
   * @param out takes what the command prints as its result; what cannot be written is an error
   * @param err takes progress, warnings and errors
   * @return the exit code: see {@link ExitCode}
   */
  public static int run(Storage storage, OutputStream out, PrintStream err, String... args) {
    try (StopSignal signal = StopSignal.interruptsThisThread()) {
      return CommandLines.of(new Host(storage, out, err), args)
          .execute(CommandLines.withDefaultCommand(args));
    } catch (OutOfMemoryError e) {
      // What was being made is let go by now: there is memory for a sentence.
      err.printf(
          "Cannot go on: out of memory (%s; the heap has %d MiB; -Xmx gives more)%n",
          e.getMessage(), Runtime.getRuntime().maxMemory() >> 20);
      return ExitCode.FAILED;
    }
  }
}
