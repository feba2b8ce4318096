import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/**
 * NDJSON sorted by {@code revision_dt} by DuckDB, lines as they are: {@code java -cp
 * duckdb_jdbc.jar …java NDJSON OUTPUT}.
 */
final class DuckDbSort {
  private DuckDbSort() {}

  public static void main(String[] args) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET temp_directory = '" + args[1] + ".spill'");
      statement.execute("SET memory_limit = '1GB'");
      statement.execute("SET threads = 2");
      statement.execute("SET preserve_insertion_order = false");
      statement.execute(
          """
          COPY (
            SELECT json FROM read_ndjson_objects('%s') ORDER BY json->>'$.revision_dt'
          ) TO '%s' (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\u0001')
          """
              .formatted(args[0], args[1]));
    }
  }
}
