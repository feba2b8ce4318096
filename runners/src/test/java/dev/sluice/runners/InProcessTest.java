package dev.sluice.runners;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

class InProcessTest {
  @Test
  void setsTheRunnerUpForStepsThatWait() {
    DirectOptions options = configured("--runner=DirectRunner");
    assertThat(options.isBlockOnRun()).isFalse();
    assertThat(options.isEnforceImmutability()).isFalse();
    assertThat(options.isEnforceEncodability()).isFalse();
    assertThat(options.getTargetParallelism()).isEqualTo(1024);
  }

  @Test
  void leavesTheUsersThreads() {
    assertThat(configured("--runner=DirectRunner", "--targetParallelism=3").getTargetParallelism())
        .isEqualTo(3);
  }

  @Test
  void leavesTheUsersOtherOptions() {
    assertThat(configured("--jobName=mine").getJobName()).isEqualTo("mine");
  }

  private static DirectOptions configured(String... arguments) {
    PipelineOptions options = PipelineOptionsFactory.fromArgs(arguments).create();
    new InProcess(options, List.of(arguments)).prepare();
    return options.as(DirectOptions.class);
  }
}
