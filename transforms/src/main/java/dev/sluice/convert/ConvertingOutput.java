package dev.sluice.convert;

import dev.sluice.convert.ConvertStream.Staged;
import dev.sluice.convert.decompress.ConversionException;
import dev.sluice.convert.decompress.DumpInput;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.Replica;
import dev.sluice.sort.SortKeyException;
import dev.sluice.step.Cores;
import dev.sluice.step.Interruption;
import dev.sluice.step.StepContext;
import dev.sluice.storage.AtomicOutput;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.input.CloseShieldInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A dump file that is converted while it is written, by a thread of its own. That nothing of a file
 * with wrong bytes is kept goes by the {@link Pipe}: the converter reaches its end, and commits the
 * run, only after {@link #commit()}.
 *
 * <p>What the converter refuses may be wrong bytes or a bad file. Which of them, the checksum
 * tells: so whatever follows is taken and thrown away, and only {@link #staged()} fails. That a run
 * cannot be written is nobody's fault, and ends the writing at once.
 */
final class ConvertingOutput extends AtomicOutput {
  private static final long JOIN_MILLIS = 10_000;

  private final DumpFile file;
  private final ConvertSettings settings;
  private final StepContext context;
  private final Pipe pipe = new Pipe();
  private final FutureTask<Staged> conversion = new FutureTask<>(this::convert);
  private final Thread converter;
  private volatile @Nullable IOException unwritable;

  private ConvertingOutput(DumpFile file, ConvertSettings settings, StepContext context) {
    this.file = file;
    this.settings = settings;
    this.context = context;
    this.converter = new Thread(conversion, "sluice-convert-" + file.ordinal());
    converter.setDaemon(true);
  }

  /** Starts the converter, which waits for bytes. */
  static ConvertingOutput begin(DumpFile file, ConvertSettings settings, StepContext context) {
    ConvertingOutput output = new ConvertingOutput(file, settings, context);
    output.converter.start();
    return output;
  }

  private Staged convert() throws IOException {
    // Not closed by its reader: whoever writes is to learn first how reading ended.
    InputStream in = CloseShieldInputStream.wrap(pipe.input());
    try (DumpInput input = DumpInput.open(in, file.name(), file.name(), bytes -> {});
        Cores.Permit core = input.isArchive() ? core() : () -> {};
        FileStaging staging =
            FileStaging.begin(file, settings, context.storage(), mostAtATime(file))) {
      Conversion conversion = staging.convert(input, 0);
      pipe.awaitEnd();
      return staging.commit(conversion);
    } catch (IOException e) {
      if (!(e instanceof ConversionException || e.getCause() instanceof SortKeyException)) {
        unwritable = e;
      }
      throw e;
    } finally {
      pipe.stopReading();
      context.clock().helperDone();
    }
  }

  /** Whoever has all it needs waits for mirrors no more, and has to wait for a core. */
  private static Cores.Permit core() throws IOException {
    try {
      return Cores.take();
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  /** As many as there are connections to who has this file, and so most probably the others. */
  private static int mostAtATime(DumpFile file) {
    int connections =
        file.replicas().stream().map(Replica::mirror).mapToInt(Mirror::connections).sum();
    return Math.max(Cores.COUNT, connections);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    requireWritable();
    pipe.write(bytes, offset, length);
  }

  private void requireWritable() throws IOException {
    IOException failure = unwritable;
    if (failure != null) {
      throw failure;
    }
  }

  /** Lets the converter end, and waits for it, whether it succeeds or not. */
  @Override
  public void commit() throws IOException {
    pipe.end();
    try {
      conversion.get();
    } catch (ExecutionException e) {
      requireWritable();
      // Anything else is for those who ask what was staged.
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  /**
   * What the file was converted to, once it is committed.
   *
   * @throws IOException as the converter threw it
   */
  Staged staged() throws IOException, InterruptedException {
    try {
      return conversion.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Ends the converter, which leaves nothing behind unless it was told to commit. */
  @Override
  public void close() {
    pipe.breakOff();
    boolean interrupted = Thread.interrupted();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(JOIN_MILLIS);
    while (converter.isAlive() && System.nanoTime() < deadline) {
      converter.interrupt();
      try {
        TimeUnit.NANOSECONDS.timedJoin(converter, deadline - System.nanoTime());
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
