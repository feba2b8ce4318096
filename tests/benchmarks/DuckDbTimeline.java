import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** The timeline of a CSV of intervals by DuckDB: {@code java -cp duckdb_jdbc.jar …java CSV OUTPUT}. */
final class DuckDbTimeline {
  private DuckDbTimeline() {}

  public static void main(String[] args) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("SET temp_directory = '" + args[1] + ".spill'");
      statement.execute(
          """
          COPY (
            WITH intervals AS (
              FROM read_csv('%s', header = true,
                columns = {'id': 'BIGINT', 'start_at': 'TIMESTAMP', 'end_at': 'TIMESTAMP'})
            ), changes AS (
              SELECT moment, sum(change) AS change
              FROM (
                SELECT start_at AS moment, 1 AS change FROM intervals
                UNION ALL
                SELECT end_at, -1 FROM intervals WHERE end_at IS NOT NULL)
              GROUP BY moment HAVING sum(change) <> 0)
            SELECT moment, sum(change) OVER (ORDER BY moment) AS active FROM changes ORDER BY moment
          ) TO '%s' (FORMAT csv)
          """
              .formatted(args[0], args[1]));
    }
  }
}
