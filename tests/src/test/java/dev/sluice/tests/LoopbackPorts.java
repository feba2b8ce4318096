package dev.sluice.tests;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that have to be told theirs. Until such a server listens its port is anybody's,
 * so none is from the range of which the kernel gives a port to every connection and to every
 * socket that asks for any: 32,768 to 60,999 on Linux (ip(7), {@code ip_local_port_range}).
 */
final class LoopbackPorts {
  private static final int LOWEST = 12_000;
  private static final int END = 32_000;
  private static final Set<Integer> GIVEN = new HashSet<>();

  private LoopbackPorts() {}

  /** One on which nobody listens, and which this process has not got before. */
  static synchronized int free() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, END);
      if (GIVEN.add(port) && isFree(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (BindException e) {
      return false;
    }
  }
}
