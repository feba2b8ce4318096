package dev.sluice.tests.ecs;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CPU and memory of a task: API Reference, RegisterTaskDefinition, {@code cpu} and {@code memory},
 * which may be written {@code 1024} or {@code 1 vCPU}, {@code 2048} or {@code 2 GB}, and the values
 * that Fargate has.
 *
 * @param cpu units, of which 1,024 are a vCPU
 * @param memoryMiB as told
 */
record FargateSize(int cpu, int memoryMiB) {
  private static final int VCPU = 1024;
  private static final int GIB = 1024;
  private static final Pattern VCPUS = Pattern.compile("([0-9]*\\.?[0-9]+) ?vcpu");
  private static final Pattern GIBS = Pattern.compile("([0-9]*\\.?[0-9]+) ?gb");

  /** In GiB, from, to and step, by units of CPU. */
  private static final Map<Integer, int[]> MEMORY =
      Map.of(
          512, new int[] {1, 4, 1},
          1024, new int[] {2, 8, 1},
          2048, new int[] {4, 16, 1},
          4096, new int[] {8, 30, 1},
          8192, new int[] {16, 60, 4},
          16384, new int[] {32, 120, 8});

  /** Refuses what Fargate does not have. */
  static FargateSize of(String cpu, String memory) {
    FargateSize size =
        new FargateSize(number(cpu, VCPUS, VCPU, "cpu"), number(memory, GIBS, GIB, "memory"));
    if (!size.exists()) {
      throw AwsError.client(
          "ClientException",
          "No Fargate configuration exists for given values: %d CPU, %d memory. See the Amazon ECS documentation for the valid values."
              .formatted(size.cpu, size.memoryMiB));
    }
    return size;
  }

  double vcpus() {
    return (double) cpu / VCPU;
  }

  private boolean exists() {
    if (cpu == 256) {
      return memoryMiB == 512 || memoryMiB == 1024 || memoryMiB == 2048;
    }
    int[] range = MEMORY.get(cpu);
    return range != null
        && memoryMiB % GIB == 0
        && memoryMiB / GIB >= range[0]
        && memoryMiB / GIB <= range[1]
        && (memoryMiB / GIB - range[0]) % range[2] == 0;
  }

  private static int number(String text, Pattern pattern, int unit, String member) {
    Matcher units = pattern.matcher(text.toLowerCase(Locale.ROOT).strip());
    try {
      return units.matches()
          ? (int) Math.round(Double.parseDouble(units.group(1)) * unit)
          : Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw AwsError.client("ClientException", "Invalid '%s' setting for task.".formatted(member));
    }
  }
}
