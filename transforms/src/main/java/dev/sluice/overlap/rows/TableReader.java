package dev.sluice.overlap.rows;

import dev.sluice.sort.LineInput;
import dev.sluice.step.SideBySide;
import java.io.IOException;
import java.io.InputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables of intervals: CSV (RFC 4180, commas, UTF-8, a header) or NDJSON, told by the first
 * byte that is no space, a brace or not. One thread reads blocks, others find the rows in them.
 *
 * <p>A row is bad if it lacks a column, its start is empty or no time, its end is no time or before
 * its start. An end that is empty, or null, is open. Empty lines of CSV are no rows.
 *
 * <p>Memory: 4 MiB of text and about 4 MiB of rows for each block on its way, or more for rows that
 * are longer.
 */
public final class TableReader {
  private final SideBySide team;
  private final Columns columns;
  private final BadRows badRows;
  private final int blockBytes;
  private final Queue<byte[]> arrays = new ConcurrentLinkedQueue<>();
  private final Queue<Rows> unused = new ConcurrentLinkedQueue<>();
  private @Nullable TimeForm form;
  private long rows;
  private long bad;

  /**
   * A reader of tables that write times alike.
   *
   * @param form how they do; null if the first time shall tell
   */
  public TableReader(SideBySide team, Columns columns, BadRows badRows, @Nullable TimeForm form) {
    this(team, columns, badRows, form, RowBlocks.BLOCK_BYTES);
  }

  TableReader(
      SideBySide team, Columns columns, BadRows badRows, @Nullable TimeForm form, int blockBytes) {
    this.team = team;
    this.columns = columns;
    this.badRows = badRows;
    this.form = form;
    this.blockBytes = blockBytes;
  }

  /** How times are written; null as long as there was none. */
  public @Nullable TimeForm form() {
    return form;
  }

  /** How many intervals there were. */
  public long rows() {
    return rows;
  }

  /** How many rows were bad. */
  public long bad() {
    return bad;
  }

  /**
   * Reads a table.
   *
   * @param beside makes something of a block's rows, on any thread; the rows are used again
   * @param taking takes what was made, in the order of the blocks, on the calling thread
   * @throws IOException that names the input and the line of the first bad row, if those fail
   */
  public <T> void read(LineInput input, Function<Rows, T> beside, SideBySide.Taking<T> taking)
      throws IOException, InterruptedException {
    try (InputStream in = input.source().open()) {
      RowBlocks blocks = new RowBlocks(input.name(), in, arrays, blockBytes);
      RowBlock block = blocks.next();
      if (block == null) {
        return;
      }
      Reading<T> reading = new Reading<>(input.name(), beside, taking);
      RowFormat format = new JsonRows(columns);
      if (blocks.csv()) {
        int end = QuotedRows.firstEnd(block.bytes(), block.from(), block.to());
        RowBlock header = new RowBlock(block.bytes(), block.from(), end, true);
        format = CsvRows.ofHeader(input.name(), header, columns);
        reading.line += CsvRows.lines(header);
        block = block.from(end);
      }
      SideBySide.Pieces<Read<T>> pieces = team.pieces(reading::take);
      while (block != null) {
        RowBlock next = block;
        RowFormat chosen = format;
        if (form == null) {
          reading.take(reading.read(next, chosen));
        } else {
          pieces.add(() -> reading.read(next, chosen));
        }
        block = blocks.next();
      }
      pieces.finish();
    }
  }

  /** A block that has been read. */
  private record Read<T>(Rows rows, T made) {}

  private final class Reading<T> {
    private final String name;
    private final Function<Rows, T> beside;
    private final SideBySide.Taking<T> taking;
    private long line = 1;

    Reading(String name, Function<Rows, T> beside, SideBySide.Taking<T> taking) {
      this.name = name;
      this.beside = beside;
      this.taking = taking;
    }

    Read<T> read(RowBlock block, RowFormat format) {
      Rows found = unused.poll();
      if (found == null) {
        found = new Rows(columns, form);
      }
      found.clear(form);
      format.read(block, found);
      arrays.add(block.bytes());
      return new Read<>(found, beside.apply(found));
    }

    void take(Read<T> read) throws IOException, InterruptedException {
      Rows found = read.rows();
      if (found.firstBad() != null && badRows == BadRows.FAIL) {
        throw new IOException(
            "Cannot read %s: line %d: %s"
                .formatted(name, line + found.firstBadLine(), found.firstBad()));
      }
      form = found.form();
      rows += found.count();
      bad += found.bad();
      line += found.lines();
      taking.take(read.made());
      unused.add(found);
    }
  }
}
