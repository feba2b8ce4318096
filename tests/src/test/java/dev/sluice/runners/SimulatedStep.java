package dev.sluice.runners;

import dev.sluice.step.Load;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepFunction;
import dev.sluice.storage.StoredFile;
import java.net.URI;
import java.util.List;

/** A step that makes nothing of nothing: what is left is what its tasks themselves take. */
final class SimulatedStep implements StepFunction<SimulatedStep.Numbered, SimulatedStep.Numbered> {
  private static final long serialVersionUID = 1;

  /** A request, and its result. */
  record Numbered(int number) {}

  @Override
  public String name() {
    return "Simulated";
  }

  @Override
  public Class<Numbered> requestType() {
    return Numbered.class;
  }

  @Override
  public Class<Numbered> resultType() {
    return Numbered.class;
  }

  @Override
  public Load load() {
    return Load.COMPUTES;
  }

  @Override
  public String subject(Numbered request) {
    return "number " + request.number();
  }

  @Override
  public long expectedBytes(Numbered request) {
    return 1;
  }

  @Override
  public int format() {
    return 1;
  }

  @Override
  public Object identity(Numbered request) {
    return request;
  }

  @Override
  public List<StoredFile> outputs(Numbered result) {
    return List.of();
  }

  @Override
  public List<URI> spent(Numbered request) {
    return List.of();
  }

  @Override
  public Numbered run(Numbered request, StepContext context) {
    return request;
  }
}
