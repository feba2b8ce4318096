package dev.sluice.runners.ecs;

/** Why a task ended that left no result. */
public enum EndCause {
  /** The worker ended, or is gone: by its own fault as far as is known. */
  LOST,
  /** Spot took its capacity back. */
  INTERRUPTED,
  /** There was no capacity to start it on. */
  NO_CAPACITY,
  /** The account runs as many vCPUs as it may. */
  ACCOUNT_FULL,
  /** It needed more memory than it had. */
  OUT_OF_MEMORY,
  /** No task with these settings can ever start. */
  UNUSABLE
}
