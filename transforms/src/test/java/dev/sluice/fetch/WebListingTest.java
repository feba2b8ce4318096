package dev.sluice.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.DumpListing;
import dev.sluice.dump.Mirror;
import dev.sluice.fetch.clients.MirrorClients;
import dev.sluice.fetch.clients.WebMirrorServer;
import dev.sluice.fetch.slots.MirrorSlots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dumps on web servers that list their folders well, badly or not at all, and that are busy. */
class WebListingTest {
  private static final Dump LEGACY = Dump.parse("xwiki/20260101/stub-articles");
  private static final Dump CONTENT = Dump.parse("xwiki/2026-01-01/content-current");
  private static final String STUBS = "xwiki-20260101-stub-articles.xml.gz";
  private static final String PAGES = "xwiki-2026-01-01-p1p9.xml.bz2";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final List<Duration> pauses = new ArrayList<>();
  private final DumpListing listing =
      new DumpListing(
          new SlottedMirrors(
              MirrorSlots.inProcess(UUID.randomUUID().toString()),
              MirrorClients.within(new MirrorClients.Timeouts(MINUTE, MINUTE)),
              new Retries(2, 3, Duration.ofMillis(1), Duration.ofMillis(1), pauses::add)));

  @TempDir Path folder;

  @BeforeEach
  void dumps() throws IOException {
    Path legacy = Files.createDirectories(folder.resolve("xwiki/20260101"));
    Files.write(legacy.resolve(STUBS), new byte[123]);
    Files.writeString(
        legacy.resolve("dumpstatus.json"),
        """
        {"version":"0.8","jobs":{"xmlstubsdump":{"status":"done","updated":"2026-01-02 00:00:00",
         "files":{"%s":{"size":123,"sha1":"%s"}}}}}"""
            .formatted(STUBS, "a".repeat(40)));
    Path content =
        Files.createDirectories(
            folder.resolve("other/mediawiki_content_current/xwiki/2026-01-01/xml/bzip2"));
    Files.write(content.resolve(PAGES), new byte[45]);
    Files.writeString(content.resolve("SHA256SUMS"), "b".repeat(64) + "  " + PAGES + "\n");
  }

  @Test
  void knowsADumpByItsIndexPages() throws Exception {
    try (WebMirrorServer server = WebMirrorServer.serving(folder)) {
      assertThat(listing.locate(LEGACY.withDate("latest"), List.of(server.mirror(1))).dump())
          .isEqualTo(LEGACY);
      assertKnown(LEGACY, server.mirror(1), STUBS, 123);
      assertKnown(CONTENT, server.mirror(1), PAGES, 45);
    }
  }

  @Test
  void knowsItByItsRecordsWhereFoldersAreNotListed() throws Exception {
    try (WebMirrorServer server = WebMirrorServer.serving(folder)) {
      server.with(WebMirrorServer.status(403));
      assertKnown(LEGACY, server.mirror(1), STUBS, 123);
      server.with(WebMirrorServer.status(403));
      assertKnown(CONTENT, server.mirror(1), PAGES, 45);
      assertThat(server.requests())
          .as("the length that no record tells")
          .anyMatch(request -> request.startsWith("HEAD /other/") && request.contains(PAGES));
    }
  }

  @Test
  void waitsAsLongAsABusyMirrorSays() throws Exception {
    try (WebMirrorServer server = WebMirrorServer.serving(folder)) {
      server.with(WebMirrorServer.status(503, "Retry-After", "7"));
      assertKnown(LEGACY, server.mirror(1), STUBS, 123);
      assertThat(pauses).hasSize(1);
      assertThat(pauses.get(0)).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
      server.with(WebMirrorServer.status(429, "Retry-After", "3600"));
      Mirror mirror = server.mirror(1);
      assertThatThrownBy(() -> listing.list(LEGACY, List.of(mirror)))
          .hasMessageContaining("turned away (HTTP 429)");
      assertThat(pauses).hasSize(1);
    }
  }

  private void assertKnown(Dump dump, Mirror mirror, String name, long bytes) throws Exception {
    List<DumpFile> files = listing.list(dump, List.of(mirror));
    assertThat(files).hasSize(1);
    DumpFile file = files.get(0);
    assertThat(file.name()).isEqualTo(name);
    assertThat(file.bytes()).isEqualTo(bytes);
    assertThat(file.checksum()).isNotNull();
    assertThat(file.replicas()).hasSize(1);
  }
}
