package dev.sluice.fetch.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sluice.dump.Mirror;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between an FTP or HTTP client and its server, and does harm at chosen bytes of what comes:
 * to FTP's data connections, or to HTTP's responses.
 */
public final class CuttingProxy implements AutoCloseable {
  private static final Pattern EPSV = Pattern.compile("\\(\\|\\|\\|(\\d+)\\|\\)");

  /** What can happen. */
  public enum Harm {
    /** The connection is closed. */
    CUT,
    /** Nothing comes any more. */
    STALL,
    /** The connection is reset. */
    RESET,
    /** A bit of the next byte is another one. */
    FLIP,
    /** What comes next comes a while later. */
    DELAY
  }

  /**
   * What to do with one connection.
   *
   * @param bytes after so many
   */
  public record Fault(long bytes, Harm harm) {
    /** A cut, or a stall. */
    public Fault(long bytes, boolean stall) {
      this(bytes, stall ? Harm.STALL : Harm.CUT);
    }
  }

  private static final Fault NONE = new Fault(Long.MAX_VALUE, Harm.CUT);
  private static final long DELAY_MILLIS = 300;

  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private final ServerSocket door;
  private final int serverPort;
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final boolean web;
  private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();

  /** One for FTP. */
  public CuttingProxy(int serverPort) throws IOException {
    this(serverPort, false);
  }

  /** One for HTTP. */
  public static CuttingProxy web(int serverPort) throws IOException {
    return new CuttingProxy(serverPort, true);
  }

  private CuttingProxy(int serverPort, boolean web) throws IOException {
    this.serverPort = serverPort;
    this.web = web;
    this.door = listen();
    start(
        () -> {
          while (true) {
            Socket client = keep(door.accept());
            start(() -> attend(client));
          }
        });
  }

  /** Adds a fault for the next data connection that has none yet. */
  public CuttingProxy with(Fault fault) {
    faults.add(fault);
    return this;
  }

  public Mirror mirror(int connections) {
    String scheme = web ? "http" : "ftp";
    return new Mirror(
        URI.create(scheme + "://127.0.0.1:" + door.getLocalPort() + "/"), connections);
  }

  private void attend(Socket client) throws IOException {
    if (web) {
      Socket server = keep(new Socket(loopback, serverPort));
      start(() -> relay(client, server, NONE));
      relay(server, client, next());
    } else {
      control(client);
    }
  }

  private Fault next() {
    Fault fault = faults.poll();
    return fault == null ? NONE : fault;
  }

  private void control(Socket client) throws IOException {
    Socket server = keep(new Socket(loopback, serverPort));
    start(() -> relay(client, server, NONE));
    OutputStream out = client.getOutputStream();
    BufferedReader replies =
        new BufferedReader(new InputStreamReader(server.getInputStream(), ISO_8859_1));
    for (String line = replies.readLine(); line != null; line = replies.readLine()) {
      Matcher epsv = EPSV.matcher(line);
      if (line.startsWith("229") && epsv.find()) {
        int dataPort = Integer.parseInt(epsv.group(1));
        ServerSocket data = listen();
        start(() -> data(data, dataPort));
        line = "229 Entering Extended Passive Mode (|||" + data.getLocalPort() + "|)";
      }
      out.write((line + "\r\n").getBytes(ISO_8859_1));
      out.flush();
    }
    client.close();
  }

  private void data(ServerSocket door, int dataPort) throws IOException {
    Socket client = keep(door.accept());
    door.close();
    relay(keep(new Socket(loopback, dataPort)), client, next());
  }

  private static void relay(Socket from, Socket to, Fault fault) throws IOException {
    byte[] buffer = new byte[4096];
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    try {
      long left = fault.bytes();
      for (int count = 0; count >= 0; left -= count) {
        if (left == 0) {
          if (isTheEnd(fault.harm(), to)) {
            return;
          }
          left = Long.MAX_VALUE;
          count = in.read(buffer, 0, 1);
          if (count > 0 && fault.harm() == Harm.FLIP) {
            buffer[0] ^= 1;
          }
        } else {
          count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        }
        if (count > 0) {
          out.write(buffer, 0, count);
          out.flush();
        }
      }
    } finally {
      from.close();
      to.close();
    }
  }

  /** Does harm; whether the connection ends of it. */
  private static boolean isTheEnd(Harm harm, Socket to) throws IOException {
    return switch (harm) {
      case CUT -> true;
      case RESET -> {
        to.setSoLinger(true, 0);
        yield true;
      }
      case STALL -> {
        while (to.getInputStream().read() >= 0) {
          // Until the client has enough of it.
        }
        yield true;
      }
      case FLIP -> false;
      case DELAY -> {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(DELAY_MILLIS));
        yield false;
      }
    };
  }

  private ServerSocket listen() throws IOException {
    return keep(new ServerSocket(0, 50, loopback));
  }

  private <T extends AutoCloseable> T keep(T socket) {
    open.add(socket);
    return socket;
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
  public void close() throws Exception {
    for (AutoCloseable socket : open) {
      socket.close();
    }
  }
}
