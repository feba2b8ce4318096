package dev.sluice.tests.ecs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A task: API Reference, Task. */
final class EcsTask {
  private final long number;
  private final String arn;
  private final String clusterArn;
  private final RunTaskRequest request;
  private final String provider;
  private final Fate fate;
  private final Map<String, Instant> times = new LinkedHashMap<>();
  private final List<TaskContainer> containers = new ArrayList<>();
  private String lastStatus = "PROVISIONING";
  private boolean stops;
  private String stopCode = "";
  private String stoppedReason = "";
  private int version = 1;

  /**
   * @param number greater than those of tasks before it
   * @param provider empty for the launch type
   */
  EcsTask(
      long number,
      Arns arns,
      String arn,
      RunTaskRequest request,
      String provider,
      Fate fate,
      Instant now) {
    this.number = number;
    this.arn = arn;
    this.clusterArn = arns.cluster(request.cluster());
    this.request = request;
    this.provider = provider;
    this.fate = fate;
    times.put("createdAt", now);
    request
        .definition()
        .containers()
        .forEach(
            definition -> containers.add(new TaskContainer(arns.container(arn), arn, definition)));
  }

  long number() {
    return number;
  }

  String arn() {
    return arn;
  }

  String id() {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  RunTaskRequest request() {
    return request;
  }

  Fate fate() {
    return fate;
  }

  boolean isSpot() {
    return provider.equals(Clusters.SPOT);
  }

  List<TaskContainer> containers() {
    return containers;
  }

  boolean is(String status) {
    return lastStatus.equals(status);
  }

  String lastStatus() {
    return lastStatus;
  }

  /** Whether its desired status is STOPPED. */
  boolean stops() {
    return stops;
  }

  String stopCode() {
    return stopCode;
  }

  Optional<Instant> time(String name) {
    return Optional.ofNullable(times.get(name));
  }

  void enters(String status) {
    lastStatus = status;
    version++;
  }

  /** Notes when something has come about for the first time, under its name in the API. */
  void at(String name, Instant now) {
    times.putIfAbsent(name, now);
  }

  void stopsFor(String code, String reason, Instant now) {
    stops = true;
    stopCode = code;
    stoppedReason = reason;
    version++;
    at("stoppingAt", now);
  }

  void hasStoppedFor(String code) {
    stopCode = code;
  }

  /** With its tags, as reads tell them if they are asked for ("TAGS"), and as RunTask does. */
  ObjectNode describeWithTags() {
    ObjectNode json = describe();
    request.parameters().path("tags").forEach(json.putArray("tags")::add);
    return json;
  }

  ObjectNode describe() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("taskArn", arn)
            .put("clusterArn", clusterArn)
            .put("taskDefinitionArn", request.definition().arn())
            .put("lastStatus", lastStatus)
            .put("desiredStatus", stops ? "STOPPED" : "RUNNING")
            .put("cpu", String.valueOf(request.size().cpu()))
            .put("memory", String.valueOf(request.size().memoryMiB()))
            .put("group", request.group())
            .put("launchType", "FARGATE")
            .put("platformFamily", "Linux")
            .put("platformVersion", "1.4.0")
            .put("healthStatus", "UNKNOWN")
            .put("enableExecuteCommand", false)
            .put("version", version);
    putUnlessEmpty(json, "capacityProviderName", provider);
    putUnlessEmpty(json, "startedBy", request.startedBy());
    putUnlessEmpty(json, "stopCode", stopCode);
    putUnlessEmpty(json, "stoppedReason", stoppedReason);
    // AWS JSON 1.1: a timestamp is seconds since 1970, with a fraction.
    times.forEach((name, time) -> json.put(name, time.toEpochMilli() / 1000.0));
    json.set("overrides", request.overrides());
    containers.forEach(container -> json.withArray("containers").add(container.describe()));
    json.withArray("containers");
    json.withArray("attachments")
        .addObject()
        .put("id", id())
        .put("type", "ElasticNetworkInterface")
        .put("status", is("PROVISIONING") ? "PRECREATED" : "ATTACHED")
        .putArray("details")
        .addObject()
        .put("name", "subnetId")
        .put("value", request.subnets().get(0));
    return json;
  }

  private static void putUnlessEmpty(ObjectNode json, String name, String value) {
    if (!value.isEmpty()) {
      json.put(name, value);
    }
  }
}
