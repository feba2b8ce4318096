package dev.sluice.runners;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnFlinkTest {
  @Test
  void wantsAnAddress() {
    assertThatThrownBy(() -> engine("--runner=FlinkRunner").prepare())
        .isInstanceOf(RefusedException.class)
        .hasMessage("Missing --flinkMaster (expected --flinkMaster=HOST:PORT)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[local]", "[auto]", "host", "host:port", "http://host:8081", ":8081"})
  void wantsAHostAndAPort(String address) {
    assertThatThrownBy(() -> engine("--runner=FlinkRunner", "--flinkMaster=" + address).prepare())
        .isInstanceOf(RefusedException.class)
        .hasMessage("Cannot use --flinkMaster=%s (expected HOST:PORT)", address);
  }

  private static Engine engine(String... arguments) {
    return Engine.of(PipelineOptionsFactory.fromArgs(arguments).create(), List.of(arguments));
  }
}
