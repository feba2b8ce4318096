package dev.sluice.step;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A heavy step's request at work, as a flight recording has it. */
@Name("dev.sluice.Step")
@Label("Heavy Step")
@Category("Sluice")
@StackTrace(false)
final class StepEvent extends Event {
  @Label("Step")
  final String step;

  @Label("Subject")
  final String subject;

  StepEvent(String step, String subject) {
    this.step = step;
    this.subject = subject;
  }
}
