package dev.sluice.runners;

import dev.sluice.runners.ecs.EcsCheck;
import dev.sluice.runners.ecs.EcsSettings;
import dev.sluice.runners.ecs.FargatePrices;
import dev.sluice.runners.ecs.TaskBill;
import dev.sluice.step.StepEnvironment;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;

/** {@link EcsRunner}: the graph in this process, its heavy steps as tasks elsewhere. */
final class AsTasks implements Engine {
  /** For the steps that stay in this process, which are short. */
  private static final int THREADS = 8;

  private final EcsOptions options;
  private final List<String> arguments;

  AsTasks(PipelineOptions options, List<String> arguments) {
    this.options = options.as(EcsOptions.class);
    this.arguments = List.copyOf(arguments);
  }

  @Override
  public boolean spansProcesses() {
    return true;
  }

  @Override
  public boolean tasksOutlive() {
    return options.getTaskLauncher().equals(TaskSettings.ECS);
  }

  @Override
  public void prepare() throws RefusedException {
    InProcess.setUp(options, arguments, THREADS);
    try {
      EcsRunner.fromOptions(options);
      EcsSettings ecs = TaskSettings.of(options).ecs();
      EcsOptionValues.prices(options);
      if (ecs != null) {
        EcsCheck.check(ecs);
      }
    } catch (IllegalArgumentException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Optional<TaskPlan> tasks(int connections) {
    if (!Arguments.give(arguments, "maxDownloadTasks")) {
      options.setMaxDownloadTasks(connections);
    }
    TaskSettings settings = TaskSettings.of(options);
    EcsSettings ecs = settings.ecs();
    return ecs == null
        ? Optional.empty()
        : Optional.of(
            new TaskPlan(
                settings.mostDownloads(),
                settings.mostBusy(),
                ecs.waiting(),
                ecs.busy(),
                EcsOptionValues.prices(options)));
  }

  @Override
  public GraphRun run(
      Pipeline pipeline, StepEnvironment environment, int connections, List<Folder> folders)
      throws RefusedException, IOException {
    if (options.getTaskLauncher().equals(TaskSettings.ECS)) {
      requireS3(folders);
    }
    if (!Arguments.give(arguments, "maxDownloadTasks")) {
      options.setMaxDownloadTasks(connections);
    }
    EcsSettings ecs = TaskSettings.of(options).ecs();
    if (ecs == null) {
      return new InProcessRun(pipeline, environment);
    }
    FargatePrices prices = EcsOptionValues.prices(options);
    TaskBill bill = TaskBill.of(environment.run());
    return new InProcessRun(
        pipeline,
        environment,
        () -> bill.byStep(prices, Instant.now()),
        EarlierTasks.keep(environment, ecs.lease()));
  }

  private static void requireS3(List<Folder> folders) throws RefusedException {
    for (Folder folder : folders) {
      if (!"s3".equals(folder.uri().getScheme())) {
        throw new RefusedException(
            "Cannot run tasks on ECS with %s: they do not reach this machine's disk (expected"
                    .formatted(folder.option())
                + " s3://…)");
      }
    }
  }
}
