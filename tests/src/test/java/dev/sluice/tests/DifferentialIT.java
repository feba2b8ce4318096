package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten gigabytes of generated dumps of all kinds, by the scanner and by the reference converter. */
@Tag("soak")
class DifferentialIT {
  private static final int SEEDS = 7;
  private static final String BYTES = "110000000";
  private static final List<String> HEAP = List.of("-Xmx1g");

  @TempDir Path folder;

  /**
   * A dump to convert.
   *
   * @param file its name
   * @param options of {@code generate} beside the name
   * @param rows what a record is made of
   */
  private record Case(String file, List<String> options, String rows) {}

  static Stream<Case> cases() {
    return IntStream.rangeClosed(1, SEEDS).boxed().flatMap(DifferentialIT::casesOf);
  }

  private static Stream<Case> casesOf(int seed) {
    String stubs = "--kind=stub-meta-history";
    String texts = "--kind=pages-articles";
    String log = "--kind=pages-logging";
    List<String> some = List.of("--seed=" + seed, "--bytes=" + BYTES);
    return Stream.of(
            new Case("stubs.xml.gz", List.of(stubs), "revision"),
            new Case("stubs.xml", List.of(stubs), "page"),
            new Case("stubs.xml.zst", List.of(stubs), "page"),
            new Case("stubs.xml.bz2", List.of(stubs), "revision"),
            new Case("texts.xml.bz2", List.of(texts), "revision"),
            new Case("texts-multistream.xml.bz2", List.of(texts, "--multistream"), "revision"),
            new Case("texts-multistream.xml.bz2", List.of(texts, "--multistream"), "page"),
            new Case("texts.xml.gz", List.of(texts), "revision"),
            new Case("texts.xml.zst", List.of(texts), "page"),
            new Case("log.xml.gz", List.of(log), "logitem"),
            new Case("log.xml.bz2", List.of(log), "logitem"),
            new Case("log.xml", List.of(log), "logitem"),
            new Case("log.xml.zst", List.of(log), "logitem"))
        .map(one -> new Case(one.file, join(one.options, some), one.rows));
  }

  private static List<String> join(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void makesTheSame(Case one) throws Exception {
    Path dump = folder.resolve(one.file);
    run(List.of(), join(List.of("generate", "--output=" + dump), one.options));
    Path scanned = convert(List.of(), one, dump, "scanned.ndjson");
    Path expected =
        convert(List.of("-Dsluice.convert.reference=true"), one, dump, "expected.ndjson");
    assertThat(Files.size(scanned)).isGreaterThan(Long.parseLong(BYTES) / 4);
    assertThat(Files.mismatch(scanned, expected)).as("first byte that differs").isEqualTo(-1);
  }

  private Path convert(List<String> property, Case one, Path dump, String name)
      throws IOException, InterruptedException {
    Path output = folder.resolve(name);
    run(
        property,
        List.of("convert", "--input=" + dump, "--rows=" + one.rows, "--output=" + output));
    return output;
  }

  private void run(List<String> property, List<String> arguments)
      throws IOException, InterruptedException {
    SluiceProcess run = SluiceProcess.start(folder, join(HEAP, property), arguments).await();
    assertThat(run.exitCode()).as(run.err()).isZero();
  }
}
