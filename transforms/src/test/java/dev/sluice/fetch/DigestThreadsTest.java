package dev.sluice.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.storage.Digests;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DigestThreadsTest {
  private final AtomicInteger ended = new AtomicInteger();

  @Test
  void digestsAllInOrderByEach() throws Exception {
    MessageDigest one = Digests.sha256();
    MessageDigest two = Digests.of("MD5");
    Random random = new Random(1);
    try (DigestThreads threads =
        new DigestThreads(List.of("SHA-256", "MD5"), ended::incrementAndGet)) {
      for (int i = 0; i <= 200; i++) {
        DigestThreads.Buffer buffer = threads.buffer();
        random.nextBytes(buffer.bytes);
        int count = i % 3 == 0 ? 0 : random.nextInt(buffer.bytes.length + 1);
        one.update(buffer.bytes, 0, count);
        two.update(buffer.bytes, 0, count);
        threads.update(buffer, count);
        if (i % 100 == 0) {
          assertThat(threads.hex()).containsExactly(hex(one), hex(two));
        }
      }
    }
    assertThat(ended).hasValue(2);
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    try (DigestThreads threads = new DigestThreads(List.of("SHA-1"), ended::incrementAndGet)) {
      assertThat(threads.buffer().bytes).isNotEmpty(); // It is out: there is no end.
      Thread.currentThread().interrupt();
      assertThatThrownBy(threads::hex).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(ended).hasValue(1);
  }
}
