package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.demo.DemoDump;
import dev.sluice.dump.Dump;
import dev.sluice.pipeline.Sluice;
import dev.sluice.storage.LocalStorage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code report.html} in a headless Chromium: it loads without a complaint and without asking for
 * anything, in any width, light, dark and printed. Its pictures are left in {@code
 * target/screenshots} for people to look at.
 */
@Tag("long")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final Path PICTURES = Path.of("target/screenshots");
  private static final int WIDE = 1280;
  private static final int NARROW = 480;
  private static final int HIGHEST = 6000;
  private static final int TASKS = 5000;

  @TempDir private static Path folder;
  private Chromium chromium;

  @BeforeAll
  void start() throws IOException {
    Optional<String> absence = Chromium.absence();
    absence.ifPresent(reason -> System.err.println("SKIPPED ReportIT: " + reason));
    assumeTrue(absence.isEmpty());
    chromium = Chromium.start(folder);
    Files.createDirectories(PICTURES);
  }

  @AfterAll
  void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void showsTheDemosRun() throws Exception {
    Path demo = Files.createDirectories(folder.resolve("demo"));
    SluiceProcess run = SluiceProcess.run(demo);
    assertThat(run.exitCode()).as(run.err()).isZero();
    Path report =
        demo.resolve("sluice-demo/sluicewiki/20260101/stub-meta-history/_sluice/report.html");
    Chromium.Page page = assertReadable("demo", report);
    assertTold(page);
    page.emulate("print", "light");
    assertThat(new String(page.printed(), 0, 5, UTF_8)).isEqualTo("%PDF-");
    assertThat(page.value("document.body.innerText").textValue())
        .contains("Done: 12 files of 12", "part-00000-of-00001.ndjson");
    assertThat(page.value("document.querySelectorAll('svg').length").intValue()).isPositive();
  }

  @Test
  void showsARunThatFailed() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 4, 200_000, 7);
    Path damaged = dump.root().resolve("testwiki/20260101").resolve(dump.files().get(2));
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[bytes.length / 2] ^= 1;
    Files.write(damaged, bytes);
    Path output = folder.resolve("failed");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        Sluice.run(
            new LocalStorage(),
            OutputStream.nullOutputStream(),
            new PrintStream(err, true, UTF_8),
            "run",
            "--dump=" + DUMP,
            "--mirrors=" + dump.root().toUri(),
            "--output=" + output);
    assertThat(exitCode).as(err.toString(UTF_8)).isEqualTo(1);
    Chromium.Page page = assertReadable("failed", output.resolve(DUMP + "/_sluice/report.html"));
    assertThat(page.value("document.body.innerText").textValue())
        .contains(
            "Not complete: 3 files of 4",
            "Cannot download " + dump.files().get(2),
            "What was tried again");
  }

  @Test
  void showsThousandsOfTasks() throws Exception {
    Path output = Files.createDirectories(folder.resolve("many"));
    PublishedRun.write(output, TASKS);
    Chromium.Page page = assertReadable("many", output.resolve("_sluice/report.html"));
    assertThat(page.value("document.body.innerText").textValue())
        .contains("Done: 2,500 files of 2,500");
    // All that screen readers are told of so much would take a minute to gather.
    assertThat(page.value("document.querySelector('svg').getAttribute('aria-label')").textValue())
        .startsWith("Timeline of 5001 ");
    double millis =
        page.value("performance.getEntriesByType('navigation')[0].duration").doubleValue();
    assertThat(millis).as("ms until it is loaded").isBetween(1.0, 20_000.0);
  }

  /** That the checks below see what they are for. */
  @Test
  void noticesComplaintsRequestsAndOverflow() throws Exception {
    try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String elsewhere = "http://127.0.0.1:%d/x.png".formatted(nobody.getLocalPort());
      nobody.close();
      Path bad = folder.resolve("bad.html");
      Files.writeString(
          bad,
          """
          <!DOCTYPE html><html lang='en'><link rel='icon' href='data:,'><title>x</title>
          <body><div style='width:3000px'>x</div><img src='%s'>
          <script>console.error('no'); undefined.x</script></body></html>
          """
              .formatted(elsewhere));
      Chromium.Page page = chromium.open(bad.toUri(), WIDE, 800);
      assertThat(page.requests()).contains(elsewhere);
      assertThat(page.complaints())
          .anyMatch(complaint -> complaint.startsWith("Runtime.consoleAPICalled"))
          .anyMatch(complaint -> complaint.startsWith("Runtime.exceptionThrown"))
          .anyMatch(complaint -> complaint.startsWith("Log.entryAdded"));
      assertThat(overflow(page)).isGreaterThan(1000);
    }
  }

  private Chromium.Page assertReadable(String name, Path report) throws Exception {
    URI uri = report.toRealPath().toUri();
    Chromium.Page page = chromium.open(uri, WIDE, 900);
    page.emulate("screen", "light");
    double light = brightness(picture(page, name + "-light", WIDE));
    page.emulate("screen", "dark");
    double dark = brightness(picture(page, name + "-dark", WIDE));
    assertThat(light).as("brightness of the light page").isGreaterThan(180);
    assertThat(dark).as("brightness of the dark page").isLessThan(90);
    assertThat(overflow(page)).as("pixels too wide at " + WIDE).isZero();
    assertQuiet(page, uri);

    Chromium.Page narrow = chromium.open(uri, NARROW, 900);
    narrow.emulate("screen", "light");
    picture(narrow, name + "-narrow", NARROW);
    assertThat(overflow(narrow)).as("pixels too wide at " + NARROW).isZero();
    assertQuiet(narrow, uri);
    return page;
  }

  private static void assertQuiet(Chromium.Page page, URI uri) {
    assertThat(page.complaints()).isEmpty();
    assertThat(page.requests())
        .contains("file://" + uri.getPath())
        .allMatch(url -> url.equals("file://" + uri.getPath()) || url.startsWith("data:"));
  }

  /** What people who do not see it are told: headings, names of charts and of tables' columns. */
  private static void assertTold(Chromium.Page page) throws Exception {
    assertThat(page.value("document.documentElement.lang").textValue()).isEqualTo("en");
    List<String> names = page.accessibleNames();
    assertThat(names).anyMatch(name -> name.startsWith("heading: "));
    assertThat(names).anyMatch(name -> name.startsWith("columnheader: "));
    assertThat(names)
        .filteredOn(name -> name.matches("(?i)(img|image|graphics-document): .*"))
        .hasSize(page.value("document.querySelectorAll('svg[role=img]').length").intValue())
        .hasSize(page.value("document.querySelectorAll('svg').length").intValue())
        .noneMatch(name -> name.endsWith(": "));
  }

  private static int overflow(Chromium.Page page) throws Exception {
    return page.value("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        .intValue();
  }

  private static BufferedImage picture(Chromium.Page page, String name, int width)
      throws Exception {
    byte[] png = page.picture(HIGHEST);
    Files.write(PICTURES.resolve(name + ".png"), png);
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(picture.getWidth()).isEqualTo(width);
    assertThat(picture.getHeight()).isGreaterThan(900);
    Set<Integer> colours = new HashSet<>();
    for (int y = 0; y < Math.min(2000, picture.getHeight()); y += 3) {
      for (int x = 0; x < picture.getWidth(); x += 3) {
        colours.add(picture.getRGB(x, y));
      }
    }
    assertThat(colours).as("colours of " + name).hasSizeGreaterThan(20);
    return picture;
  }

  /** Of the page's edge, which is its ground: from 0 to 255. */
  private static double brightness(BufferedImage picture) {
    long sum = 0;
    int rows = Math.min(900, picture.getHeight());
    for (int y = 0; y < rows; y++) {
      int rgb = picture.getRGB(2, y);
      sum += (rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255);
    }
    return sum / 3.0 / rows;
  }
}
