package dev.sluice.runners;

import java.io.IOException;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/** A machine of the cluster does not see the run's folder. Flink begins no job again after it. */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
final class UnseenFolderException extends IOException {
  private static final long serialVersionUID = 1;

  UnseenFolderException(String sentence) {
    super(sentence);
  }
}
