package dev.sluice.overlap;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.overlap.rows.TimeForm;
import java.io.IOException;
import java.io.OutputStream;

/** What is written of a timeline: one JSON object a line. */
final class Lines {
  private static final byte[] AT = ascii("{\"at\":");
  private static final byte[] ACTIVE = ascii(",\"active\":");
  private static final byte[] LEAST = ascii(",\"least\":");
  private static final byte[] GREATEST = ascii(",\"greatest\":");
  private static final byte[] MEAN = ascii(",\"mean\":");
  private static final byte[] END = ascii("}\n");
  private static final byte[] ID = ascii("{\"id\":");
  private static final byte[] NULL = ascii("null");

  /** Of a line but for what an id takes. */
  private static final int MOST_BYTES = 160;

  private static final int BUFFER_BYTES = 1 << 20;

  private Lines() {}

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /** The changes of a stretch. */
  static void changes(Stretch stretch, LineBuffer lines) {
    for (int i = 0; i < stretch.changes(); i++) {
      lines
          .room(MOST_BYTES)
          .add(AT)
          .time(stretch.at()[i])
          .add(ACTIVE)
          .number(stretch.active()[i])
          .add(END);
    }
  }

  /** A row of a probe. */
  static void probe(Probes probes, int row, LineBuffer lines) {
    lines
        .room(MOST_BYTES)
        .add(ID)
        .add(probes.ids().json(), probes.ids().end(row - 1), probes.ids().end(row))
        .room(MOST_BYTES)
        .add(LEAST)
        .number(probes.least(row))
        .add(GREATEST)
        .number(probes.greatest(row))
        .add(MEAN);
    if (probes.isOpen(row)) {
      lines.add(NULL).add(END);
    } else {
      lines.decimal(probes.mean(row)).room(END.length).add(END);
    }
  }

  /** Steps of a grid, written to a stream. */
  static final class StepLines implements GridSteps.Steps {
    private final LineBuffer lines;
    private final OutputStream out;
    private long count;

    StepLines(TimeForm form, OutputStream out) {
      this.lines = new LineBuffer(form);
      this.out = out;
    }

    @Override
    public void take(long from, int least, int greatest, double mean) throws IOException {
      lines
          .room(MOST_BYTES)
          .add(AT)
          .time(from)
          .add(LEAST)
          .number(least)
          .add(GREATEST)
          .number(greatest)
          .add(MEAN)
          .decimal(mean)
          .room(END.length)
          .add(END);
      count++;
      if (lines.length() > BUFFER_BYTES) {
        end();
      }
    }

    /** Writes what is left. */
    void end() throws IOException {
      lines.writeTo(out);
      lines.clear();
    }

    long count() {
      return count;
    }
  }
}
