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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between an FTP client and its server, and cuts or stalls data connections at chosen bytes.
 */
public final class CuttingProxy implements AutoCloseable {
  private static final Pattern EPSV = Pattern.compile("\\(\\|\\|\\|(\\d+)\\|\\)");

  /** What to do with one data connection: after so many bytes, close it or leave it hanging. */
  public record Fault(long bytes, boolean stall) {}

  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private final ServerSocket door;
  private final int serverPort;
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();

  public CuttingProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.door = listen();
    start(
        () -> {
          while (true) {
            Socket client = keep(door.accept());
            start(() -> control(client));
          }
        });
  }

  /** Adds a fault for the next data connection that has none yet. */
  public CuttingProxy with(Fault fault) {
    faults.add(fault);
    return this;
  }

  public Mirror mirror(int connections) {
    return new Mirror(URI.create("ftp://127.0.0.1:" + door.getLocalPort() + "/"), connections);
  }

  private void control(Socket client) throws IOException {
    Socket server = keep(new Socket(loopback, serverPort));
    start(() -> relay(client, server, new Fault(Long.MAX_VALUE, false)));
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
    Fault fault = faults.poll();
    relay(
        keep(new Socket(loopback, dataPort)),
        client,
        fault == null ? new Fault(Long.MAX_VALUE, false) : fault);
  }

  private static void relay(Socket from, Socket to, Fault fault) throws IOException {
    byte[] buffer = new byte[4096];
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    long left = fault.bytes();
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (count < 0) {
        to.close();
        return;
      }
      out.write(buffer, 0, count);
      out.flush();
      left -= count;
    }
    if (!fault.stall()) {
      from.close();
      to.close();
    }
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
