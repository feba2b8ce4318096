package dev.sluice.runners;

import dev.sluice.step.FailureSentence;
import dev.sluice.step.StepEnvironment;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that every machine that a graph is set up on sees the run's folders, and can write
 * there: a file is put into each of them, and looked for by a branch of the graph of its own. Where
 * it is not found, or not this run's, the job ends with an {@link UnseenFolderException}. A machine
 * that joins later is asked too.
 */
final class SharedFolders {
  private final Storage storage;
  private final String run;
  private final List<Engine.Folder> folders;

  SharedFolders(StepEnvironment environment, List<Engine.Folder> folders) {
    this.storage = environment.storage();
    this.run = environment.run();
    this.folders = List.copyOf(folders);
  }

  /** Adds the branch that looks. */
  void addTo(Pipeline pipeline) {
    pipeline
        .apply("Shared folders", Create.empty(VoidCoder.of()))
        .apply("On every machine", Reshuffle.viaRandomKey())
        .apply("Look", ParDo.of(new LookFn(storage, run, folders)))
        .setTypeDescriptor(TypeDescriptors.voids());
  }

  /** Puts the files there. */
  void mark() throws IOException {
    for (Engine.Folder folder : folders) {
      storage.writeText(mark(folder), run);
    }
  }

  /** Takes them away. */
  void clear() throws IOException {
    for (Engine.Folder folder : folders) {
      storage.delete(mark(folder));
    }
  }

  private static URI mark(Engine.Folder folder) {
    return folder.uri().resolve("_sluice-shared");
  }

  private static final class LookFn extends DoFn<Void, Void> {
    private static final long serialVersionUID = 1;

    private final Storage storage;
    private final String run;
    private final List<String> options;
    private final List<URI> places;

    LookFn(Storage storage, String run, List<Engine.Folder> folders) {
      this.storage = storage;
      this.run = run;
      this.options = folders.stream().map(Engine.Folder::option).toList();
      this.places = folders.stream().map(SharedFolders::mark).toList();
    }

    @Setup
    @SuppressWarnings({"unused", "EffectivelyPrivate"}) // Beam's.
    public void look() throws IOException {
      for (int i = 0; i < places.size(); i++) {
        String fault = fault(places.get(i));
        if (fault != null) {
          throw new UnseenFolderException(
              "Cannot use %s: on %s %s (expected a folder that all TaskManagers share)"
                  .formatted(options.get(i), InetAddress.getLocalHost().getHostName(), fault));
        }
      }
    }

    private @Nullable String fault(URI place) {
      try {
        if (!storage.readText(place).equals(run)) {
          return "it is another folder";
        }
      } catch (NoSuchFileException e) {
        return "it is another folder";
      } catch (IOException e) {
        return "it cannot be read: " + FailureSentence.of(e);
      }
      URI own = place.resolve("_sluice-shared-" + UUID.randomUUID());
      try {
        storage.writeText(own, run);
        storage.delete(own);
      } catch (IOException e) {
        return "it cannot be written: " + FailureSentence.of(e);
      }
      return null;
    }

    @ProcessElement
    public void process() {}
  }
}
