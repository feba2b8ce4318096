package dev.sluice.pipeline;

/**
 * How fast a step is.
 *
 * @param bytesPerSecond over the last seconds; 0 if not known
 * @param requestsPerSecond since its first request began; 0 if not known
 */
record StepRate(double bytesPerSecond, double requestsPerSecond) {
  static final StepRate UNKNOWN = new StepRate(0, 0);
}
