package dev.sluice.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.convert.ConvertFile;
import dev.sluice.fetch.DownloadFile;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepTimes;
import java.io.StringReader;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlReportTest {
  private static final Instant ENDED = RunResults.STARTED.plusSeconds(60);

  private final RunResults results = RunResults.complete(URI.create("file:/out/"));

  @Test
  void beginsWithTheSummaryInWords() {
    assertThat(report())
        .contains("<h1>xwiki/20260101/stub-articles</h1>\n<p class='done'>Done: 3 files of 3,")
        .contains("6.0 kB of dump, 60 records in 2 parts (30.0 kB), 1 min 0 s.</p>");
  }

  @Test
  void tellsWhatFailedAndEscapesIt() {
    results.report("Download", "f9.gz", "Cannot download f9.gz: 550 <script>alert(1)</script>", 5);
    assertThat(report())
        .contains("<p class='incomplete'>Not complete: ")
        .contains("<td>Cannot download f9.gz: 550 &lt;script&gt;alert(1)&lt;/script&gt;</td>")
        .doesNotContain("<script");
  }

  @Test
  void namesEveryFileAndPartWithItsDigest() {
    assertThat(report())
        .contains("<th scope='row'>f2.gz</th>", "2".repeat(64), "none given: length only")
        .contains("part-00000-of-00002.ndjson", "part-00001-of-00002.ndjson");
  }

  @Test
  void advisesMoreConnectionsToTheFastestMirrorWhereSlotsAreTheLimit() {
    download("f0.gz", 0, 20, 0);
    download("f1.gz", 0, 40, 20);
    download("f2.gz", 0, 50, 30);
    // f0.gz: 1,000 bytes in 20 s, f1.gz: 2,000 in 20 s, f2.gz: 3,000 in 20 s.
    assertThat(report())
        .contains("The mirrors&#39; connections were the limit for")
        .contains("One more connection to m2.example would have saved about ");
  }

  @Test
  void tellsWhatWasTriedAgainAndWhy() {
    assertThat(report()).doesNotContain("tried again");
    StepReport plain = execution(DownloadFile.NAME, "f3.gz", 0, 10);
    results.reports.add(plain);
    assertThat(report()).doesNotContain("tried again");
    for (int file = 0; file < 3; file++) {
      results.reports.add(
          new StepReport(
              plain.step(),
              "f%d.gz".formatted(file),
              null,
              false,
              plain.started(),
              plain.elapsed(),
              plain.times(),
              Collections.nCopies(60, "from m%d: <reset>".formatted(file))));
    }
    String report = report();
    assertThat(report)
        .contains(
            "What was tried again",
            "<th scope='row'>Download</th><td>f0.gz</td><td>from m0: &lt;reset&gt;</td>",
            "And 50 more.");
    assertThat(report.split("<td>from m1: ", -1)).as("of 150, 100").hasSize(51);
    assertThat(report).doesNotContain("from m2");
  }

  @Test
  void needsNothingFromElsewhere() {
    assertThat(report().replace("<link rel='icon' href='data:,'>", ""))
        .doesNotContain("href", "src=", "url(", "@import", "http");
  }

  @Test
  void holdsThousandsOfExecutionsInAFewMegabytes() throws Exception {
    for (int i = 0; i < 5000; i++) {
      results.reports.add(
          new StepReport(
              i % 2 == 0 ? DownloadFile.NAME : ConvertFile.NAME,
              "f" + i,
              null,
              false,
              RunResults.STARTED.plusMillis(i * 10L),
              Duration.ofMillis(500),
              new StepTimes(
                  Duration.ofMillis(10),
                  Duration.ofMillis(20),
                  Duration.ofMillis(200),
                  Duration.ofMillis(100),
                  Duration.ofMillis(150),
                  1000,
                  1000),
              List.of()));
    }
    String report = report();
    assertThat(report.length()).isLessThan(3_000_000);
    assertThat(report).contains("aria-label='Timeline of 5007 executions'");
    // The charts are XML, for whoever takes them out.
    Matcher charts = Pattern.compile("<svg .*?</svg>", Pattern.DOTALL).matcher(report);
    int count = 0;
    while (charts.find()) {
      XMLInputFactory.newFactory()
          .createXMLEventReader(new StringReader(charts.group()))
          .forEachRemaining(event -> assertThat(event).isNotNull());
      count++;
    }
    assertThat(count).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "700       | 0 s, 0.1 s, 0.2 s, 0.3 s, 0.4 s, 0.5 s, 0.6 s, 0.7 s",
        "7600      | 0 s, 1 s, 2 s, 3 s, 4 s, 5 s, 6 s, 7 s",
        "600000    | 0 s, 2 min, 4 min, 6 min, 8 min, 10 min",
        "150000    | 0 s, 30 s, 1 min, 1 min 30 s, 2 min, 2 min 30 s",
        "21700000  | 0 s, 1 h, 2 h, 3 h, 4 h, 5 h, 6 h",
        "172800000 | 0 s, 6 h, 12 h, 18 h, 24 h, 30 h, 36 h, 42 h, 48 h",
        "900000000 | 0 s, 48 h, 96 h, 144 h, 192 h, 240 h"
      })
  void marksRoundTimes(long millis, String labels) {
    Manifest manifest =
        Manifests.of(
            results.request(),
            results.gathered(),
            RunResults.STARTED.plus(Duration.ofMillis(millis)));
    String report = HtmlReport.of(manifest, results.reports, 2);
    assertThat(
            Pattern.compile("y='11'>([^<]*)</text>")
                .matcher(report)
                .results()
                .map(label -> label.group(1)))
        .containsExactly(labels.split(", "));
  }

  @Test
  void followsTheCriticalPathBack() {
    List<StepReport> executions =
        List.of(
            execution(DownloadFile.NAME, "a", 0, 10),
            execution(DownloadFile.NAME, "b", 0, 12),
            execution(ConvertFile.NAME, "a", 12, 30),
            execution(ConvertFile.NAME, "b", 12, 20),
            execution("Merge ranges", "part", 31, 40));
    assertThat(CriticalPath.of(executions))
        .extracting(StepReport::step, StepReport::subject)
        .containsExactly(
            tuple(DownloadFile.NAME, "a"),
            tuple(ConvertFile.NAME, "a"),
            tuple("Merge ranges", "part"));
  }

  private void download(String file, int from, int to, int waited) {
    Duration elapsed = Duration.ofSeconds(to - from);
    Duration waiting = Duration.ofSeconds(waited);
    results.reports.add(
        new StepReport(
            DownloadFile.NAME,
            file,
            null,
            false,
            RunResults.STARTED.plusSeconds(from),
            elapsed,
            new StepTimes(
                Duration.ZERO,
                waiting,
                elapsed.minus(waiting),
                Duration.ZERO,
                Duration.ZERO,
                1000,
                1000),
            List.of()));
  }

  private static StepReport execution(String step, String subject, int from, int to) {
    return new StepReport(
        step,
        subject,
        null,
        false,
        RunResults.STARTED.plusSeconds(from),
        Duration.ofSeconds(to - from),
        StepTimes.ZERO,
        List.of());
  }

  private String report() {
    Manifest manifest = Manifests.of(results.request(), results.gathered(), ENDED);
    return HtmlReport.of(manifest, results.reports, 2);
  }
}
