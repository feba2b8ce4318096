package dev.sluice.runners;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * A Flink JobManager, by its REST interface. Beam's client goes the same way for submitting, but
 * tries for a minute before it says that nobody is there.
 *
 * @param address {@code HOST:PORT}
 */
record FlinkMaster(String address) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An answer that is not the one of a JobManager. */
  static final class StrangeAnswerException extends IOException {
    private static final long serialVersionUID = 1;

    StrangeAnswerException(String message) {
      super(message);
    }
  }

  /** What it says at a path. */
  JsonNode get(String path) throws IOException, InterruptedException {
    return ask(HttpRequest.newBuilder(uri(path)).GET());
  }

  /** Asks it to cancel a job; returns at once. */
  void cancel(String job) throws IOException, InterruptedException {
    ask(
        HttpRequest.newBuilder(uri("/jobs/" + job + "?mode=cancel"))
            .method("PATCH", BodyPublishers.noBody()));
  }

  private URI uri(String path) {
    return URI.create("http://" + address + path);
  }

  private static JsonNode ask(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        HTTP.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new StrangeAnswerException("HTTP status " + response.statusCode());
    }
    try {
      JsonNode answer = JSON.readTree(response.body());
      if (answer.isObject()) {
        return answer;
      }
    } catch (JsonProcessingException e) {
      throw new StrangeAnswerException("no JSON: " + e.getOriginalMessage());
    }
    throw new StrangeAnswerException("no JSON object");
  }
}
