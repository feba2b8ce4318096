package dev.sluice.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.dump.Mirror;
import dev.sluice.fetch.clients.FtpMirrorServer;
import dev.sluice.fetch.clients.MirrorClients;
import dev.sluice.fetch.slots.MirrorSlots;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlottedMirrorsTest {
  private static final MirrorClients CLIENTS =
      MirrorClients.within(
          new MirrorClients.Timeouts(Duration.ofMinutes(1), Duration.ofMinutes(1)));
  private static final Retries AT_ONCE =
      new Retries(2, 3, Duration.ofMillis(1), Duration.ofMillis(1), pause -> {});

  private final MirrorSlots slots = MirrorSlots.inProcess(UUID.randomUUID().toString());
  private final SlottedMirrors mirrors = new SlottedMirrors(slots, CLIENTS, AT_ONCE);
  @TempDir Path folder;

  @Test
  void listsUnderASlotAndGivesItBack() throws Exception {
    Files.writeString(folder.resolve("file"), "content");
    try (FtpMirrorServer server = FtpMirrorServer.serving(folder, 1)) {
      for (int i = 0; i < 5; i++) {
        try (var files = mirrors.connect(server.mirror(1))) {
          assertThat(files.list("")).hasSize(1);
        }
      }
      assertThat(server.refused()).isZero();
      assertThat(server.mostLogins()).isEqualTo(1);
    }
  }

  @Test
  void givesTheSlotBackWhenItCannotConnect() throws Exception {
    Mirror absent = new Mirror(URI.create(folder.resolve("no").toUri() + "/"), 1);
    assertThatThrownBy(() -> mirrors.connect(absent)).hasMessage("there is no such folder");
    slots.take(absent).close();
  }
}
