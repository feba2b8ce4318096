package dev.sluice.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class PipeTest {
  private final Pipe pipe = new Pipe();
  private final byte[] bytes = new byte[5 * Pipe.CAPACITY + 3];

  PipeTest() {
    new Random(1).nextBytes(bytes);
  }

  @Test
  void handsOnAllBytesInOrderAndThenTheEnd() throws Exception {
    FutureTask<byte[]> reader = start(() -> pipe.input().readAllBytes());
    Random random = new Random(2);
    int done = 0;
    while (done < bytes.length) {
      int count = Math.min(bytes.length - done, 1 + random.nextInt(2 * Pipe.CAPACITY));
      pipe.write(bytes, done, count);
      done += count;
    }
    pipe.end();
    assertThat(reader.get()).isEqualTo(bytes);
    assertThat(pipe.input().read()).isEqualTo(-1);
    pipe.awaitEnd();
  }

  @Test
  void failsForTheReaderWhenItIsBrokenOff() throws Exception {
    FutureTask<byte[]> reader = start(() -> pipe.input().readAllBytes());
    pipe.write(bytes, 0, 10);
    pipe.breakOff();
    assertThatThrownBy(() -> reader.get())
        .hasRootCauseMessage("Cannot read further: the transfer was given up");
    assertThatThrownBy(pipe::awaitEnd).isInstanceOf(IOException.class);
  }

  @Test
  void throwsAwayWhatNobodyReads() throws Exception {
    try (InputStream in = pipe.input()) {
      FutureTask<Integer> writer =
          start(
              () -> {
                pipe.write(bytes, 0, bytes.length);
                return bytes.length;
              });
      assertThat(in.readNBytes(10)).hasSize(10);
      in.close();
      assertThat(writer.get()).isEqualTo(bytes.length);
    }
  }

  @Test
  void endsAWaitWhenItIsInterrupted() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> pipe.write(bytes, 0, bytes.length))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private interface Work<T> {
    T call() throws Exception;
  }

  private static <T> FutureTask<T> start(Work<T> work) {
    FutureTask<T> task = new FutureTask<>(work::call);
    new Thread(task).start();
    return task;
  }
}
