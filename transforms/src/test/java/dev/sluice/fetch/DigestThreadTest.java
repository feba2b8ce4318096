package dev.sluice.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.storage.Digests;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DigestThreadTest {
  private final AtomicInteger ended = new AtomicInteger();

  @Test
  void digestsAllInOrder() throws Exception {
    MessageDigest digest = Digests.sha256();
    Random random = new Random(1);
    try (DigestThread thread = new DigestThread("SHA-256", ended::incrementAndGet)) {
      for (int i = 0; i <= 200; i++) {
        DigestThread.Buffer buffer = thread.buffer();
        random.nextBytes(buffer.bytes);
        int count = i % 3 == 0 ? 0 : random.nextInt(buffer.bytes.length + 1);
        digest.update(buffer.bytes, 0, count);
        thread.update(buffer, count);
        if (i % 100 == 0) {
          assertThat(thread.hex()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
        }
      }
    }
    assertThat(ended).hasValue(1);
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    try (DigestThread thread = new DigestThread("SHA-1", ended::incrementAndGet)) {
      assertThat(thread.buffer().bytes).isNotEmpty(); // It is out: there is no end.
      Thread.currentThread().interrupt();
      assertThatThrownBy(thread::hex).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(ended).hasValue(1);
  }
}
