package dev.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class S3UploadsTest {
  private static final int PART = 8 << 20;

  @RegisterExtension private static final S3Server SERVER = S3Server.start();

  private final URI folder = URI.create("s3://dumps/%s/".formatted(UUID.randomUUID()));

  private static S3Storage storage() {
    return new S3Storage(SERVER.settings(), S3Patience.STANDARD);
  }

  @Test
  void listsWhatIsUnfinishedAndAbortsIt() throws Exception {
    Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    AtomicOutput killed = storage().create(folder.resolve("a%20b")); // Never closed.
    killed.write(new byte[2 * PART + 1]);
    S3Uploads uploads = storage().uploads(folder);
    List<UnfinishedUpload> found = uploads.list();
    assertThat(found).hasSize(1);
    assertThat(found.get(0).uri()).isEqualTo(folder.resolve("a%20b"));
    assertThat(found.get(0).begun()).isBetween(before, Instant.now().plusSeconds(1));
    await("parts that are on their way")
        .atMost(Duration.ofMinutes(1))
        .until(() -> uploads.bytes(found.get(0)) == 2 * PART);
    uploads.abort(found.get(0));
    uploads.abort(found.get(0));
    assertThat(uploads.bytes(found.get(0))).isZero();
    assertThat(uploads.list()).isEmpty();
    assertThatThrownBy(killed::commit)
        .hasMessageStartingWith("Cannot write %s: ".formatted(folder.resolve("a%20b")));
  }

  /** s3proxy has no lifecycle rules: it is told in a sentence. */
  @Test
  void saysWhenTheServiceKnowsNoLifecycle() throws Exception {
    assertThatThrownBy(() -> storage().uploads(folder).expireAfter(7))
        .hasMessage(
            "Cannot set the lifecycle rule of bucket dumps: this service cannot do it"
                + " (NotImplemented)");
  }

  /**
   * The experiment behind {@link S3Facts}: here a multipart object is dated by its completion. On
   * AWS it is dated by the beginning of its upload, so that of two objects the one that was there
   * first can have the later date. Neither rule can be relied upon, so no code may.
   */
  @Test
  void aMultipartObjectsDateIsNoRuleToGoBy() throws Exception {
    AtomicOutput out = storage().create(folder.resolve("late"));
    out.write(new byte[PART + 1]);
    Instant initiated = storage().uploads(folder).list().get(0).begun();
    // Dates are whole seconds: two of them later another one is told.
    Awaitility.await("a later date")
        .atMost(Duration.ofMinutes(1))
        .until(() -> Instant.now().isAfter(initiated.plusSeconds(2)));
    out.commit();
    Instant modified =
        SERVER
            .client()
            .headObject(
                request ->
                    request.bucket("dumps").key(folder.resolve("late").getPath().substring(1)))
            .lastModified();
    assertThat(modified).isAfter(initiated.plusSeconds(1));
  }
}
