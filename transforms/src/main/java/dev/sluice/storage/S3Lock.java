package dev.sluice.storage;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock that is a small object, which its holder writes anew every 5 s. One that stays as it is
 * for 20 s, as the one who wants it watches it, is taken over: its holder has died. So who wants a
 * lock that is held waits for up to 5 s, and for one whose holder was killed 20 s.
 *
 * <p>A holder that was frozen for so long may not be alone when it comes back: it finds that out
 * when it next renews, and {@link #held()} tells.
 */
final class S3Lock implements Lock {
  private static final Logger LOG = LoggerFactory.getLogger(S3Lock.class);

  private final S3Versions files;
  private final S3Place place;
  private final S3Patience times;
  private final String nonce = UUID.randomUUID().toString();
  private final Thread renewals = new Thread(this::renewUntilClosed, "sluice-lock");
  private final Thread stop = new Thread(this::awaitClose, "sluice-lock-stop");
  private long writings;
  private String version = "";
  private volatile boolean held = true;
  private boolean closing;
  private boolean closed;

  private S3Lock(S3Versions files, S3Place place, S3Patience times) {
    this.files = files;
    this.place = place;
    this.times = times;
  }

  /** Takes a lock; empty if it is held. */
  static Optional<Lock> tryLock(S3Versions files, S3Place place, S3Patience times)
      throws IOException {
    S3Lock lock = new S3Lock(files, place, times);
    if (!lock.take()) {
      return Optional.empty();
    }
    lock.renewals.setDaemon(true);
    lock.renewals.start();
    Runtime.getRuntime().addShutdownHook(lock.stop);
    return Optional.of(lock);
  }

  private boolean take() throws IOException {
    Optional<String> taken = files.create(place, content());
    Optional<Versioned> first = Optional.empty();
    long since = 0;
    while (taken.isEmpty()) {
      Optional<Versioned> there = files.read(place);
      long now = System.nanoTime();
      if (there.isEmpty()) {
        taken = files.create(place, content());
        continue;
      }
      if (there.get().content().startsWith(nonce)) {
        taken = there.map(Versioned::version); // An answer that got lost shows as a refusal.
        continue;
      }
      if (first.isEmpty()) {
        first = there;
        since = now;
        LOG.debug("{} is held; watching whether its holder is alive", place);
      } else if (!first.equals(there)) {
        return false;
      } else if (now - since >= times.lapse().toNanos()) {
        taken = files.replace(place, content(), there.get().version());
        if (taken.isEmpty()) {
          return false;
        }
        continue;
      }
      pause();
    }
    version = taken.get();
    return true;
  }

  private void pause() throws IOException {
    try {
      TimeUnit.NANOSECONDS.sleep(times.renewal().toNanos() / 4);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw S3Failures.interrupted("lock", place, e);
    }
  }

  @Override
  public boolean held() {
    return held;
  }

  private synchronized void renewUntilClosed() {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, times.renewal().toNanos());
      while (!closing && held) {
        long pause = renew() ? times.renewal().toNanos() : times.renewal().toNanos() / 3;
        TimeUnit.NANOSECONDS.timedWait(this, pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Nobody has business to. The lock lapses.
    }
  }

  /** Writes it anew; whether S3 could be asked. */
  private boolean renew() {
    try {
      Optional<String> written = files.replace(place, content(), version);
      if (written.isEmpty()) {
        written = own();
        if (written.isEmpty()) {
          held = false;
          LOG.warn("Lost the lock {}: another run has taken it over", place);
          return true;
        }
      }
      version = written.get();
      return true;
    } catch (IOException e) {
      LOG.debug("Cannot renew the lock {}", place, e);
      return false;
    }
  }

  /** The version that is there, if it is this one's: an answer to an earlier writing was lost. */
  private Optional<String> own() throws IOException {
    return files
        .read(place)
        .filter(there -> there.content().startsWith(nonce))
        .map(Versioned::version);
  }

  private String content() {
    return nonce + " " + writings++;
  }

  @Override
  public void close() throws IOException {
    S3Threads.toItsEnd(this::end);
    forgetStop();
  }

  private synchronized boolean end() throws IOException {
    if (closing) {
      return false;
    }
    closing = true;
    notifyAll();
    try {
      if (held) {
        giveBack();
      }
      return true;
    } finally {
      closed = true;
      notifyAll();
    }
  }

  private void giveBack() throws IOException {
    if (!files.delete(place, version)) {
      Optional<String> own = own();
      if (own.isPresent()) {
        files.delete(place, own.get());
      }
    }
    files.sweep(place);
  }

  /** A process that is told to end lets the lock go first, so that the next one need not wait. */
  private synchronized void awaitClose() {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
    try {
      while (!closed && until - System.nanoTime() > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void forgetStop() {
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException e) {
      LOG.debug("Stopping already");
    }
  }
}
