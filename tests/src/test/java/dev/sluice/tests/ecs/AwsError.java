package dev.sluice.tests.ecs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** An answer that is an error: {@code __type} and {@code message}, as AWS JSON 1.1 has it. */
public final class AwsError extends RuntimeException {
  private static final int CLIENT = 400;
  private static final int SERVER = 500;

  private final int status;
  private final String type;
  private final ObjectNode body = JsonNodeFactory.instance.objectNode();

  AwsError(int status, String type, String message) {
    super(type + ": " + message);
    this.status = status;
    this.type = type;
    body.put("__type", type).put("message", message);
  }

  /** Of a request that could be answered if it were another one. */
  public static AwsError client(String type, String message) {
    return new AwsError(CLIENT, type, message);
  }

  static AwsError invalid(String message) {
    return client("InvalidParameterException", message);
  }

  /** Amazon ECS API Reference, RunTask, Errors: ServerException, HTTP 500. */
  public static AwsError server() {
    return new AwsError(SERVER, "ServerException", "Service Unavailable. Please try again later.");
  }

  /** Amazon ECS API Reference, "Request throttling": HTTP 400, ThrottlingException. */
  public static AwsError throttled() {
    return client("ThrottlingException", "Rate exceeded");
  }

  /**
   * A quota of EC2 that ECS ran into for its caller: as reported in the issue 56 of
   * dask/dask-cloudprovider.
   */
  public static AwsError throttledInside() {
    return invalid(
        "Error retrieving security group information for [sg-0123456789abcdef0]: Request limit"
            + " exceeded. (ErrorCode: RequestLimitExceeded)");
  }

  AwsError with(String member, List<String> values) {
    var array = body.putArray(member);
    values.forEach(array::add);
    return this;
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  ObjectNode body() {
    return body;
  }
}
