package dev.sluice.tests.ecs;

/**
 * By the services' models (metadata): what {@code X-Amz-Target} begins with is the {@code
 * targetPrefix}; a signature is scoped to the {@code signingName}, and permissions begin with it.
 */
enum Service {
  ECS("AmazonEC2ContainerServiceV20141113", "ecs"),
  LOGS("Logs_20140328", "logs");

  private final String target;
  private final String signing;

  Service(String target, String signing) {
    this.target = target;
    this.signing = signing;
  }

  String target(String action) {
    return target + "." + action;
  }

  String permission(String action) {
    return signing + ":" + action;
  }

  String signing() {
    return signing;
  }
}
