package dev.sluice.runners;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** Options of {@link EcsRunner}. */
public interface EcsOptions extends PipelineOptions {
  @Description("The runner of the graph itself, of which the heavy steps are taken out.")
  @Default.String("DirectRunner")
  String getDelegateRunner();

  void setDelegateRunner(String name);

  @Description(
      "Where heavy steps run: process, each in a worker process on this machine; ecs,"
          + " each in a task on Amazon ECS.")
  @Default.String(TaskSettings.PROCESS)
  String getTaskLauncher();

  void setTaskLauncher(String name);

  @Description(
      "How many download tasks there are at once: no more than the mirrors have connections, which"
          + " is the default of the command run.")
  @Default.Integer(6)
  int getMaxDownloadTasks();

  void setMaxDownloadTasks(int tasks);

  @Description(
      "How many tasks that convert, sort or merge there are at once; default: as many as cores, on"
          + " ECS 27.")
  @Nullable Integer getMaxConvertTasks();

  void setMaxConvertTasks(@Nullable Integer tasks);

  @Description("Cluster that tasks run on: name or ARN.")
  @Default.String("")
  String getEcsCluster();

  void setEcsCluster(String value);

  @Description("Task definition of the workers: family, family:revision or ARN.")
  @Default.String("")
  String getEcsTaskDefinition();

  void setEcsTaskDefinition(String value);

  @Description("The container of the task definition that is the worker.")
  @Default.String("worker")
  String getEcsContainer();

  void setEcsContainer(String value);

  @Description("Subnets that tasks run in: ID[,ID].")
  @Default.String("")
  String getEcsSubnets();

  void setEcsSubnets(String value);

  @Description("Security groups of tasks: ID[,ID]; default: that of the VPC.")
  @Default.String("")
  String getEcsSecurityGroups();

  void setEcsSecurityGroups(String value);

  @Description("Gives tasks a public address; a public subnet needs it.")
  @Default.Boolean(true)
  boolean getEcsPublicIp();

  void setEcsPublicIp(boolean value);

  @Description("Where tasks run at first: NAME[:WEIGHT][,NAME[:WEIGHT]].")
  @Default.String("FARGATE_SPOT")
  String getEcsCapacityProviders();

  void setEcsCapacityProviders(String value);

  @Description("Where a task runs after two interruptions, or three times without capacity.")
  @Default.String("FARGATE")
  String getEcsOnDemandProvider();

  void setEcsOnDemandProvider(String value);

  @Description("Refused: it would turn capacity providers off.")
  @Default.String("")
  String getEcsLaunchType();

  void setEcsLaunchType(String value);

  @Description("CPU units of a download task.")
  @Default.Integer(512)
  int getEcsDownloadCpu();

  void setEcsDownloadCpu(int value);

  @Description("Memory of a download task.")
  @Default.Integer(1024)
  int getEcsDownloadMemoryMiB();

  void setEcsDownloadMemoryMiB(int value);

  @Description("CPU units of a task that converts, sorts or merges.")
  @Default.Integer(2048)
  int getEcsConvertCpu();

  void setEcsConvertCpu(int value);

  @Description("Memory of a task that converts, sorts or merges.")
  @Default.Integer(4096)
  int getEcsConvertMemoryMiB();

  void setEcsConvertMemoryMiB(int value);

  @Description("How often a task is tried again whose worker was lost.")
  @Default.Integer(2)
  int getEcsRetries();

  void setEcsRetries(int value);

  @Description("How long tasks go on when this process is gone and not started again.")
  @Default.Integer(300)
  int getEcsLeaseSeconds();

  void setEcsLeaseSeconds(int value);

  @Description(
      "What Fargate costs, for estimates: a file in the form of fargate-prices.properties; default:"
          + " that of us-east-1.")
  @Default.String("")
  String getEcsPrices();

  void setEcsPrices(String value);

  @Description("Region of the cluster; default: as AWS's tools find it.")
  @Default.String("")
  String getEcsRegion();

  void setEcsRegion(String value);

  @Description("Endpoint of ECS; default: AWS's own.")
  @Default.String("")
  String getEcsEndpoint();

  void setEcsEndpoint(String value);
}
