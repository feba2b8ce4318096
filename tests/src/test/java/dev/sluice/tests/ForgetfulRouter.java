package dev.sluice.tests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands before an FTP server's control connections, and drops one over which nothing has gone for
 * a while. Data connections go past it: EPSV gives no address.
 */
final class ForgetfulRouter implements AutoCloseable {
  private static final int BUFFER_BYTES = 4096;
  private static final int LOOK_MILLIS = 50;

  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger forgotten = new AtomicInteger();
  private final int port;
  private final Duration memory;

  /**
   * One before a server on loopback.
   *
   * @param memory after how long of silence it drops a connection
   */
  ForgetfulRouter(int port, Duration memory) throws IOException {
    this.port = port;
    this.memory = memory;
    start(
        () -> {
          while (true) {
            connect(door.accept());
          }
        });
  }

  String root() {
    return "ftp://127.0.0.1:" + door.getLocalPort() + "/";
  }

  /** How many connections it dropped. */
  int forgotten() {
    return forgotten.get();
  }

  private void connect(Socket client) throws IOException {
    Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
    sockets.add(client);
    sockets.add(server);
    AtomicLong last = new AtomicLong(System.nanoTime());
    start(() -> relay(client, server, last));
    start(() -> relay(server, client, last));
  }

  private void relay(Socket from, Socket to, AtomicLong last) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    from.setSoTimeout(LOOK_MILLIS);
    try {
      for (int count = 0; count >= 0; ) {
        try {
          count = from.getInputStream().read(buffer);
          if (count > 0) {
            last.set(System.nanoTime());
            to.getOutputStream().write(buffer, 0, count);
          }
        } catch (SocketTimeoutException e) {
          long seen = last.get();
          // The two directions are one connection: it is counted once.
          if (seen > 0
              && System.nanoTime() - seen > memory.toNanos()
              && last.compareAndSet(seen, 0)) {
            forgotten.incrementAndGet();
            return;
          }
        }
      }
    } finally {
      from.close();
      to.close();
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // A closed socket ends the thread: that is what it is closed for.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
