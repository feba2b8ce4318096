package dev.sluice.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.PropertiesUserManagerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.TransferRatePermission;

/**
 * A small mirror: a folder served by an Apache FtpServer on 127.0.0.1 to anonymous users who may
 * read it, with a cap on connections and a limited transfer rate, as public mirrors have them. A
 * login past the cap is answered with 421 and the connection is closed.
 */
public final class FtpMirror implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String LISTENER = "default";

  static {
    // The server logs each command, and each client that hangs up as an error. slf4j-simple reads
    // these when a logger is made.
    for (String logger : List.of("org.apache.ftpserver", "org.apache.mina")) {
      String property = "org.slf4j.simpleLogger.log." + logger;
      if (System.getProperty(property) == null) {
        System.setProperty(property, "off");
      }
    }
  }

  private final FtpServer server;
  private final Listener listener;
  private final ConnectionCount connections;

  private FtpMirror(FtpServer server, Listener listener, ConnectionCount connections) {
    this.server = server;
    this.listener = listener;
    this.connections = connections;
  }

  /**
   * Starts a mirror on a free port.
   *
   * @param folder what it serves: the layout's root
   * @param cap how many may be logged in at once, from 1
   * @param bytesPerSecond how fast each connection may read, from 1; 0 for as fast as it goes
   * @throws IOException if there is no such folder or the server cannot start
   */
  public static FtpMirror start(Path folder, int cap, int bytesPerSecond) throws IOException {
    if (cap < 1 || bytesPerSecond < 0) {
      throw new IllegalArgumentException(
          "Cannot start a mirror: %d connections, %d bytes/s (expected 1 or more, 0 or more)"
              .formatted(cap, bytesPerSecond));
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException("Cannot serve " + folder + ": not a folder (expected a folder)");
    }
    ConnectionCount connections = new ConnectionCount(cap);
    FtpServerFactory factory = new FtpServerFactory();
    ListenerFactory listening = new ListenerFactory();
    listening.setServerAddress(LOOPBACK);
    listening.setPort(0);
    DataConnectionConfigurationFactory passive = new DataConnectionConfigurationFactory();
    passive.setActiveEnabled(false);
    passive.setPassiveAddress(LOOPBACK);
    passive.setPassiveExternalAddress(LOOPBACK);
    listening.setDataConnectionConfiguration(passive.createDataConnectionConfiguration());
    Listener listener = listening.createListener();
    factory.addListener(LISTENER, listener);
    // The server clears the map when it stops.
    factory.setFtplets(new LinkedHashMap<>(Map.of("connections", connections)));
    ConnectionConfigFactory limits = new ConnectionConfigFactory();
    limits.setAnonymousLoginEnabled(true);
    // The cap is ours: the server's own is checked at USER, counted at PASS, so that two who log in
    // at the same moment pass it.
    limits.setMaxLogins(Integer.MAX_VALUE);
    limits.setMaxAnonymousLogins(Integer.MAX_VALUE);
    limits.setMaxThreads(2 * cap + 4);
    factory.setConnectionConfig(limits.createConnectionConfig());
    FtpServer server;
    try {
      factory.setUserManager(new PropertiesUserManagerFactory().createUserManager());
      factory.getUserManager().save(anonymous(folder, bytesPerSecond));
      server = factory.createServer();
      server.start();
    } catch (FtpException e) {
      throw new IOException("Cannot serve " + folder + " by FTP: " + e.getMessage(), e);
    }
    return new FtpMirror(server, listener, connections);
  }

  /** The root of what it serves: {@code ftp://127.0.0.1:PORT/}. */
  public URI root() {
    return URI.create("ftp://" + LOOPBACK + ":" + listener.getPort() + "/");
  }

  /** Connections open now; one whose client has said QUIT is none. */
  public int open() {
    return connections.open();
  }

  /** The most connections that were ever open at once, refused ones included. */
  public int highestOpen() {
    return connections.highestOpen();
  }

  /** How many logins were answered with 421. */
  public int refused() {
    return connections.refused();
  }

  /** Stops the server; transfers under way are cut. */
  @Override
  public void close() {
    connections.interruptTransfers();
    for (FtpIoSession session : List.copyOf(listener.getActiveSessions())) {
      session.closeNow();
    }
    server.stop();
  }

  private static BaseUser anonymous(Path folder, int bytesPerSecond) {
    BaseUser user = new BaseUser();
    user.setName("anonymous");
    user.setHomeDirectory(folder.toAbsolutePath().toString());
    user.setAuthorities(
        List.of(
            new ConcurrentLoginPermission(0, 0), new TransferRatePermission(bytesPerSecond, 0)));
    return user;
  }
}
