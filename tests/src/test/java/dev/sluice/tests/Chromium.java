package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A headless Chromium that shows pages, by its DevTools protocol (version 1.3) over a web socket on
 * loopback. What pages ask for and what they complain of is kept.
 */
final class Chromium implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Process process;
  private final WebSocket socket;
  private final Messages messages;

  private Chromium(Process process, WebSocket socket, Messages messages) {
    this.process = process;
    this.socket = socket;
    this.messages = messages;
  }

  /** Why it cannot be started here, if it cannot. */
  static Optional<String> absence() {
    return program().isEmpty()
        ? Optional.of("chromium is not installed (.ci/run does it)")
        : Optional.empty();
  }

  private static Optional<Path> program() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .map(name -> Path.of("/usr/bin", name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts one.
   *
   * @param folder its own, for profile and log
   */
  static Chromium start(Path folder) throws IOException {
    Path profile = Files.createDirectories(folder.resolve("profile"));
    ProcessBuilder builder =
        new ProcessBuilder(
            program().orElseThrow().toString(),
            "--headless",
            "--no-sandbox", // Which root cannot have.
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--no-first-run",
            "--hide-scrollbars",
            "--user-data-dir=" + profile,
            "--remote-debugging-address=127.0.0.1",
            "--remote-debugging-port=0",
            "about:blank");
    Path log = folder.resolve("chromium.log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      Path port = profile.resolve("DevToolsActivePort"); // The port, and the browser's own path.
      Awaitility.await("chromium")
          .atMost(PATIENCE)
          .failFast("chromium has ended, see " + log, () -> !process.isAlive())
          .until(() -> Files.exists(port) && Files.readAllLines(port, UTF_8).size() == 2);
      List<String> lines = Files.readAllLines(port, UTF_8);
      Messages messages = new Messages();
      WebSocket socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(
                  URI.create("ws://127.0.0.1:%s%s".formatted(lines.get(0), lines.get(1))), messages)
              .join();
      return new Chromium(process, socket, messages);
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Opens a page in a window of its own, and waits until it has loaded. */
  Page open(URI uri, int width, int height) throws Exception {
    JsonNode target = call("", "Target.createTarget", Map.of("url", "about:blank"));
    String id = target.get("targetId").textValue();
    JsonNode attached = call("", "Target.attachToTarget", Map.of("targetId", id, "flatten", true));
    Page page = new Page(attached.get("sessionId").textValue());
    for (String domain : List.of("Page", "Network", "Runtime", "Log")) {
      page.call(domain + ".enable", Map.of());
    }
    page.resize(width, height);
    page.call("Page.navigate", Map.of("url", uri.toString()));
    Awaitility.await("the page " + uri)
        .atMost(PATIENCE)
        .until(() -> !page.events("Page.loadEventFired").isEmpty());
    return page;
  }

  private JsonNode call(String session, String method, Map<String, ?> parameters) throws Exception {
    int id = messages.ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    messages.answers.put(id, answer);
    Map<String, Object> message = new HashMap<>();
    message.put("id", id);
    message.put("method", method);
    message.put("params", parameters);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    socket.sendText(JSON.writeValueAsString(message), true).join();
    JsonNode answered = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (answered.has("error")) {
      throw new IOException("Cannot call %s: %s".formatted(method, answered.get("error")));
    }
    return answered.get("result");
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }

  /** A page that is open. */
  final class Page {
    private final String session;

    private Page(String session) {
      this.session = session;
    }

    JsonNode call(String method, Map<String, ?> parameters) throws Exception {
      return Chromium.this.call(session, method, parameters);
    }

    /** What came of a kind of event. */
    private List<JsonNode> events(String method) {
      return messages.events.stream()
          .filter(event -> event.path("sessionId").asText().equals(session))
          .filter(event -> event.get("method").textValue().equals(method))
          .map(event -> event.get("params"))
          .toList();
    }

    /** Everything that it asked for, itself first. */
    List<String> requests() {
      return events("Network.requestWillBeSent").stream()
          .map(event -> event.get("request").get("url").textValue())
          .toList();
    }

    /** What it printed to the console, and what the browser had to say of it. */
    List<String> complaints() {
      List<String> complaints = new ArrayList<>();
      for (String method :
          List.of("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")) {
        events(method).forEach(event -> complaints.add(method + " " + event));
      }
      return complaints;
    }

    /** The value of an expression of JavaScript. */
    JsonNode value(String expression) throws Exception {
      JsonNode result =
          call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
      if (result.has("exceptionDetails")) {
        throw new IOException("Cannot tell %s: %s".formatted(expression, result));
      }
      return result.get("result").path("value");
    }

    /** What screen readers are told: role and name of each element that has any. */
    List<String> accessibleNames() throws Exception {
      List<String> names = new ArrayList<>();
      for (JsonNode node : call("Accessibility.getFullAXTree", Map.of()).get("nodes")) {
        if (!node.path("ignored").asBoolean()) {
          names.add(
              node.path("role").path("value").asText()
                  + ": "
                  + node.path("name").path("value").asText());
        }
      }
      return names;
    }

    /** A medium, {@code screen} or {@code print}, and a colour scheme, {@code light} or dark. */
    void emulate(String medium, String scheme) throws Exception {
      call(
          "Emulation.setEmulatedMedia",
          Map.of(
              "media",
              medium,
              "features",
              List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** The page as a picture (PNG), as wide as the window, and no higher than that many pixels. */
    byte[] picture(int highest) throws Exception {
      JsonNode size = call("Page.getLayoutMetrics", Map.of()).get("cssContentSize");
      // Not beyond the window: then all of the page would be painted, however high it is.
      resize(
          value("window.innerWidth").intValue(), Math.min(highest, size.get("height").intValue()));
      return call("Page.captureScreenshot", Map.of("format", "png")).get("data").binaryValue();
    }

    private void resize(int width, int height) throws Exception {
      call(
          "Emulation.setDeviceMetricsOverride",
          Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** The page as it is printed (PDF). */
    byte[] printed() throws Exception {
      return call("Page.printToPDF", Map.of("printBackground", true)).get("data").binaryValue();
    }
  }

  /** Puts messages together, and gives answers to who asked. */
  private static final class Messages implements WebSocket.Listener {
    final AtomicInteger ids = new AtomicInteger();
    final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        take(text.toString());
        text.setLength(0);
      }
      webSocket.request(1);
      return CompletableFuture.completedStage(null);
    }

    private void take(String message) {
      try {
        JsonNode node = JSON.readTree(message);
        if (node.has("id")) {
          answers.remove(node.get("id").intValue()).complete(node);
        } else {
          events.add(node);
        }
      } catch (IOException e) {
        answers.values().forEach(answer -> answer.completeExceptionally(e));
      }
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      answers.values().forEach(answer -> answer.completeExceptionally(error));
    }
  }
}
