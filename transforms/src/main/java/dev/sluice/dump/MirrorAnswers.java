package dev.sluice.dump;

import dev.sluice.step.FailureSentence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts one question to all mirrors side by side, over one connection each. */
final class MirrorAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(MirrorAnswers.class);

  private MirrorAnswers() {}

  /** What is asked of one mirror. */
  interface Question<T> {
    T ask(Mirror mirror, MirrorFiles files) throws IOException;
  }

  /**
   * What one mirror said.
   *
   * @param value the answer; null if there was none
   * @param failure why there was none, in a few words; null if there was one
   */
  record Answer<T>(Mirror mirror, @Nullable T value, @Nullable String failure) {}

  /** The answers, in the order of the mirrors. A mirror that cannot be reached is a warning. */
  static <T> List<Answer<T>> ask(List<Mirror> mirrors, MirrorAccess access, Question<T> question)
      throws InterruptedException {
    if (mirrors.isEmpty()) {
      return List.of();
    }
    ExecutorService threads = Executors.newFixedThreadPool(mirrors.size());
    try {
      List<Callable<T>> questions = new ArrayList<>();
      for (Mirror mirror : mirrors) {
        questions.add(
            () -> {
              try (MirrorFiles files = access.connect(mirror)) {
                return question.ask(mirror, files);
              }
            });
      }
      List<Future<T>> futures = threads.invokeAll(questions);
      List<Answer<T>> answers = new ArrayList<>();
      for (int i = 0; i < futures.size(); i++) {
        answers.add(answer(mirrors.get(i), futures.get(i)));
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T> Answer<T> answer(Mirror mirror, Future<T> future) throws InterruptedException {
    try {
      return new Answer<>(mirror, future.get(), null);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        String sentence = FailureSentence.of(cause);
        LOG.warn("Mirror {} left out of the listing: {}", mirror.name(), sentence);
        return new Answer<>(mirror, null, sentence);
      }
      throw new IllegalStateException("Asking " + mirror.name() + " failed", e.getCause());
    }
  }
}
