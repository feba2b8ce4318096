package dev.sluice.tests.ecs;

import java.io.IOException;

/** Why a task stops before it runs, as its {@code stoppedReason} says it. */
final class CannotStart extends Exception {
  private final boolean beforeContainers;

  private CannotStart(String reason, boolean beforeContainers) {
    super(reason);
    this.beforeContainers = beforeContainers;
  }

  /** Developer Guide, "CannotPullContainer task errors". */
  static CannotStart pull(String cause) {
    return new CannotStart("CannotPullContainerError: " + cause, false);
  }

  static CannotStart unknownImage(String image) {
    return pull(
        "pull image manifest has been retried 1 time(s): failed to resolve ref %1$s: %1$s: not found"
            .formatted(image));
  }

  /** Developer Guide, "ResourceInitializationError": no container was made by then. */
  static CannotStart resources(String reason) {
    return new CannotStart(reason, true);
  }

  static CannotStart noLogGroup() {
    return resources(
        "ResourceInitializationError: failed to validate logger args: create stream has been"
            + " retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException:"
            + " The specified log group does not exist.");
  }

  static CannotStart container(IOException cause) {
    return new CannotStart("CannotStartContainerError: " + cause.getMessage(), false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }

  boolean beforeContainers() {
    return beforeContainers;
  }
}
