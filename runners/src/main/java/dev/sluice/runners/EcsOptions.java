package dev.sluice.runners;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Options of {@link EcsRunner}. */
public interface EcsOptions extends PipelineOptions {
  @Description("The runner of the graph itself, of which the heavy steps are taken out.")
  @Default.String("DirectRunner")
  String getDelegateRunner();

  void setDelegateRunner(String name);

  @Description("Where heavy steps run: process, each in a worker process on this machine.")
  @Default.String(TaskSettings.PROCESS)
  String getTaskLauncher();

  void setTaskLauncher(String name);

  @Description(
      "How many download tasks there are at once: no more than the mirrors have connections, which"
          + " is the default of the command run.")
  @Default.Integer(6)
  int getMaxDownloadTasks();

  void setMaxDownloadTasks(int tasks);
}
