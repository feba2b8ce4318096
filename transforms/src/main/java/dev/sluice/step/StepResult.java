package dev.sluice.step;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A step's result as it stands in storage: who finds it need not do the step again.
 *
 * @param schema version of this form: {@value #SCHEMA}
 * @param step the step's name
 * @param fingerprint of what the result depends on
 * @param run the run that did it
 * @param subject what it was about
 * @param result the result's JSON form
 * @param times where its time went
 * @param ended when it was done
 */
record StepResult(
    int schema,
    String step,
    String fingerprint,
    String run,
    String subject,
    JsonNode result,
    StepTimes times,
    Instant ended) {
  static final int SCHEMA = 1;
}
