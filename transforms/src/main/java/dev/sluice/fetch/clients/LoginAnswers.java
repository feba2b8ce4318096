package dev.sluice.fetch.clients;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.commons.net.ftp.FTPReply;

/**
 * What an FTP server means by refusing a login. RFC 959 has 421 for a server that is not available
 * and 530 for "not logged in"; servers say either when a limit is reached, and 530 to a wrong login
 * too. A 530 is taken for a limit if its text speaks of one, if it came before a name was given, or
 * if the same login has worked in this process before.
 */
final class LoginAnswers {
  static final String ANONYMOUS = "anonymous";

  /** As proftpd, Pure-FTPd, wu-ftpd, vsftpd, FileZilla, IIS and ncftpd put it. */
  private static final Pattern LIMIT =
      Pattern.compile(
          "\\b(too many|no more|limit|maximum|max|exceed\\w*|concurrent|simultaneous\\w*|busy|is full"
              + "|overload\\w*|later|already|slots?|capacity)\\b");

  /** Servers let in so far, each with the name that did. */
  private static final Set<String> WORKED = ConcurrentHashMap.newKeySet();

  private final String login;
  private final String user;
  private boolean named;

  LoginAnswers(String server, String user) {
    this.login = user + "@" + server.toLowerCase(Locale.ROOT);
    this.user = user;
  }

  /** Tells that the name is given now. */
  void giveName() {
    named = true;
  }

  void worked() {
    WORKED.add(login);
  }

  /** What a refusal means. */
  IOException refusal(int code, String reply) {
    if (code == FTPReply.SERVICE_NOT_AVAILABLE
        || (code == FTPReply.NOT_LOGGED_IN
            && (!named || isLimit(reply) || WORKED.contains(login)))) {
      return new MirrorBusyException("login refused (%s)".formatted(reply));
    }
    if (code == FTPReply.NOT_LOGGED_IN) {
      return new LoginRefusedException(
          (user.equals(ANONYMOUS)
                  ? "it lets nobody in without a name and a password (%s)"
                  : "name or password is wrong (%s)")
              .formatted(reply));
    }
    return new IOException("login refused (%s)".formatted(reply));
  }

  /** Whether a reply's text speaks of a limit. */
  static boolean isLimit(String reply) {
    return LIMIT.matcher(reply.toLowerCase(Locale.ROOT)).find();
  }
}
