package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.dump.Mirror;
import dev.sluice.dump.MirrorFiles;
import dev.sluice.fetch.SlottedMirrors;
import dev.sluice.fetch.clients.LoginRefusedException;
import dev.sluice.fetch.clients.MirrorBusyException;
import dev.sluice.fetch.clients.MirrorClient;
import dev.sluice.fetch.clients.MirrorClients;
import dev.sluice.fetch.slots.MirrorSlots;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A wrong login against one too many, as real servers put it: vsftpd says 421 then, proftpd 530.
 */
@Timeout(120)
class LoginsIT {
  @TempDir Path folder;
  private final MirrorSlots slots = MirrorSlots.inProcess(UUID.randomUUID().toString());

  @BeforeEach
  void open() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(folder.resolve("file"), "content");
  }

  private static void needs(Optional<String> absence) {
    absence.ifPresent(reason -> System.err.println("SKIPPED LoginsIT: " + reason));
    assumeTrue(absence.isEmpty(), absence.orElse(""));
  }

  @Test
  void vsftpd() throws Exception {
    needs(Vsftpd.absence());
    try (Vsftpd server = Vsftpd.serve(folder, 1)) {
      refusesAWrongName(server.root());
      assertThat(server.refused()).as("a wrong name is asked for once").isEqualTo(1);
      waitsAtALimit(server.root(), server::refused);
    }
  }

  @Test
  void proftpd() throws Exception {
    needs(Proftpd.absence());
    try (Proftpd server = Proftpd.serve(folder, 1)) {
      refusesAWrongName(server.root());
      assertThat(server.refused()).as("a wrong name is asked for once").isEqualTo(1);
      waitsAtALimit(server.root(), server::refused);
    }
  }

  private void refusesAWrongName(String root) {
    Mirror mirror = new Mirror(URI.create(root.replace("://", "://stranger@")), 1);
    assertThatThrownBy(() -> new SlottedMirrors(slots).connect(mirror))
        .isInstanceOf(LoginRefusedException.class)
        .hasMessageMatching("name or password is wrong \\(530 .*\\)");
  }

  /** Two connections are allowed by the user, one by the server. */
  private void waitsAtALimit(String root, Callable<Long> refused) throws Exception {
    Mirror mirror = new Mirror(URI.create(root), 2);
    FutureTask<Integer> listing =
        new FutureTask<>(
            () -> {
              try (MirrorFiles files = new SlottedMirrors(slots).connect(mirror)) {
                return files.list("").size();
              }
            });
    try (MirrorClient stranger = MirrorClients.standard().connect(mirror)) {
      assertThat(stranger.list("")).hasSize(1);
      assertThatThrownBy(() -> MirrorClients.standard().connect(mirror))
          .isInstanceOf(MirrorBusyException.class);
      long before = refused.call();
      new Thread(listing).start();
      await("it is refused, as the one connection is another's")
          .until(() -> refused.call() > before);
      assertThat(listing).isNotDone();
    }
    assertThat(listing.get(1, TimeUnit.MINUTES)).isEqualTo(1);
    slots.take(mirror).close();
  }
}
