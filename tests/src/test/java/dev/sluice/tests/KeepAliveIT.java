package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.dump.Mirror;
import dev.sluice.fetch.clients.MirrorClient;
import dev.sluice.fetch.clients.MirrorClients;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Control connections through a router that forgets them after a second, during transfers of three:
 * of vsftpd, which answers NOOPs after the transfer, and of proftpd, which answers them in it.
 */
@Timeout(120)
@Tag("long")
class KeepAliveIT {
  private static final Duration MEMORY = Duration.ofSeconds(1);
  private static final Duration OFTEN = Duration.ofMillis(200);
  private static final int BYTES = 3_000_000;
  private static final int RATE = 1_000_000;

  @TempDir Path folder;
  private final byte[] content = new byte[BYTES];

  @BeforeEach
  void serve() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    new Random(1).nextBytes(content);
    Files.write(folder.resolve("file"), content);
  }

  private static void needs(Optional<String> absence) {
    absence.ifPresent(reason -> System.err.println("SKIPPED KeepAliveIT: " + reason));
    assumeTrue(absence.isEmpty(), absence.orElse(""));
  }

  private static MirrorClient connect(ForgetfulRouter router, Duration keepAlive)
      throws IOException {
    Duration minute = Duration.ofMinutes(1);
    return MirrorClients.within(new MirrorClients.Timeouts(minute, minute, keepAlive))
        .connect(new Mirror(URI.create(router.root()), 1));
  }

  @Test
  void vsftpd() throws Exception {
    needs(Vsftpd.absence());
    try (Vsftpd server = Vsftpd.serve(folder, 5, RATE)) {
      isNotForgotten(URI.create(server.root()).getPort());
      assertThat(server.log().stream().filter(line -> line.contains("\"NOOP\"")).count())
          .isGreaterThan(5);
    }
  }

  @Test
  void proftpd() throws Exception {
    needs(Proftpd.absence());
    try (Proftpd server = Proftpd.serve(folder, 5, RATE)) {
      isNotForgotten(server.port());
    }
  }

  @Test
  void whatTheRouterDoesToOneThatIsLeftAtRest() throws Exception {
    needs(Vsftpd.absence());
    try (Vsftpd server = Vsftpd.serve(folder, 5, RATE);
        ForgetfulRouter router = new ForgetfulRouter(URI.create(server.root()).getPort(), MEMORY);
        MirrorClient client = connect(router, Duration.ofMinutes(1))) {
      assertThatThrownBy(() -> client.read("file")).isInstanceOf(IOException.class);
      assertThat(router.forgotten()).isEqualTo(1);
    }
  }

  /** Twice over one connection: commands and replies stay in step. */
  private void isNotForgotten(int port) throws Exception {
    try (ForgetfulRouter router = new ForgetfulRouter(port, MEMORY);
        MirrorClient client = connect(router, OFTEN)) {
      assertThat(client.read("file")).isEqualTo(content);
      assertThat(client.list("")).hasSize(1);
      assertThat(client.read("file")).isEqualTo(content);
      assertThat(client.list("")).hasSize(1);
      assertThat(router.forgotten()).isZero();
    }
  }
}
