package dev.sluice.tests.ecs;

import dev.sluice.tests.ecs.TokenBucket.Rate;
import java.util.HashMap;
import java.util.Map;

/**
 * What an account and region may ask for. Rates of ECS: Amazon ECS API Reference, "Request
 * throttling", and for Fargate's launches the Developer Guide, "AWS Fargate throttling quotas"; of
 * logs: CloudWatch Logs User Guide, "CloudWatch Logs quotas", where regions differ the least of
 * them; both by {@code ecs.md} where it has them.
 *
 * @param enforced whether requests are refused at all
 * @param onDemandVcpus Developer Guide, "Service quotas": Fargate On-Demand vCPU resource count
 * @param spotVcpus the same for Fargate Spot
 * @param filterLogEvents a second, which differs by region
 * @param getLogEvents a second, which differs by region
 */
public record Quotas(
    boolean enforced,
    double onDemandVcpus,
    double spotVcpus,
    double filterLogEvents,
    double getLogEvents) {
  private static final double MANY_VCPUS = 4000;

  /** AWS's, with as many vCPUs as an account has that asked for them. */
  public static Quotas ofAws() {
    return new Quotas(true, MANY_VCPUS, MANY_VCPUS, 5, 10);
  }

  /** No refusals but those that a script asks for. */
  public static Quotas none() {
    return new Quotas(false, Double.MAX_VALUE, Double.MAX_VALUE, 0, 0);
  }

  public Quotas withVcpus(double onDemand, double spot) {
    return new Quotas(enforced, onDemand, spot, filterLogEvents, getLogEvents);
  }

  public Quotas withLogRates(double filter, double get) {
    return new Quotas(enforced, onDemandVcpus, spotVcpus, filter, get);
  }

  /**
   * The bucket that a launch of Fargate takes from for each of its tasks; it holds the limit of
   * calls, too, since each launches a task at least. AWS has one on demand and one on Spot, and
   * this is the stricter way.
   */
  TokenBucket launches() {
    return new TokenBucket(new Rate(100, 20));
  }

  /** Buckets by action; some share one. */
  Map<String, TokenBucket> buckets() {
    Map<String, TokenBucket> buckets = new HashMap<>();
    share(buckets, new Rate(100, 20), "DescribeTasks", "ListTasks");
    share(buckets, new Rate(100, 40), "RunTask", "StopTask");
    share(buckets, new Rate(50, 20), "DescribeClusters", "DescribeCapacityProviders");
    share(buckets, new Rate(100, 20), "DescribeTaskDefinition");
    share(buckets, new Rate(20, 1), "RegisterTaskDefinition");
    share(buckets, new Rate(filterLogEvents, filterLogEvents), "FilterLogEvents");
    share(buckets, new Rate(getLogEvents, getLogEvents), "GetLogEvents");
    share(buckets, new Rate(25, 25), "DescribeLogStreams");
    share(buckets, new Rate(10, 10), "DescribeLogGroups");
    share(buckets, new Rate(50, 50), "CreateLogStream");
    share(buckets, new Rate(10, 10), "CreateLogGroup");
    share(buckets, new Rate(5000, 5000), "PutLogEvents");
    return buckets;
  }

  private static void share(Map<String, TokenBucket> buckets, Rate rate, String... actions) {
    TokenBucket bucket = new TokenBucket(rate);
    for (String action : actions) {
      buckets.put(action, bucket);
    }
  }
}
