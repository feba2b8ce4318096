package dev.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class S3SettingsTest {
  @Test
  void areToldToAnotherProgramAsArguments() {
    URI endpoint = URI.create("http://127.0.0.1:9000");
    for (S3Settings settings :
        List.of(
            S3Settings.DEFAULT,
            new S3Settings("eu-west-1", null, false),
            new S3Settings(null, endpoint, false),
            new S3Settings("us-east-1", endpoint, true))) {
      assertThat(S3Settings.ofArguments(new S3Storage(settings).arguments())).isEqualTo(settings);
    }
    assertThat(new S3Storage(new S3Settings("us-east-1", endpoint, true)).arguments())
        .containsExactly(
            "--awsRegion=us-east-1", "--s3Endpoint=http://127.0.0.1:9000", "--s3PathStyle=true");
  }

  @Test
  void refuseOtherArguments() {
    assertThatThrownBy(() -> StorageByScheme.of(List.of("--s3Secret=x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot use argument --s3Secret=x (expected --awsRegion=REGION, --s3Endpoint=URI or"
                + " --s3PathStyle=true)");
  }
}
