package dev.sluice.step;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What a failure tells the user: one sentence, never a stack trace. */
public final class FailureSentence {
  private FailureSentence() {}

  /** The sentence for an exception; those of the JDK's file system become one first. */
  public static String of(IOException e) {
    if (e instanceof FileSystemException file) {
      return "Cannot use %s: %s".formatted(file.getFile(), cause(file));
    }
    String message = e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : message.replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }

  /**
   * The sentence for whatever a step threw; anything but an IOException is our own mistake.
   *
   * @param subject what the step was about
   */
  public static String of(String step, String subject, Exception e) {
    return e instanceof IOException io
        ? of(io)
        : "Cannot do step %s for %s: internal error (%s)".formatted(step, subject, e);
  }

  /** What went wrong with the file that such an exception names. */
  public static String cause(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NotDirectoryException || e instanceof FileAlreadyExistsException) {
      return "it is a file (expected a folder)";
    }
    if (e.getReason() == null) {
      return e.getClass().getSimpleName();
    }
    return e.getReason().equals("Is a directory")
        ? "it is a folder (expected a file)"
        : e.getReason();
  }
}
