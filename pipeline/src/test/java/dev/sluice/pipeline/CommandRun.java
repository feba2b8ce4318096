package dev.sluice.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.storage.LocalStorage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/**
 * A command that was run in this process.
 *
 * @param exitCode its exit code
 * @param out what it printed as its result
 * @param err what it told the user
 */
record CommandRun(int exitCode, String out, String err) {
  static CommandRun of(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        Sluice.run(
            new LocalStorage(),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            arguments);
    return new CommandRun(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }
}
