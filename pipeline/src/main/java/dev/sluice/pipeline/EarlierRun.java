package dev.sluice.pipeline;

import dev.sluice.dump.DumpFile;
import dev.sluice.publish.Manifest;
import dev.sluice.publish.Manifest.InputFile;
import dev.sluice.publish.Publication;
import dev.sluice.sort.Part;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** What earlier runs left: a finished output, or staged files to go on from. */
final class EarlierRun {
  private final Storage storage;
  private final RunPlan plan;

  EarlierRun(Storage storage, RunPlan plan) {
    this.storage = storage;
    this.plan = plan;
  }

  /** Whether the output is complete, made of these very files, and with these options. */
  boolean publishedAll(List<DumpFile> files) throws IOException {
    Publication publication = Publication.in(storage, plan.folder());
    if (!publication.isComplete()) {
      return false;
    }
    Optional<Manifest> manifest = manifest(publication);
    return manifest.isPresent()
        && manifest.get().complete()
        && manifest.get().format() == Manifest.FORMAT
        && manifest.get().dump().equals(plan.dump())
        && manifest.get().options().equals(plan.settings().options())
        && isMadeOf(manifest.get(), files)
        && partsAreThere(manifest.get());
  }

  /** How fast the last run's steps were, if it published anything. */
  StepSpeeds speeds() throws IOException {
    return manifest(Publication.in(storage, plan.folder()))
        .map(StepSpeeds::measured)
        .orElse(StepSpeeds.NONE);
  }

  private static Optional<Manifest> manifest(Publication publication) throws IOException {
    try {
      return publication.manifest();
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return Optional.empty(); // Of another version of Sluice.
    }
  }

  private static boolean isMadeOf(Manifest manifest, List<DumpFile> files) {
    if (manifest.files().size() != files.size()) {
      return false;
    }
    for (int i = 0; i < files.size(); i++) {
      InputFile made = manifest.files().get(i);
      DumpFile file = files.get(i);
      String checksum = file.checksum() == null ? null : file.checksum().toString();
      if (!made.name().equals(file.name())
          || made.bytes() != file.bytes()
          || !Objects.equals(made.checksum(), checksum)) {
        return false;
      }
    }
    return true;
  }

  private boolean partsAreThere(Manifest manifest) throws IOException {
    for (Part part : manifest.parts()) {
      OptionalLong length = storage.length(part.file().uri());
      if (!length.equals(OptionalLong.of(part.file().bytes()))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Makes room for this run: discards what killed runs had not finished, and everything staged if
   * the user wants to begin anew. The mirrors' slots stay: a lease is its holder's until it lapses,
   * and whoever was killed may still have a connection.
   *
   * @param goesOn whether tasks of a killed run are gone on with: they are at work, and what they
   *     have not finished is theirs
   */
  void clean(boolean goesOn) throws IOException {
    if (plan.settings().fresh()) {
      delete(plan.work().kept());
    } else if (goesOn && storage.exists(plan.work().taskRun())) {
      return;
    }
    delete(plan.work().passing());
    storage.discardUnfinished(plan.work().uri());
    storage.discardUnfinished(plan.folder());
  }

  private void delete(List<URI> folders) throws IOException {
    for (URI folder : folders) {
      storage.deleteFolder(folder);
    }
  }
}
