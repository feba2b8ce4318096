package dev.sluice.pipeline;

import dev.sluice.convert.records.RecordSettings;
import dev.sluice.dump.Dump;
import dev.sluice.dump.Mirror;
import dev.sluice.fetch.slots.MirrorAliases;
import dev.sluice.sort.SortOrder;
import dev.sluice.step.WorkFolder;
import dev.sluice.storage.Compression;
import dev.sluice.storage.S3Settings;
import dev.sluice.storage.S3Storage;
import dev.sluice.storage.Storage;
import dev.sluice.storage.StorageByScheme;
import java.io.Serializable;
import java.net.URI;
import java.util.List;
import java.util.SortedMap;

/**
 * What one run is to do: the options, parsed and checked. Nothing below the command line reads
 * options.
 *
 * @param dump what to take, its date perhaps {@code latest}
 * @param mirrors where from, in the user's order, each once
 * @param output folder below which the dump's own folder is
 * @param work folder for staging
 * @param keepWork whether staging stays after success
 * @param onTheFly whether files are converted as they come, and not stored
 * @param fresh whether to ignore what earlier runs left
 * @param profile whether the processes that work on it are profiled
 * @param maxFiles how many of the dump's files are taken, from the first one on
 * @param records what records are made of them
 * @param order how records are ordered
 * @param sortMemoryMib how much memory sorting may use in one process
 * @param compression how parts are compressed
 * @param partBytes about how many bytes a part has before compression
 * @param options what the bytes of the parts depend on, for the manifest
 * @param s3 which S3 is meant
 * @param beamArguments the runner and Beam's own options
 */
record RunSettings(
    Dump dump,
    List<Mirror> mirrors,
    URI output,
    URI work,
    boolean keepWork,
    boolean onTheFly,
    boolean fresh,
    boolean profile,
    int maxFiles,
    RecordSettings records,
    SortOrder order,
    int sortMemoryMib,
    Compression compression,
    long partBytes,
    SortedMap<String, String> options,
    S3Settings s3,
    List<String> beamArguments)
    implements Serializable {
  /** How many files there are at most where none are left out. */
  static final int ALL_FILES = Integer.MAX_VALUE;

  private static final String WORK_FOLDER = "_work/";

  RunSettings {
    mirrors = List.copyOf(mirrors);
    beamArguments = List.copyOf(beamArguments);
    if (maxFiles < 1) {
      throw new UsageException("Cannot use --maxFiles=%d (expected 1 or more)".formatted(maxFiles));
    }
    if (mirrors.stream().map(Mirror::root).distinct().count() < mirrors.size()) {
      throw new UsageException("Cannot use --mirrors: one is named twice (expected each once)");
    }
  }

  /** The same from these mirrors. */
  RunSettings withMirrors(List<Mirror> others) {
    return new RunSettings(
        dump,
        others,
        output,
        work,
        keepWork,
        onTheFly,
        fresh,
        profile,
        maxFiles,
        records,
        order,
        sortMemoryMib,
        compression,
        partBytes,
        options,
        s3,
        beamArguments);
  }

  /** The same, with mirrors that DNS knows for one host counted as one. */
  RunSettings withAliasesJoined() {
    return withMirrors(MirrorAliases.joined(mirrors, MirrorAliases.Resolver.STANDARD));
  }

  /** Everything that the places of this run are on, with files where those of the host are. */
  Storage storage(Storage files) {
    return new StorageByScheme(files, new S3Storage(s3));
  }

  /** The dump's own folder below the output. */
  URI folder(Dump exact) {
    return output.resolve(exact + "/");
  }

  /** The dump's own folder below the work folder; two dumps can be under way at a time. */
  WorkFolder work(Dump exact) {
    return new WorkFolder(work.resolve(name(exact) + "/"));
  }

  /** The name of the lock of who uses that folder. */
  URI workLock(Dump exact) {
    return work.resolve(name(exact) + ".lock");
  }

  private static String name(Dump exact) {
    return "%s-%s-%s".formatted(exact.wiki(), exact.date(), exact.family());
  }

  /** Whether the work folder is Sluice's own and no folder of the user's. */
  boolean ownsWork() {
    return work.equals(workIn(output));
  }

  /** The work folder of those who name none. */
  static URI workIn(URI output) {
    return output.resolve(WORK_FOLDER);
  }
}
