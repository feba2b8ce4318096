package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailureSentenceTest {
  @Test
  void saysInWordsWhatTheFileSystemMeans() {
    assertThat(FailureSentence.of(new NoSuchFileException("/a")))
        .isEqualTo("Cannot use /a: there is no such file");
    assertThat(FailureSentence.of(new AccessDeniedException("/a")))
        .isEqualTo("Cannot use /a: permission denied");
    assertThat(FailureSentence.of(new FileAlreadyExistsException("/a")))
        .isEqualTo("Cannot use /a: it is a file (expected a folder)");
    assertThat(FailureSentence.of(new FileSystemException("/a", null, "Is a directory")))
        .isEqualTo("Cannot use /a: it is a folder (expected a file)");
    assertThat(FailureSentence.of(new FileSystemException("/a", null, "No space left on device")))
        .isEqualTo("Cannot use /a: No space left on device");
  }

  @Test
  void isOneLine() {
    assertThat(FailureSentence.of(new IOException("a\n  b"))).isEqualTo("a b");
    assertThat(FailureSentence.of(new IOException())).isEqualTo("IOException");
  }
}
