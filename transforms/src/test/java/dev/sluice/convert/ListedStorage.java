package dev.sluice.convert;

import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.StorageDecorator;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The local disk, with a list of every file that was ever begun. */
final class ListedStorage extends StorageDecorator {
  private static final long serialVersionUID = 1;

  private final ArrayList<String> created = new ArrayList<>();

  /** The names of the files begun, in that order. */
  List<String> created() {
    return List.copyOf(created);
  }

  ListedStorage() {
    super(new LocalStorage());
  }

  @Override
  public AtomicOutput create(URI file) throws IOException {
    created.add(file.getPath().replaceFirst(".*/", ""));
    return super.create(file);
  }
}
