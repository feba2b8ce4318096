package dev.sluice.fetch.clients;

import dev.sluice.dump.Mirror;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPConnectionClosedException;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPReply;
import org.jspecify.annotations.Nullable;

/**
 * A mirror over FTP (RFC 959), in passive mode (EPSV of RFC 2428, else PASV), with MLSD, SIZE and
 * REST of RFC 3659; where there is no MLSD, with LIST. Logs in anonymously, or by the name in the
 * mirror's URI.
 */
final class FtpClient implements MirrorClient {
  private static final int NO_SUCH_FILE = 550;
  private static final int NOTHING_TO_LIST = 450;

  private final ControlConnection ftp;
  private final String root;
  private final MirrorClients.Timeouts timeouts;
  private @Nullable FtpInput input;
  private boolean closed;

  private FtpClient(ControlConnection ftp, Mirror mirror, MirrorClients.Timeouts timeouts) {
    this.ftp = ftp;
    this.root = mirror.root().getPath();
    this.timeouts = timeouts;
  }

  static FtpClient connect(Mirror mirror, MirrorClients.Timeouts timeouts) throws IOException {
    FtpClient client = new FtpClient(new ControlConnection(timeouts), mirror, timeouts);
    try {
      client.logIn(mirror.root(), mirror.contact());
      return client;
    } catch (IOException | RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private void logIn(URI uri, @Nullable String contact) throws IOException {
    String password = contact == null ? "sluice@" : contact;
    String user = uri.getUserInfo() == null ? LoginAnswers.ANONYMOUS : uri.getUserInfo();
    int port = uri.getPort() < 0 ? FTP.DEFAULT_PORT : uri.getPort();
    LoginAnswers answers = new LoginAnswers(uri.getHost() + ":" + port, user);
    try {
      ftp.connect(uri.getHost(), port);
      if (!FTPReply.isPositiveCompletion(ftp.getReplyCode())) {
        throw answers.refusal(ftp.getReplyCode(), ftp.reply());
      }
      answers.giveName();
      if (!ftp.login(user, password)) {
        throw answers.refusal(ftp.getReplyCode(), ftp.reply());
      }
      answers.worked();
    } catch (FTPConnectionClosedException e) {
      if (ftp.getReplyCode() == FTPReply.SERVICE_NOT_AVAILABLE) {
        throw answers.refusal(ftp.getReplyCode(), ftp.reply());
      }
      throw new IOException("the connection was closed at login", e);
    } catch (UnknownHostException e) {
      throw new IOException("the host is not known", e);
    } catch (SocketTimeoutException e) {
      throw new IOException("no connection for %s s".formatted(timeouts.connect().toSeconds()), e);
    } catch (ConnectException e) {
      throw new IOException("connection refused", e);
    }
    ftp.enterLocalPassiveMode(); // connecting resets it
    ask(() -> ftp.setFileType(FTP.BINARY_FILE_TYPE));
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    String path = root + folder;
    FTPFile[] files = ask(() -> ftp.hasFeature("MLST") ? ftp.mlistDir(path) : ftp.listFiles(path));
    int code = ftp.getReplyCode();
    if (code == NO_SUCH_FILE || code == NOTHING_TO_LIST) {
      return List.of();
    }
    if (!FTPReply.isPositiveCompletion(code)) {
      throw new IOException("listing of %s refused (%s)".formatted(path, ftp.reply()));
    }
    List<Entry> entries = new ArrayList<>();
    for (FTPFile file : files) {
      String name = file.getName();
      if (!name.equals(".") && !name.equals("..") && name.indexOf('/') < 0) {
        entries.add(entry(path, file));
      }
    }
    return entries;
  }

  private Entry entry(String folder, FTPFile file) throws IOException {
    if (file.isDirectory()) {
      return new Entry(file.getName(), true, -1);
    }
    if (file.isFile() && file.getSize() >= 0) {
      return new Entry(file.getName(), false, file.getSize());
    }
    // A link, whose own length the listing gives, or an entry without a length.
    String path = folder + (folder.endsWith("/") ? "" : "/") + file.getName();
    String size = ask(() -> ftp.getSize(path));
    if (size != null && size.strip().matches("\\d{1,18}")) {
      return new Entry(file.getName(), false, Long.parseLong(size.strip()));
    }
    return new Entry(file.getName(), !file.isFile(), -1);
  }

  @Override
  public byte[] read(String path) throws IOException {
    try (InputStream in = open(path, 0)) {
      return in.readAllBytes();
    }
  }

  @Override
  public InputStream open(String path, long offset, long bytes) throws IOException {
    if (offset > 0 && bytes >= 0) {
      // What is gone on with may come from elsewhere: this has to be the same file.
      String size = ask(() -> ftp.getSize(root + path));
      if (size != null && size.strip().matches("\\d{1,18}")) {
        FileLength.require(bytes, Long.parseLong(size.strip()));
      }
    }
    ftp.setRestartOffset(offset);
    InputStream data = ask(() -> ftp.retrieveFileStream(root + path));
    if (data == null) {
      if (ftp.getReplyCode() == NO_SUCH_FILE) {
        throw new NoSuchFileException(path, null, ftp.reply());
      }
      throw new IOException("%s refused (%s)".formatted(path, ftp.reply()));
    }
    input = new FtpInput(data, ftp, timeouts);
    return input;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      try {
        if (input != null) {
          input.close();
        }
      } finally {
        ftp.end();
      }
    }
  }

  private interface Command<T> {
    T run() throws IOException;
  }

  @SuppressWarnings("NullAway") // Commons Net answers null for "no"; the callers look.
  private <T> T ask(Command<@Nullable T> command) throws IOException {
    try {
      return command.run();
    } catch (SocketTimeoutException e) {
      throw new IOException("no answer for %s s".formatted(timeouts.silence().toSeconds()), e);
    } catch (FTPConnectionClosedException e) {
      if (ftp.getReplyCode() == FTPReply.SERVICE_NOT_AVAILABLE
          && LoginAnswers.isLimit(ftp.reply())) {
        throw new MirrorBusyException(
            "the mirror closed the connection (%s)".formatted(ftp.reply()));
      }
      throw new IOException("the mirror closed the connection", e);
    }
  }
}
