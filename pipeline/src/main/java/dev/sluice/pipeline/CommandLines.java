package dev.sluice.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.convert.records.Shape;
import dev.sluice.dump.Dump;
import dev.sluice.dump.Mirror;
import dev.sluice.generate.DumpKind;
import dev.sluice.overlap.rows.BadRows;
import dev.sluice.sort.MissingFields;
import dev.sluice.sort.SortOrder;
import dev.sluice.step.FailureSentence;
import dev.sluice.storage.Compression;
import dev.sluice.storage.LocalStorage;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands, and how a wrong one is answered: one sentence and exit code 2. */
final class CommandLines {
  static final String DEFAULT_COMMAND = "demo";
  private static final Set<String> HELP = Set.of("--help", "-h");

  /** What makes each command, in the order of the help. */
  private static final Map<String, Function<Host, SluiceCommand>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("run", RunCommand::new);
    COMMANDS.put("plan", PlanCommand::new);
    COMMANDS.put("demo", DemoCommand::new);
    COMMANDS.put("convert", ConvertCommand::new);
    COMMANDS.put("sort", SortCommand::new);
    COMMANDS.put("overlap", OverlapCommand::new);
    COMMANDS.put("inspect", InspectCommand::new);
    COMMANDS.put("generate", GenerateCommand::new);
    COMMANDS.put("uploads", UploadsCommand::new);
  }

  private CommandLines() {}

  /** All commands. */
  static CommandLine of(Host host) {
    return of(host, COMMANDS.keySet());
  }

  /** Those that some arguments may need: the others take longer to set up than a small file. */
  static CommandLine of(Host host, String... args) {
    return args.length > 0 && COMMANDS.containsKey(args[0]) ? of(host, Set.of(args[0])) : of(host);
  }

  private static CommandLine of(Host host, Set<String> names) {
    CommandLine commands = new CommandLine(new Root());
    for (String name : names) {
      commands.addSubcommand(Objects.requireNonNull(COMMANDS.get(name)).apply(host));
    }
    return withConverters(commands)
        .setUsageHelpWidth(100)
        .setUsageHelpAutoWidth(true)
        .setOut(new PrintWriter(host.out(), true, UTF_8))
        .setErr(new PrintWriter(host.err(), true, UTF_8))
        .setParameterExceptionHandler((e, args) -> refuse(e, host))
        .setExecutionStrategy(CommandLines::execute)
        .setExecutionExceptionHandler((e, command, parsed) -> fail(e, command, host));
  }

  private static int execute(ParseResult parsed) {
    ParseResult command = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
    Values.requireOnce(command.commandSpec(), parsed.originalArgs());
    return new CommandLine.RunLast().execute(parsed);
  }

  /** The same, knowing how the options' values are written. */
  static CommandLine withConverters(CommandLine commands) {
    return commands
        .registerConverter(Dump.class, Values.by(Dump::parse))
        .registerConverter(DumpKind.class, Values.by(DumpKind::ofFamily))
        .registerConverter(Mirror.class, Values.by(Locations::mirror))
        .registerConverter(SortOrder.class, Values.by(SortOrder::parse))
        .registerConverter(Compression.class, Values.constant(Compression.class))
        .registerConverter(MissingFields.class, Values.constant(MissingFields.class))
        .registerConverter(ProgressForm.class, Values.constant(ProgressForm.class))
        .registerConverter(BadRows.class, Values.constant(BadRows.class))
        .registerConverter(Shape.class, Values.constant(Shape.class))
        .registerConverter(int.class, Values.number(Integer::valueOf))
        .registerConverter(Integer.class, Values.number(Integer::valueOf))
        .registerConverter(long.class, Values.number(Long::valueOf));
  }

  /** The names of a command's options. */
  static Set<String> optionsOf(String command) {
    Host host = new Host(new LocalStorage(), System.out, System.err);
    return Objects.requireNonNull(of(host, command).getSubcommands().get(command))
        .getCommandSpec()
        .optionsMap()
        .keySet();
  }

  /** Arguments that name no command are those of the demo if it has all of them. */
  static String[] withDefaultCommand(String[] args) {
    if (args.length > 0 && COMMANDS.containsKey(args[0])) {
      return args;
    }
    Set<String> options = optionsOf(DEFAULT_COMMAND);
    boolean unnamed =
        Stream.of(args)
            .allMatch(
                word -> options.contains(word.replaceFirst("=.*", "")) && !HELP.contains(word));
    return unnamed
        ? Stream.concat(Stream.of(DEFAULT_COMMAND), Stream.of(args)).toArray(String[]::new)
        : args;
  }

  private static int refuse(ParameterException e, Host host) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    host.err()
        .println(
            oneLine(
                e instanceof UnmatchedArgumentException unmatched
                    ? unknown(unmatched.getUnmatched(), command)
                    : Values.refusal(e)));
    host.err().println("See: sluice " + helpOf(command));
    return ExitCode.USAGE;
  }

  private static String unknown(List<String> words, CommandSpec command) {
    return command.parent() == null && words.get(0).matches("-.+")
        ? Suggestions.withoutCommand(words, command)
        : Suggestions.sentence(words.get(0), command);
  }

  private static int fail(Exception e, CommandLine command, Host host) {
    SluiceCommand failed = command.getCommand() instanceof SluiceCommand any ? any : null;
    if (failed != null && failed.verbose()) {
      e.printStackTrace(host.err());
    }
    // Whatever an interrupt breaks leaves the flag set, or is the exception that takes its place.
    if (failed != null && (Thread.interrupted() || e instanceof InterruptedException)) {
      host.err().println(failed.stopped());
      return ExitCode.FAILED;
    }
    if (e instanceof UsageException) {
      host.err().println(oneLine(String.valueOf(e.getMessage())));
      host.err().println("See: sluice " + helpOf(command.getCommandSpec()));
      return ExitCode.USAGE;
    }
    host.err()
        .println(
            e instanceof IOException io
                ? FailureSentence.of(io)
                : "Cannot go on: internal error (%s); --verbose=true shows where"
                    .formatted(oneLine(e.toString())));
    return ExitCode.FAILED;
  }

  private static String helpOf(CommandSpec command) {
    return command.parent() == null ? "--help" : command.name() + " --help";
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }

  @Command(
      name = "sluice",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = {
        "Turns Wikimedia dumps into sorted JSON: lists a dump's files on several mirrors, downloads"
            + " them with few connections to each, converts XML to newline-delimited JSON, sorts"
            + " more than memory holds, and publishes.",
        "",
        "Without a command: demo.",
        ""
      },
      commandListHeading = "%nCommands:%n",
      footer = {
        "",
        "Exit codes: 0 done; 1 data or a transfer failed (what is complete is published, and the"
            + " failures are named); 2 wrong usage or configuration; 130, 143 stopped by SIGINT,"
            + " SIGTERM."
      })
  private static final class Root implements Runnable {
    @Override
    public void run() {
      throw new UsageException("Missing command (expected one of those that --help lists)");
    }
  }
}
