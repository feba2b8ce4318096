package dev.sluice.pipeline;

import dev.sluice.generate.DumpKind;
import dev.sluice.generate.DumpSpec;
import dev.sluice.generate.GeneratedDump;
import dev.sluice.generate.GeneratedFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code generate}: a synthetic dump file. */
@Command(
    name = "generate",
    description = "Writes a synthetic dump file: the same XML for the same kind, size and seed.")
final class GenerateCommand extends SluiceCommand {

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "stub-meta-history (default), pages-articles or pages-logging.")
  private DumpKind kind = DumpKind.STUB_META_HISTORY;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      description = "About how many bytes of XML (default: 10000000).")
  private long bytes = 10_000_000;

  @Option(names = "--seed", paramLabel = "N", description = "Which of them (default: 1).")
  private long seed = 1;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Ends in .xml, .gz, .bz2 or .zst, and is compressed accordingly.")
  private @Nullable String output;

  @Option(
      names = "--multistream",
      arity = BOOLEAN,
      paramLabel = TRUE_OR_FALSE,
      fallbackValue = "true",
      description = "For .bz2: about 100 pages a stream, as Wikimedia's multistream files.")
  private boolean multistream;

  GenerateCommand(Host host) {
    super(host);
  }

  @Override
  public Integer call() throws IOException {
    if (output == null) {
      throw new UsageException("Missing --output (expected --output=FILE)");
    }
    URI place = Locations.file("--output", output);
    Access.refuseIf(LocalAccess.whyNotWritableFile(place), "--output", Locations.text(place));
    Path file = Path.of(place);
    GeneratedDump made;
    try {
      made = GeneratedFile.write(DumpSpec.of(kind, bytes, seed), file, multistream);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
    host()
        .err()
        .printf(
            "%s: %,d pages, %,d revisions, %,d log items, %,d bytes of XML%n",
            file, made.pages(), made.revisions(), made.logItems(), made.xmlBytes());
    return ExitCode.DONE;
  }
}
