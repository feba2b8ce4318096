package dev.sluice.pipeline;

import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.DumpListing;
import dev.sluice.dump.DumpNotFoundException;
import dev.sluice.dump.FoundDump;
import dev.sluice.dump.MirrorAccess;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run, and its plan, find out before anything is changed. */
final class DumpLookup {
  private final RunSettings settings;
  private final DumpListing listing;
  private @Nullable FoundDump found;

  /** Lookups on the mirrors of these settings, reached in this way. */
  DumpLookup(RunSettings settings, MirrorAccess mirrors) {
    this.settings = settings;
    this.listing = new DumpListing(mirrors);
  }

  /**
   * Checks that files can be made where the run will make some. Leaves no trace.
   *
   * @throws UsageException if not
   */
  void checkFolders() {
    Access access = Access.by(settings.s3());
    access.requireWritableFolder("--output", settings.output());
    access.requireWritableFolder("--work", settings.work());
  }

  /**
   * The dump asked for, with its exact date. Mirrors are not asked for it if the user names one.
   *
   * @throws UsageException if no mirror has a latest one
   */
  Dump named() throws IOException, InterruptedException {
    return settings.dump().date().equals(Dump.LATEST) ? found().dump() : settings.dump();
  }

  /**
   * The same, known to be there.
   *
   * @throws UsageException if no mirror has it
   */
  Dump located() throws IOException, InterruptedException {
    return found().dump();
  }

  /**
   * Asks the mirrors for the dump.
   *
   * @throws UsageException if none has it
   */
  void requireDump() throws IOException, InterruptedException {
    found();
  }

  /** The files of the dump, as many as were asked for. */
  List<DumpFile> files() throws IOException, InterruptedException {
    List<DumpFile> all = found().files();
    return all.subList(0, Math.min(all.size(), settings.maxFiles()));
  }

  /** Mirrors are asked once. */
  private FoundDump found() throws IOException, InterruptedException {
    FoundDump known = found;
    if (known == null) {
      try {
        known = listing.locate(settings.dump(), settings.mirrors());
      } catch (DumpNotFoundException e) {
        throw new UsageException(String.valueOf(e.getMessage()), e);
      }
      found = known;
    }
    return known;
  }
}
