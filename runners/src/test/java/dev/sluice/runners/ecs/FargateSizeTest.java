package dev.sluice.runners.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FargateSizeTest {
  @ParameterizedTest
  @CsvSource({
    "256, 512, 256, 1024",
    "256, 1024, 256, 2048",
    "256, 2048, 512, 3072",
    "512, 4096, 1024, 5120",
    "2048, 4096, 2048, 5120",
    "4096, 30720, 8192, 32768",
    "8192, 16384, 8192, 20480",
    "8192, 61440, 16384, 65536",
    "16384, 32768, 16384, 40960"
  })
  void hasANextSize(int cpu, int memory, int nextCpu, int nextMemory) {
    assertThat(new FargateSize(cpu, memory).larger())
        .contains(new FargateSize(nextCpu, nextMemory));
  }

  @Test
  void hasNoneAfterTheLargest() {
    assertThat(new FargateSize(16384, 122880).larger()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "256   | 3072  | 512, 1024 or 2048 MiB",
        "512   | 1536  | 1024 to 4096 MiB in steps of 1024",
        "8192  | 17408 | 16384 to 61440 MiB in steps of 4096",
        "1000  | 2048  | 256, 512, 1024, 2048, 4096, 8192 or 16384 CPU units"
      })
  void refusesWhatFargateDoesNotHave(int cpu, int memory, String expected) {
    assertThatThrownBy(() -> new FargateSize(cpu, memory))
        .hasMessage(
            "Cannot use a task of %d CPU units and %d MiB: Fargate has no such size (expected %s)"
                .formatted(cpu, memory, expected));
  }
}
