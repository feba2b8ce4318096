package dev.sluice.sort;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.storage.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SortLinesTest {
  private final CountingStorage storage = new CountingStorage();
  private int openInputs;
  private Path work;

  @BeforeEach
  @BeforeTry
  void makeFolder() throws IOException {
    work = Files.createTempDirectory("sluice-lines");
  }

  @AfterEach
  @AfterTry
  void nothingIsLeft() throws IOException {
    assertThat(storage.open).hasValue(0);
    assertThat(openInputs).isZero();
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left).isEmpty();
    }
    Files.delete(work);
  }

  @Test
  void sortsRecordsAsTheyAre() throws Exception {
    assertThat(
            sort(
                "a",
                "{ \"a\": 2 }\r\n{\"b\":[{}],\"a\":10}\n{\"a\":null}",
                "{\"a\":\"x\"}\n{\"a\":2.0}\n"))
        .isEqualTo(
            "{\"a\":null}\n{ \"a\": 2 }\r\n{\"a\":2.0}\n{\"b\":[{}],\"a\":10}\n{\"a\":\"x\"}\n");
    assertThat(sort("a:desc", "{\"a\":1}\n{\"a\":null}\n{\"a\":2}\n"))
        .isEqualTo("{\"a\":2}\n{\"a\":1}\n{\"a\":null}\n");
    assertThat(sort("none", "b\na\nb")).isEqualTo("b\na\nb\n");
  }

  @Test
  void oneLineOrNone() throws Exception {
    assertThat(sort("a", "{\"a\":1}")).isEqualTo("{\"a\":1}\n");
    assertThat(sort("a", "")).isEmpty();
    assertThat(sort("a", "", "")).isEmpty();
    assertThat(sort("a")).isEmpty();
  }

  @Property(tries = 100)
  void sortsAsAStableSortInMemoryDoes(
      @ForAll @Size(max = 4)
          List<@Size(max = 60) List<@IntRange(min = -20, max = 20) Integer>> inputs,
      @ForAll @LongRange(min = 1, max = 10_000) long memoryBytes)
      throws Exception {
    List<String> texts = new ArrayList<>();
    List<Records> all = new ArrayList<>();
    for (List<Integer> keys : inputs) {
      StringBuilder text = new StringBuilder();
      for (int key : keys) {
        String line = "{\"number\":%d,\"a\":{\"b\":%d}}".formatted(all.size(), key);
        all.add(new Records(String.valueOf(key), line));
        text.append(line).append('\n');
      }
      texts.add(text.toString());
    }
    StringBuilder expected = new StringBuilder();
    all.stream()
        .sorted(Comparator.comparing(record -> Integer.valueOf(record.key())))
        .forEach(record -> expected.append(record.line()).append('\n'));
    assertThat(sort("a.b", memoryBytes, texts.toArray(String[]::new)))
        .isEqualTo(expected.toString());
  }

  @Test
  void namesInputLineAndByteOfWhatIsWrong() {
    String good = "{\"a\":1}\n{\"a\":2}\n";
    assertFails(good + "\n{\"a\":3}\n", "the line is empty (expected a JSON object)");
    assertFails(good + " \r\n", "the line is empty (expected a JSON object)");
    assertFails(good + "{\"b\":1}\n", "field a is missing (expected in every record)");
    assertFails(
        good + "{\"a\":[]}",
        "field a is an array (expected a string, a number, true, false or null)");
    assertFails(good + "17\n", "the record is not a JSON object in UTF-8");
    assertFails(
        good + "{\"a\":1}}\n",
        "the record is not valid JSON near its byte 8 (Unexpected close marker '}':"
            + " expected ']')");
  }

  private void assertFails(String text, String reason) {
    assertThatThrownBy(() -> sort("a", 1, "{\"a\":0}", text))
        .isInstanceOf(IOException.class)
        .hasMessage("Cannot sort input-1: line 3, at byte 16: " + reason);
  }

  @Test
  void partsTogetherAreTheSortedLines() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      text.append("{\"a\":%d,\"number\":%d}\n".formatted(i * 7 % 50, i));
    }
    SortOrder order = SortOrder.by("a");
    Path output = Files.createTempDirectory("sluice-parts");
    PartLayout layout = new PartLayout(order, output.toUri(), 3000, Compression.NONE, work.toUri());
    AtomicLong metered = new AtomicLong();
    List<Part> parts;
    try (SortedLines sorted =
        new SortLines(storage, SortRules.by(order), work.toUri(), 30_000)
            .read(inputs(text.toString()), metered::addAndGet)) {
      parts = sorted.toParts(layout, metered::addAndGet);
    }
    StringBuilder together = new StringBuilder();
    for (Part part : parts) {
      together.append(Files.readString(Path.of(part.file().uri())));
    }
    storage.deleteFolder(output.toUri());
    assertThat(together).hasToString(sort("a", text.toString()));
    assertThat(parts.size()).isGreaterThan(1);
    assertThat(metered).hasValue(2L * text.length());
  }

  @Test
  void sortsLinesOf100Megabytes() throws Exception {
    byte[] large = new byte[100 << 20];
    Arrays.fill(large, (byte) 'x');
    byte[] start = "{\"a\":2,\"b\":\"".getBytes(UTF_8);
    System.arraycopy(start, 0, large, 0, start.length);
    byte[] end = "\"}\n{\"a\":1}\n".getBytes(UTF_8);
    System.arraycopy(end, 0, large, large.length - end.length, end.length);
    CountingOutput out = new CountingOutput();
    LineInput input = new LineInput("large", () -> new ByteArrayInputStream(large));
    new SortLines(storage, SortRules.by(SortOrder.by("a")), work.toUri(), 1 << 20)
        .toStream(List.of(input), out, bytes -> {}, bytes -> {});
    assertThat(out.bytes).isEqualTo(large.length);
    assertThat(out.first).isEqualTo("{\"a\":1}\n{\"a\":2,\"b\":\"xx");
  }

  private String sort(String order, String... texts) throws Exception {
    return sort(order, 1 << 20, texts);
  }

  private String sort(String order, long memoryBytes, String... texts) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LongAdder written = new LongAdder();
    long records =
        new SortLines(storage, SortRules.by(SortOrder.parse(order)), work.toUri(), memoryBytes)
            .toStream(inputs(texts), out, bytes -> {}, written::add);
    String sorted = out.toString(UTF_8);
    assertThat(written.sum()).isEqualTo(out.size());
    assertThat(sorted.chars().filter(c -> c == '\n').count()).isEqualTo(records);
    return sorted;
  }

  private List<LineInput> inputs(String... texts) {
    List<LineInput> inputs = new ArrayList<>();
    for (String text : texts) {
      inputs.add(new LineInput("input-" + inputs.size(), () -> open(text)));
    }
    return inputs;
  }

  private InputStream open(String text) {
    openInputs++;
    return new ByteArrayInputStream(text.getBytes(UTF_8)) {
      @Override
      public synchronized int read(byte[] buffer, int offset, int length) {
        // As a network gives it, a little at a time.
        return super.read(buffer, offset, Math.min(length, 7));
      }

      @Override
      public void close() {
        openInputs--;
      }
    };
  }

  private static final class CountingOutput extends OutputStream {
    long bytes;
    String first = "";

    @Override
    public void write(int b) {
      throw new AssertionError("one byte at a time");
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      bytes += length;
      int wanted = Math.min(length, 22 - first.length());
      first += new String(buffer, offset, wanted, UTF_8);
    }
  }
}
