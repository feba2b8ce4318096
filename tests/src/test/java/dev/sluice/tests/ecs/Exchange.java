package dev.sluice.tests.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request and its answer by AWS JSON 1.1: <a
 * href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">Smithy</a>.
 */
final class Exchange {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONTENT_TYPE = "application/x-amz-json-1.1";

  /** AWS General Reference, Signature Version 4: date, region and service of the credential. */
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=[^/]+/\\d{8}/([^/]+)/([^/]+)/aws4_request,.*Signature=.+");

  private final HttpExchange http;

  Exchange(HttpExchange http) {
    this.http = http;
  }

  /** Such as {@code Logs_20140328.GetLogEvents}. */
  String target() {
    return header("X-Amz-Target").orElse("");
  }

  /** The request, once it is sent and signed as it has to be. */
  JsonNode read(Service service, String region) throws IOException {
    if (!"POST".equals(http.getRequestMethod())
        || !header("Content-Type").orElse("").startsWith(CONTENT_TYPE)) {
      throw AwsError.client("UnknownOperationException", "Not a POST of " + CONTENT_TYPE);
    }
    checkSignature(service, region);
    byte[] body = http.getRequestBody().readAllBytes();
    try {
      JsonNode request = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
      if (request.isObject()) {
        return request;
      }
    } catch (IOException e) {
      // Told below.
    }
    throw AwsError.client("SerializationException", "The request is no JSON object");
  }

  /** Common Errors of both services; the signature itself, which takes a secret, is not tried. */
  private void checkSignature(Service service, String region) {
    Matcher signature = SIGNATURE.matcher(header("Authorization").orElse(""));
    if (!signature.matches()) {
      throw AwsError.client("MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    if (!signature.group(1).equals(region) || !signature.group(2).equals(service.signing())) {
      throw AwsError.client(
          "InvalidSignatureException",
          "Credential should be scoped to a valid region and to service '%s'."
              .formatted(service.signing()));
    }
  }

  void answer(ObjectNode body) throws IOException {
    send(200, body);
  }

  void answer(AwsError error) throws IOException {
    send(error.status(), error.body());
  }

  private void send(int status, ObjectNode body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    http.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
    http.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
    http.sendResponseHeaders(status, bytes.length);
    try (var out = http.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** Ends the connection with no answer. */
  void drop() {
    http.close();
  }

  private Optional<String> header(String name) {
    return Optional.ofNullable(http.getRequestHeaders().getFirst(name));
  }
}
