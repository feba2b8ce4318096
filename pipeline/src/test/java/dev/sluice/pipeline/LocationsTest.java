package dev.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.dump.Mirror;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationsTest {
  private static final URI HERE = Path.of("").toAbsolutePath().toUri();

  @ParameterizedTest
  @CsvSource({
    "/a/b.ndjson,             /a/b.ndjson",
    "/a/./c/../b,             /a/b",
    "/a b/ü 漢.xml,            /a b/ü 漢.xml",
    "/a%20b/50%,              /a%20b/50%",
    "/a/b?c#d,                /a/b?c#d",
    "file:/a/b,               /a/b",
    "file:///a/b,             /a/b",
    "file:///a%20b/%C3%BC,    /a b/ü",
    "file:/a/./c/../b,        /a/b",
  })
  void takesPathsAndFileUris(String text, String path) {
    assertThat(Path.of(Locations.file("--input", text))).hasToString(path);
    assertThat(Path.of(Locations.folder("--output", text))).hasToString(path);
    assertThat(Locations.folder("--output", text).getPath()).isEqualTo(path + "/");
  }

  @Test
  void takesRelativePathsFromWhereTheUserIs() {
    assertThat(Locations.file("--input", "a/b.xml")).isEqualTo(HERE.resolve("a/b.xml"));
    assertThat(Locations.folder("--output", "a")).isEqualTo(HERE.resolve("a/"));
    assertThat(Locations.folder("--output", "a/")).isEqualTo(HERE.resolve("a/"));
    assertThat(Locations.folder("--output", ".")).isEqualTo(HERE);
  }

  @Test
  void writesNonAsciiAsUriOctets() {
    assertThat(Locations.folder("--output", "/a b/ü")).hasToString("file:///a%20b/%C3%BC/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket/a", "http://host/a", "hdfs:/a"})
  void refusesOtherSchemes(String text) {
    assertThatThrownBy(() -> Locations.file("--input", text))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Cannot use --input=%s: its scheme is not known (expected a path or a file: URI)"
                .formatted(text));
  }

  @Test
  void refusesWhatIsNoUri() {
    assertThatThrownBy(() -> Locations.file("--input", "file:///a b"))
        .isInstanceOf(UsageException.class)
        .hasMessage("Cannot use file:///a b: it is not a URI");
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://h/dumps/,                    ftp://h/dumps/,        2",
    "ftp://h/dumps,                     ftp://h/dumps/,        2",
    "ftp://h:2121/?connections=3,       ftp://h:2121/,         3",
    "ftp://h?connections=12,            ftp://h/,              12",
    "ftp://h/a%20b?connections=1,       ftp://h/a%20b/,        1",
    "file:///m?connections=5,           file:///m/,            5",
    "/m,                                file:///m/,            2",
    "/m/ü x/?connections=4,             file:///m/%C3%BC%20x/, 4",
  })
  void takesMirrors(String text, String root, int connections) {
    assertThat(Locations.mirror(text)).isEqualTo(new Mirror(URI.create(root), connections));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://h/?connections=x", "ftp://h/?slots=2", "ftp://h/?connections=-1"})
  void refusesAnotherQuery(String text) {
    assertThatThrownBy(() -> Locations.mirror(text))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Cannot use mirror %s: %s is not known (expected ?connections=N, N from 1 to 9999)"
                .formatted(text, text.substring(text.indexOf('?'))));
  }

  @Test
  void knowsPublicMirrorsWithFewConnectionsEach() {
    assertThat(Locations.PUBLIC_MIRRORS).hasSize(3).allMatch(m -> m.connections() == 2);
  }

  @ParameterizedTest
  @CsvSource({
    "s3://my-bucket,            s3://my-bucket/",
    "s3://my-bucket/,           s3://my-bucket/",
    "s3://my-bucket/a b/ü,      s3://my-bucket/a%20b/%C3%BC/",
    "s3://my-bucket/100%25?x#y, s3://my-bucket/100%2525%3Fx%23y/",
  })
  void takesFoldersOnS3AsTheyAreWritten(String text, String uri) {
    URI folder = Locations.storedFolder("--output", text);
    assertThat(folder).hasToString(uri);
    assertThat(Locations.text(folder)).isEqualTo(text.replaceFirst("/$", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://",
        "s3:///a",
        "s3://my-bucket//",
        "s3://my-bucket/a/../b",
        "s3://a b/c",
        "s3://my-bucket/.."
      })
  void refusesWhatIsNoFolderOnS3(String text) {
    assertThatThrownBy(() -> Locations.storedFolder("--work", text))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Cannot use --work=%s: it names no folder on S3 (expected s3://BUCKET or"
                    .formatted(text)
                + " s3://BUCKET/PREFIX)");
  }

  @Test
  void takesObjectsOnS3AsTheyAreWritten() {
    URI file = Locations.storedFile("--input", "s3://my-bucket/a b/ü.xml");
    assertThat(file).hasToString("s3://my-bucket/a%20b/%C3%BC.xml");
    assertThat(Locations.text(file)).isEqualTo("s3://my-bucket/a b/ü.xml");
    assertThat(Locations.storedFile("--input", "a/b.xml")).isEqualTo(HERE.resolve("a/b.xml"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://",
        "s3://my-bucket",
        "s3://my-bucket/",
        "s3://b b/c",
        "s3://bb/c/",
        "s3://bb/.."
      })
  void refusesWhatIsNoObjectOnS3(String text) {
    assertThatThrownBy(() -> Locations.storedFile("--input", text))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Cannot use --input=%s: it names no object on S3 (expected s3://BUCKET/KEY)"
                .formatted(text));
  }

  @Test
  void refusesOtherSchemesWhereS3IsTaken() {
    assertThatThrownBy(() -> Locations.storedFile("--input", "http://host/a"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Cannot use --input=http://host/a: its scheme is not known (expected a path, a file:"
                + " URI or s3://BUCKET/KEY)");
  }
}
