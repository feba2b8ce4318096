package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureSentenceTest {
  @ParameterizedTest
  @MethodSource
  void tellsWhatTheFileSystemMeans(IOException e, String sentence) {
    assertThat(FailureSentence.of(e)).isEqualTo(sentence);
  }

  static Stream<Arguments> tellsWhatTheFileSystemMeans() {
    return Stream.of(
        of(new NoSuchFileException("/a/b"), "Cannot use /a/b: there is no such file"),
        of(new AccessDeniedException("/a/b"), "Cannot use /a/b: permission denied"),
        of(new NotDirectoryException("/a/b"), "Cannot use /a/b: it is a file (expected a folder)"),
        of(
            new FileSystemException("/a/b", null, "No space left on device"),
            "Cannot use /a/b: No space left on device"),
        of(
            new FileAlreadyExistsException("/a/b"),
            "Cannot use /a/b: it is a file (expected a folder)"),
        of(
            new FileSystemException("/a/b", null, "Is a directory"),
            "Cannot use /a/b: it is a folder (expected a file)"),
        of(new DirectoryNotEmptyException("/a/b"), "Cannot use /a/b: DirectoryNotEmptyException"));
  }

  @Test
  void passesASentenceOn() {
    assertThat(FailureSentence.of(new IOException("Cannot sort a: b (c; expected d)")))
        .isEqualTo("Cannot sort a: b (c; expected d)");
  }

  @Test
  void putsSeveralLinesOnOne() {
    assertThat(FailureSentence.of(new IOException("Cannot read: \r\n  at [row,col] \n\n 1,2")))
        .isEqualTo("Cannot read: at [row,col] 1,2");
  }

  @Test
  void namesAnExceptionWithoutAMessage() {
    assertThat(FailureSentence.of(new EOFException())).isEqualTo("EOFException");
  }

  private static Arguments of(IOException e, String sentence) {
    return arguments(named(e.getClass().getSimpleName(), e), sentence);
  }
}
