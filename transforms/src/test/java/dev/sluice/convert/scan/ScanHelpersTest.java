package dev.sluice.convert.scan;

import static dev.sluice.convert.Conversions.document;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sluice.convert.Conversions;
import dev.sluice.convert.LineSink;
import dev.sluice.convert.decompress.DumpInput;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.Rows;
import dev.sluice.convert.records.Tally;
import dev.sluice.convert.reference.XmlConverter;
import dev.sluice.sort.SortOrder;
import dev.sluice.step.Interruption;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong in a thread that helps is the caller's error, at once. */
class ScanHelpersTest {
  private static final RecordSettings REVISIONS = RecordSettings.of(Rows.REVISION);
  private static final byte[] XML =
      document(
              "<page><title>T</title>"
                  + "<revision><text>x</text></revision>".repeat(20_000)
                  + "</page>")
          .getBytes(UTF_8);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void endsWithTheErrorOfTheReader(int threads) {
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(XML, 0, XML.length / 2),
            new Ending(
                () -> {
                  throw new OutOfMemoryError("of the reader");
                }));
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThatThrownBy(() -> scan(broken, threads))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("of the reader"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void endsWithTheErrorOfTheSink(int threads) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThatThrownBy(
                    () -> scan(new ByteArrayInputStream(XML), threads, new FullSink(3 * 4096)))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left"));
    assertThat(sluiceThreads()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void endsWithTheErrorOfTheSinkWhileNothingComes(int threads) {
    CountDownLatch stalls = new CountDownLatch(1);
    InputStream stalled =
        new SequenceInputStream(
            new ByteArrayInputStream(XML, 0, 2 * 4096),
            new Ending(
                () -> {
                  stalls.countDown();
                  new CountDownLatch(1).await();
                }));
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            try {
              stalls.await();
            } catch (InterruptedException e) {
              throw Interruption.of(e);
            }
            throw new IOException("no space left");
          }
        };
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThatThrownBy(() -> scan(stalled, threads, full))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left"));
  }

  @Test
  void endsWhenTheCallerIsInterruptedWhileNothingComes() {
    CountDownLatch never = new CountDownLatch(1);
    InputStream silent = new Ending(never::await);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          Thread.currentThread().interrupt();
          assertThatThrownBy(() -> scan(silent, 2))
              .isInstanceOf(IOException.class)
              .hasMessage("interrupted");
          assertThat(Thread.interrupted()).isTrue();
        });
  }

  @Test
  void leavesNoThreadBehind() throws IOException {
    scan(new ByteArrayInputStream(XML), 3);
    assertThat(sluiceThreads()).isEmpty();
  }

  private static List<String> sluiceThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("sluice-"))
        .toList();
  }

  private static void scan(InputStream in, int threads) throws IOException {
    scan(in, threads, new ByteArrayOutputStream());
  }

  private static void scan(InputStream in, int threads, OutputStream out) throws IOException {
    Tally tally = new Tally();
    try (DumpInput input = Conversions.standardInput(XML);
        DocumentScan scan =
            new DocumentScan(
                new BlockReader(in, 4096, BlockReader::afterLastRecord),
                threads,
                () -> new BlockScanner(REVISIONS, SortOrder.NONE, null),
                () -> new XmlConverter(input, REVISIONS, new LineSink(out), tally),
                new LineSink(out),
                tally)) {
      scan.run();
    }
  }

  /** Takes so many bytes. */
  private static final class FullSink extends OutputStream {
    private long room;

    FullSink(long room) {
      this.room = room;
    }

    @Override
    public void write(int b) throws IOException {
      room--;
      if (room < 0) {
        throw new IOException("no space left");
      }
    }
  }

  /** A stream whose end does not come as it should. */
  private static final class Ending extends InputStream {
    private final Executable end;

    Ending(Executable end) {
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      return read(new byte[1], 0, 1);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        end.execute();
        return -1;
      } catch (Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IOException("interrupted", e);
      }
    }
  }
}
