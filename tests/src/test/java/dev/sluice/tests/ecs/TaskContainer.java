package dev.sluice.tests.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A container of a task: API Reference, Container. */
final class TaskContainer {
  private final String arn;
  private final String taskArn;
  private final JsonNode definition;
  private String status = "PENDING";
  private @Nullable Integer exitCode;
  private @Nullable String reason;
  private Program.@Nullable Running running;
  private String runtimeId = "";

  TaskContainer(String arn, String taskArn, JsonNode definition) {
    this.arn = arn;
    this.taskArn = taskArn;
    this.definition = definition;
  }

  JsonNode definition() {
    return definition;
  }

  String name() {
    return definition.path("name").asText();
  }

  String image() {
    return definition.path("image").asText();
  }

  boolean isRunning() {
    return status.equals("RUNNING");
  }

  void started(Program.Running process) {
    running = process;
    status = "RUNNING";
    runtimeId = UUID.randomUUID().toString();
  }

  /** It has no exit code if it was never started, or if nobody learns it. */
  void ended(@Nullable Integer code) {
    status = "STOPPED";
    exitCode = code;
  }

  void because(String why) {
    reason = why;
  }

  void terminate() {
    if (running != null && isRunning()) {
      running.terminate();
    }
  }

  void kill() {
    if (running != null && isRunning()) {
      running.kill();
    }
  }

  ObjectNode describe() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("containerArn", arn)
            .put("taskArn", taskArn)
            .put("name", name())
            .put("image", image())
            .put("lastStatus", status)
            .put("healthStatus", "UNKNOWN")
            .put("cpu", definition.path("cpu").asText("0"));
    if (!runtimeId.isEmpty()) {
      json.put("runtimeId", runtimeId);
    }
    if (exitCode != null) {
      json.put("exitCode", exitCode);
    }
    if (reason != null) {
      json.put("reason", reason);
    }
    json.putArray("networkBindings");
    json.putArray("networkInterfaces");
    return json;
  }
}
