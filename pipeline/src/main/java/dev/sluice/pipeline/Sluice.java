package dev.sluice.pipeline;

import java.io.PrintStream;

/** The program: see {@code README.md}, or {@code --help}. */
public final class Sluice {
  private Sluice() {}

  /** Runs a command and ends the process with its exit code if that is not 0. */
  public static void main(String[] args) {
    Logs.configure(args);
    int exitCode = run(System.out, System.err, args);
    System.out.flush();
    if (exitCode != ExitCode.DONE) {
      System.exit(exitCode);
    }
  }

  /**
   * Runs a command: {@code demo} if the arguments name none.
   *
   * @param out takes what the command prints as its result
   * @param err takes progress, warnings and errors
   * @return the exit code: see {@link ExitCode}
   */
  public static int run(PrintStream out, PrintStream err, String... args) {
    return CommandLines.of(new Console(out, err)).execute(CommandLines.withDefaultCommand(args));
  }
}
