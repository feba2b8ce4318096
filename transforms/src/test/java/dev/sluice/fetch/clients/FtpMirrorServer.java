package dev.sluice.fetch.clients;

import dev.sluice.dump.Mirror;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.command.CommandFactoryFactory;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.DefaultFtplet;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.ftplet.FtpletResult;
import org.apache.ftpserver.ftplet.UserManager;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.PropertiesUserManagerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;

/** A real FTP server on loopback that serves a folder and counts who comes. */
public final class FtpMirrorServer implements AutoCloseable {
  private final FtpServer server;
  private final int port;
  private final Counter counter = new Counter();

  private FtpMirrorServer(Path folder, int cap, boolean mlsd) throws FtpException {
    FtpServerFactory factory = new FtpServerFactory();
    ListenerFactory listener = new ListenerFactory();
    listener.setServerAddress("127.0.0.1");
    listener.setPort(0);
    DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
    data.setPassiveAddress("127.0.0.1");
    listener.setDataConnectionConfiguration(data.createDataConnectionConfiguration());
    factory.addListener("default", listener.createListener());
    ConnectionConfigFactory connections = new ConnectionConfigFactory();
    connections.setMaxAnonymousLogins(1000);
    connections.setMaxLogins(1000);
    factory.setConnectionConfig(connections.createConnectionConfig());
    UserManager users = new PropertiesUserManagerFactory().createUserManager();
    BaseUser anonymous = new BaseUser();
    anonymous.setName("anonymous");
    anonymous.setHomeDirectory(folder.toString());
    anonymous.setAuthorities(List.of(new ConcurrentLoginPermission(cap, cap)));
    users.save(anonymous);
    factory.setUserManager(users);
    factory.setFtplets(new HashMap<>(Map.of("counter", counter)));
    if (!mlsd) {
      CommandFactoryFactory commands = new CommandFactoryFactory();
      commands.addCommand(
          "FEAT",
          (session, context, request) -> session.write(new DefaultFtpReply(211, "nothing")));
      commands.addCommand(
          "MLSD", (session, context, request) -> session.write(new DefaultFtpReply(500, "what?")));
      factory.setCommandFactory(commands.createCommandFactory());
    }
    server = factory.createServer();
    server.start();
    port = factory.getListener("default").getPort();
  }

  /** A server that refuses more than this many logins at a time. */
  public static FtpMirrorServer serving(Path folder, int cap) throws FtpException {
    return new FtpMirrorServer(folder, cap, true);
  }

  /** One that, as vsftpd, has no MLSD. */
  public static FtpMirrorServer withoutMlsd(Path folder) throws FtpException {
    return new FtpMirrorServer(folder, 100, false);
  }

  public int port() {
    return port;
  }

  public Mirror mirror(int connections) {
    return new Mirror(URI.create("ftp://127.0.0.1:" + port + "/"), connections);
  }

  /** The most logins that there were at one moment. */
  public int mostLogins() {
    return counter.most.get();
  }

  public int logins() {
    return counter.logins.get();
  }

  public int refused() {
    return counter.refused.get();
  }

  public int commands(String name) {
    return counter.commands.getOrDefault(name, new AtomicInteger()).get();
  }

  public static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public void close() {
    server.stop();
  }

  private static final class Counter extends DefaultFtplet {
    final AtomicInteger logins = new AtomicInteger();
    final AtomicInteger now = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final Map<String, AtomicInteger> commands = new ConcurrentHashMap<>();

    @Override
    public FtpletResult afterCommand(FtpSession session, FtpRequest request, FtpReply reply) {
      String command = request.getCommand();
      commands.computeIfAbsent(command, name -> new AtomicInteger()).incrementAndGet();
      if (command.equals("PASS")) {
        if (session.isLoggedIn()) {
          logins.incrementAndGet();
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
        } else {
          refused.incrementAndGet();
        }
      } else if (reply != null && (reply.getCode() == 421 || reply.getCode() == 530)) {
        refused.incrementAndGet();
      }
      return FtpletResult.DEFAULT;
    }

    @Override
    public FtpletResult onDisconnect(FtpSession session) {
      if (session.isLoggedIn()) {
        now.decrementAndGet();
      }
      return FtpletResult.DEFAULT;
    }
  }
}
