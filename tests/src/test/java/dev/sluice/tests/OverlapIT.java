package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code overlap} against DuckDB's SQL on a million rows. */
@Tag("long")
class OverlapIT {
  private static final int ROWS = 1_000_000;
  private static final int PROBES = 20_000;

  @TempDir Path folder;

  @Test
  @Timeout(300)
  void changesAndProbesAreThoseOfSql() throws Exception {
    Path table = write("table.csv", ROWS, 1 << 22, 1);
    Path probes = write("probes.csv", PROBES, 1 << 16, 2);
    Path changes = folder.resolve("changes.ndjson");
    Path probed = folder.resolve("probed.ndjson");
    // So little memory that there are spills.
    run("--input=" + table, "--output=" + changes, "--memoryMiB=1");
    run("--input=" + table, "--probe=" + probes, "--output=" + probed);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = connection.createStatement()) {
      sql.execute("SET TimeZone = 'UTC'");
      sql.execute(
          """
          CREATE TABLE timeline AS
          WITH intervals AS (FROM read_csv('%s', header = true)), changes AS (
            SELECT moment, sum(change) AS change
            FROM (
              SELECT start_at AS moment, 1 AS change FROM intervals WHERE start_at IS DISTINCT FROM end_at
              UNION ALL
              SELECT end_at, -1 FROM intervals WHERE end_at IS NOT NULL AND start_at <> end_at)
            GROUP BY moment HAVING sum(change) <> 0)
          SELECT moment, (sum(change) OVER (ORDER BY moment))::INTEGER AS active FROM changes
          """
              .formatted(table));
      try (ResultSet rows =
              sql.executeQuery(
                  "SELECT epoch(moment)::BIGINT, active FROM timeline ORDER BY moment");
          BufferedReader lines = Files.newBufferedReader(changes)) {
        while (rows.next()) {
          assertThat(lines.readLine())
              .isEqualTo(
                  "{\"at\":\"%s\",\"active\":%d}"
                      .formatted(Instant.ofEpochSecond(rows.getLong(1)), rows.getInt(2)));
        }
        assertThat(lines.readLine()).isNull();
      }
      // Of each step of the timeline the part that a probe overlaps; the open last step too.
      sql.execute(
          """
          CREATE TABLE steps AS
          SELECT moment, active, lead(moment, 1, TIMESTAMP '2100-01-01') OVER (ORDER BY moment) AS until
          FROM timeline
          """);
      long different;
      try (ResultSet row =
          sql.executeQuery(
              """
              WITH expected AS (
                SELECT p.id, min(active) AS least, max(active) AS greatest,
                  sum(active * epoch(least(until, end_at) - greatest(moment, start_at)))
                    / epoch(any_value(end_at - start_at)) AS mean
                FROM (FROM read_csv('%s', header = true) WHERE start_at < end_at LIMIT 2000) p
                JOIN steps ON moment < end_at AND until > start_at
                WHERE start_at >= (SELECT min(moment) FROM steps)
                GROUP BY p.id),
              found AS (FROM read_json('%s'))
              SELECT count(*), count(*) FILTER (WHERE found.least <> expected.least
                OR found.greatest <> expected.greatest OR abs(found.mean - expected.mean) > 1e-6)
              FROM expected JOIN found USING (id)
              """
                  .formatted(probes, probed))) {
        row.next();
        assertThat(row.getLong(1)).isGreaterThan(1500);
        different = row.getLong(2);
      }
      assertThat(different).isZero();
    }
  }

  private void run(String... options) throws Exception {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "overlap";
    System.arraycopy(options, 0, arguments, 1, options.length);
    SluiceProcess run = SluiceProcess.run(folder, arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  /** Intervals in about four months, of up to so many seconds; one in 50 is open. */
  private Path write(String name, int rows, int longest, int seed) throws IOException {
    Random random = new Random(seed);
    Path file = folder.resolve(name);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("id,start_at,end_at\n");
      for (int row = 0; row < rows; row++) {
        Instant start = Instant.ofEpochSecond(1_700_000_000L + random.nextInt(10_000_000));
        Instant end = start.plusSeconds(random.nextInt(longest) >>> random.nextInt(20));
        out.write("%d,%s,%s%n".formatted(row, start, random.nextInt(50) == 0 ? "" : end));
      }
    }
    return file;
  }
}
