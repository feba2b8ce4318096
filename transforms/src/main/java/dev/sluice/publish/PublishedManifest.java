package dev.sluice.publish;

import dev.sluice.sort.Part;
import java.util.List;
import java.util.SortedMap;

/** What the manifests of all commands that publish have in common. */
public sealed interface PublishedManifest permits Manifest, PartsManifest {
  /** Version of this form: {@link Manifest#FORMAT}. */
  int format();

  /** The settings that the bytes of the parts depend on. */
  SortedMap<String, String> options();

  /** The parts in order. */
  List<Part> parts();

  /** Whether nothing is missing. */
  boolean complete();

  /** Records in all parts. */
  long records();

  /** Their bytes before compression. */
  long bytes();
}
