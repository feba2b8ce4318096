package dev.sluice.step;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What a failure tells the user: one sentence, never a stack trace. */
public final class FailureSentence {
  private FailureSentence() {}

  /** The sentence for an exception; those of the JDK's file system become one first. */
  public static String of(IOException e) {
    if (e instanceof FileSystemException file) {
      String cause =
          e instanceof NoSuchFileException
              ? "there is no such file"
              : e instanceof AccessDeniedException
                  ? "permission denied"
                  : e instanceof NotDirectoryException
                      ? "it is not a folder"
                      : file.getReason() != null ? file.getReason() : e.getClass().getSimpleName();
      return "Cannot use %s: %s".formatted(file.getFile(), cause);
    }
    String message = e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : message.replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }
}
