package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SideBySideTest {
  @Test
  void takesResultsInTheOrderOfThePieces() throws Exception {
    List<Integer> taken = new ArrayList<>();
    try (SideBySide team = new SideBySide("sluice-test-order")) {
      SideBySide.Pieces<Integer> pieces = team.pieces(taken::add);
      for (int i = 0; i < 1000; i++) {
        int piece = i;
        pieces.add(() -> piece);
      }
      pieces.finish();
    }
    assertThat(taken).hasSize(1000).isSorted();
  }

  @Test
  void throwsWhatAPieceThrew() throws Exception {
    try (SideBySide team = new SideBySide("sluice-test-error")) {
      SideBySide.Pieces<Integer> pieces = team.pieces(result -> {});
      pieces.add(
          () -> {
            throw new IOException("of a piece");
          });
      assertThatThrownBy(pieces::finish).isInstanceOf(IOException.class).hasMessage("of a piece");
    }
  }

  @Test
  void endsThreadsWhosePiecesWait() throws Exception {
    String name = "sluice-test-wait";
    CountDownLatch begins = new CountDownLatch(1);
    try (SideBySide team = new SideBySide(name)) {
      team.<Integer>pieces(result -> {})
          .add(
              () -> {
                begins.countDown();
                new CountDownLatch(1).await();
                return 0;
              });
      begins.await();
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(thread -> thread.startsWith(name));
  }
}
