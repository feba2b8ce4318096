package dev.sluice.demo;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.DefaultFtplet;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.ftplet.FtpletResult;

/**
 * Counts a server's connections and refuses logins past a cap. All clients are on loopback, so one
 * address.
 */
final class ConnectionCount extends DefaultFtplet {
  private final int cap;
  private final Set<Object> open = new HashSet<>();
  private final Set<Object> loggedIn = new HashSet<>();
  private final Map<Object, Thread> busy = new HashMap<>();
  private int highestOpen;
  private int refused;

  ConnectionCount(int cap) {
    this.cap = cap;
  }

  synchronized int open() {
    return open.size();
  }

  synchronized int highestOpen() {
    return highestOpen;
  }

  synchronized int refused() {
    return refused;
  }

  /** Cuts the transfers under way: one held back by its rate looks at nothing else. */
  synchronized void interruptTransfers() {
    busy.values().forEach(Thread::interrupt);
  }

  @Override
  public synchronized FtpletResult afterCommand(
      FtpSession session, FtpRequest request, FtpReply reply) {
    busy.remove(session.getSessionId());
    return FtpletResult.DEFAULT;
  }

  @Override
  public synchronized FtpletResult onConnect(FtpSession session) {
    open.add(session.getSessionId());
    highestOpen = Math.max(highestOpen, open.size());
    return FtpletResult.DEFAULT;
  }

  @Override
  public synchronized FtpletResult onDisconnect(FtpSession session) {
    leave(session);
    return FtpletResult.DEFAULT;
  }

  @Override
  public FtpletResult beforeCommand(FtpSession session, FtpRequest request) throws FtpException {
    switch (request.getCommand().toUpperCase(Locale.ROOT)) {
      case "USER" -> {
        if (!admitted(session)) {
          session.write(
              new DefaultFtpReply(
                  FtpReply.REPLY_421_SERVICE_NOT_AVAILABLE_CLOSING_CONTROL_CONNECTION,
                  "There are too many connections from your internet address."));
          return FtpletResult.DISCONNECT;
        }
      }
      // Whoever asks to leave has left: the closing is seen only after the answer is sent, when the
      // client may be back already.
      case "QUIT" -> leave(session);
      // Answered by this thread until the last byte is sent.
      case "RETR" -> transfer(session);
      default -> {}
    }
    return FtpletResult.DEFAULT;
  }

  private synchronized boolean admitted(FtpSession session) {
    if (loggedIn.contains(session.getSessionId())) {
      return true;
    }
    if (loggedIn.size() >= cap) {
      refused++;
      return false;
    }
    return loggedIn.add(session.getSessionId());
  }

  private synchronized void transfer(FtpSession session) {
    busy.put(session.getSessionId(), Thread.currentThread());
  }

  private synchronized void leave(FtpSession session) {
    open.remove(session.getSessionId());
    loggedIn.remove(session.getSessionId());
  }
}
