package dev.sluice.tests;

import dev.sluice.pipeline.Sluice;
import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.Lock;
import dev.sluice.storage.Storage;
import dev.sluice.storage.StorageDecorator;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A storage that counts its side effects that last, and kills the process right after one of them,
 * as {@code kill -9} would.
 */
final class FailPointStorage extends StorageDecorator {
  /** The exit code of a process that was killed. */
  static final int KILLED = 137;

  private static final long serialVersionUID = 1;
  private static final AtomicInteger PASSED = new AtomicInteger();

  private final int fatal;

  /**
   * Kills after a side effect.
   *
   * @param fatal which one, from 1; 0 for none
   */
  FailPointStorage(Storage storage, int fatal) {
    super(storage);
    this.fatal = fatal;
  }

  /** How many side effects there were in this process. */
  static int passed() {
    return PASSED.get();
  }

  private void pass() {
    if (PASSED.incrementAndGet() == fatal) {
      Runtime.getRuntime().halt(KILLED);
    }
  }

  @Override
  public AtomicOutput create(URI file) throws IOException {
    AtomicOutput out = super.create(file);
    pass();
    return new AtomicOutput() {
      @Override
      public void write(int b) throws IOException {
        out.write(b);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void commit() throws IOException {
        out.commit();
        pass();
      }

      @Override
      public void close() throws IOException {
        out.close();
      }
    };
  }

  @Override
  public void delete(URI file) throws IOException {
    super.delete(file);
    pass();
  }

  @Override
  public void deleteFolder(URI folder) throws IOException {
    super.deleteFolder(folder);
    pass();
  }

  @Override
  public void deleteEmptyFolder(URI folder) throws IOException {
    super.deleteEmptyFolder(folder);
    pass();
  }

  @Override
  public void discardUnfinished(URI folder) throws IOException {
    super.discardUnfinished(folder);
    pass();
  }

  @Override
  public Optional<Lock> lock(URI file) throws IOException {
    Optional<Lock> lock = super.lock(file);
    pass();
    return lock;
  }

  /** {@code N COMMAND --option=value …}: the program over this storage; tells the count at last. */
  public static final class Main {
    private Main() {}

    public static void main(String[] args) {
      String[] command = Arrays.copyOfRange(args, 1, args.length);
      Storage storage = new FailPointStorage(new LocalStorage(), Integer.parseInt(args[0]));
      int exitCode = Sluice.run(storage, System.out, System.err, command);
      System.out.println("side effects: " + passed());
      System.exit(exitCode);
    }
  }
}
