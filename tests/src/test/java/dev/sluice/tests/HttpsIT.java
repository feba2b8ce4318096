package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.demo.DemoDump;
import dev.sluice.dump.Dump;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code run} against a real server over HTTPS, whose certificate is trusted or not. */
@Tag("long")
class HttpsIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final int CAP = 3;

  @TempDir Path folder;
  private DemoDump dump;
  private TlsKey key;

  @BeforeEach
  void makeDump() throws Exception {
    Optional<String> absence = Nginx.absence();
    absence.ifPresent(reason -> System.err.println("SKIPPED HttpsIT: " + reason));
    assumeTrue(absence.isEmpty(), absence.orElse(""));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    dump = DemoDump.write(folder.resolve("mirror"), DUMP, 6, 500_000, 7);
    key = TlsKey.make(folder);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void publishesFromAServerThatIsTrusted(boolean onTheFly) throws Exception {
    List<String> trust =
        List.of(
            "-Djavax.net.ssl.trustStore=" + key.trustStore(),
            "-Djavax.net.ssl.trustStorePassword=" + TlsKey.PASSWORD);
    try (Nginx server = Nginx.serve(dump.root(), CAP, key)) {
      Path output = folder.resolve("out");
      SluiceProcess run =
          run(trust, server.root() + "?connections=3", output, "--onTheFly=" + onTheFly);
      assertThat(run.exitCode()).as(run.err()).isZero();
      Published published = new Published(output.resolve(DUMP.toString()));
      assertThat(published.isComplete()).isTrue();
      assertThat(published.countInNaturalOrder()).isEqualTo(dump.revisions());
      assertThat(server.refused()).isZero();
      assertThat(server.downloads()).isEqualTo(6);
    }
  }

  @Test
  void saysThatACertificateIsNotTrusted() throws Exception {
    try (Nginx server = Nginx.serve(dump.root(), CAP, key)) {
      Path output = folder.resolve("out");
      SluiceProcess run = run(List.of(), server.root(), output);
      assertThat(run.exitCode()).as(run.err()).isNotZero();
      assertThat(run.err())
          .contains("127.0.0.1", "its certificate is not trusted")
          .doesNotContain("\tat ");
      assertThat(server.downloads()).isZero();
    }
  }

  private SluiceProcess run(List<String> jvmOptions, String mirror, Path output, String... more)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of("run", "--dump=" + DUMP, "--mirrors=" + mirror, "--output=" + output));
    arguments.addAll(List.of(more));
    return SluiceProcess.start(folder, jvmOptions, arguments).await();
  }
}
