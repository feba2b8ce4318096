package dev.sluice.runners.ecs;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A size that Fargate has (ECS Developer Guide, "Task definition parameters for Fargate", task
 * size).
 *
 * @param cpu in units of 1/1024 vCPU
 * @param memoryMiB in MiB
 */
public record FargateSize(int cpu, int memoryMiB) implements Serializable {
  private static final int GIB = 1024;

  /** By CPU units: the least and the greatest memory in GiB, and the step between. */
  private static final Map<Integer, Range> SIZES =
      new TreeMap<>(
          Map.of(
              512, new Range(1, 4, 1),
              1024, new Range(2, 8, 1),
              2048, new Range(4, 16, 1),
              4096, new Range(8, 30, 1),
              8192, new Range(16, 60, 4),
              16384, new Range(32, 120, 8)));

  private static final int LEAST_CPU = 256;
  private static final int MOST_MEMORY = 120 * GIB;

  private record Range(int least, int most, int step) {}

  public FargateSize {
    if (!exists(cpu, memoryMiB)) {
      throw new IllegalArgumentException(
          "Cannot use a task of %d CPU units and %d MiB: Fargate has no such size (expected %s)"
              .formatted(cpu, memoryMiB, expected(cpu)));
    }
  }

  /** The next size up with the same CPU, or with more where that has no more memory. */
  public Optional<FargateSize> larger() {
    for (int units = cpu; units <= 2 * cpu; units += cpu) {
      for (int memory = memoryMiB + GIB / 2; memory <= MOST_MEMORY; memory += GIB / 2) {
        if (exists(units, memory)) {
          return Optional.of(new FargateSize(units, memory));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean exists(int cpu, int memoryMiB) {
    if (cpu == LEAST_CPU) {
      return memoryMiB == GIB / 2 || memoryMiB == GIB || memoryMiB == 2 * GIB;
    }
    Range range = SIZES.get(cpu);
    return range != null
        && memoryMiB % GIB == 0
        && memoryMiB >= range.least * GIB
        && memoryMiB <= range.most * GIB
        && (memoryMiB / GIB - range.least) % range.step == 0;
  }

  private static String expected(int cpu) {
    if (cpu == LEAST_CPU) {
      return "512, 1024 or 2048 MiB";
    }
    Range range = SIZES.get(cpu);
    return range == null
        ? "256, 512, 1024, 2048, 4096, 8192 or 16384 CPU units"
        : "%d to %d MiB in steps of %d"
            .formatted(range.least * GIB, range.most * GIB, range.step * GIB);
  }
}
