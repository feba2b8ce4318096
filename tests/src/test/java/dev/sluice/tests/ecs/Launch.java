package dev.sluice.tests.ecs;

import java.util.List;
import java.util.Map;

/**
 * A container that is started.
 *
 * @param taskArn whose it is
 * @param container its name
 * @param command of its override, else of its definition
 * @param environment its definition's, its override's, its role's, and what Fargate sets
 * @param startedBy of the task; empty if there is none
 * @param spot whether it may be interrupted
 * @param cpu units, of which 1,024 are a vCPU
 * @param memoryMiB of the task
 */
public record Launch(
    String taskArn,
    String container,
    List<String> command,
    Map<String, String> environment,
    String startedBy,
    boolean spot,
    int cpu,
    int memoryMiB) {}
