package dev.sluice.tests.ecs;

import static dev.sluice.tests.ecs.Shape.Type.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ECS on Fargate and CloudWatch Logs of one account in one region, on 127.0.0.1, for the SDK's own
 * clients by their endpoint. Tasks are run by {@link Program programs}: processes of this machine,
 * or simulations.
 */
public final class EcsServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EcsServer.class);
  private static final int THREADS = 8;
  private static final int BACKLOG = 256;
  private static final Shape STOP =
      new Shape().required(STRING, "task").optional(STRING, "cluster", "reason");

  static {
    // Else an answer waits 40 ms for the acknowledgement of its header.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Else a client may find that a connection it has kept has just been closed.
    System.setProperty("sun.net.httpserver.idleInterval", "600");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
  }

  private final EcsSettings settings;
  private final World world;
  private final Calls calls = new Calls();
  private final Script script = new Script();
  private final TaskDefinitions definitions;
  private final Tasks tasks;
  private final TaskLife life;
  private final Map<String, Route> routes = new HashMap<>();
  private final Map<String, TokenBucket> buckets;
  private final HttpServer http;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  private EcsServer(EcsSettings settings, HttpServer http) {
    this.settings = settings;
    this.http = http;
    this.buckets = settings.quotas().buckets();
    this.world = new World(settings.time());
    Arns arns = new Arns(settings.region(), settings.account());
    Logs logs = new Logs(world, arns, settings.logGroups(), script.logs());
    this.definitions = new TaskDefinitions(arns);
    this.tasks = new Tasks(world, arns, settings);
    this.life =
        new TaskLife(world, settings, new TaskStart(world, settings, logs), tasks::hasStopped);
    RunTask runTask = new RunTask(world, settings, arns, definitions, tasks, life, script);
    LogReads reads = new LogReads(logs);
    route(Service.ECS, "RunTask", runTask::run);
    route(Service.ECS, "StopTask", this::stop);
    route(Service.ECS, "DescribeTasks", tasks::describe);
    route(Service.ECS, "ListTasks", tasks::list);
    route(Service.ECS, "DescribeClusters", tasks.clusters()::describe);
    route(Service.ECS, "DescribeCapacityProviders", tasks.clusters()::describeProviders);
    route(Service.ECS, "RegisterTaskDefinition", definitions::register);
    route(Service.ECS, "DescribeTaskDefinition", definitions::describe);
    route(Service.LOGS, "FilterLogEvents", reads::filter);
    route(Service.LOGS, "GetLogEvents", reads::get);
    route(Service.LOGS, "DescribeLogGroups", logs::describeGroups);
    route(Service.LOGS, "DescribeLogStreams", logs::describeStreams);
    route(Service.LOGS, "CreateLogGroup", logs::createGroup);
    route(Service.LOGS, "CreateLogStream", logs::createStream);
    route(Service.LOGS, "PutLogEvents", logs::put);
  }

  /** Starts it; it is ended by {@link #close()}, with the processes of its tasks. */
  public static EcsServer start(EcsSettings settings) throws IOException {
    HttpServer http =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()), BACKLOG);
    EcsServer server = new EcsServer(settings, http);
    http.createContext("/", server::handle);
    http.setExecutor(server.threads);
    http.start();
    return server;
  }

  private void route(Service service, String name, Action action) {
    routes.put(service.target(name), new Route(service, name, action));
  }

  /** Of both services. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  public EcsSettings settings() {
    return settings;
  }

  /** What goes wrong from now on. */
  public Script script() {
    return script;
  }

  /** What was asked for. */
  public Calls calls() {
    return calls;
  }

  /**
   * Registers a task definition as RegisterTaskDefinition does.
   *
   * @param json the request
   */
  public void registerTaskDefinition(String json) throws IOException {
    JsonNode request = new ObjectMapper().readTree(json);
    world.happens(() -> definitions.register(request));
  }

  /** The ARNs of all tasks that are not forgotten yet. */
  public List<String> taskArns() {
    synchronized (world) {
      return tasks.all().map(EcsTask::arn).toList();
    }
  }

  /** The tasks that are not forgotten yet, as DescribeTasks tells of them once it sees them. */
  public List<ObjectNode> tasks() {
    synchronized (world) {
      return tasks.all().map(EcsTask::describe).toList();
    }
  }

  /** How many tasks are in a state, such as {@code RUNNING}. */
  public long tasksIn(String lastStatus) {
    synchronized (world) {
      return tasks.all().filter(task -> task.is(lastStatus)).count();
    }
  }

  /**
   * Takes the capacity of a Spot task back, with SIGTERM or without.
   *
   * @return whether there was such a task to interrupt
   */
  public boolean interrupt(String taskArn, boolean notice) {
    synchronized (world) {
      return tasks
          .all()
          .filter(task -> task.arn().equals(taskArn))
          .anyMatch(task -> life.interrupt(task, notice));
    }
  }

  private ObjectNode stop(JsonNode request) {
    STOP.check(request);
    String cluster = tasks.clusters().of(request);
    EcsTask task =
        tasks
            .find(cluster, request.path("task").asText())
            .orElseThrow(() -> AwsError.invalid("The referenced task was not found."));
    life.stop(task, request.path("reason").asText("Task stopped by user"));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("task", task.describe());
    return answer;
  }

  private void handle(HttpExchange http) {
    Exchange exchange = new Exchange(http);
    try {
      Route route = routes.get(exchange.target());
      if (route == null) {
        // Common Errors: "The action or operation requested is invalid."
        exchange.answer(AwsError.client("UnknownOperationException", exchange.target()));
        return;
      }
      answer(exchange, route);
    } catch (IOException e) {
      LOG.debug("A client went away", e);
      exchange.drop();
    } catch (RuntimeException e) {
      LOG.error("Cannot answer {}", exchange.target(), e);
      exchange.drop();
    }
  }

  private void answer(Exchange exchange, Route route) throws IOException {
    Script.Fault fault = script.next(route.name());
    ObjectNode answer;
    try {
      JsonNode request = exchange.read(route.service(), settings.region());
      synchronized (world) {
        takeToken(route);
        if (fault.refusal().isPresent()) {
          throw fault.refusal().get();
        }
        answer = route.action().answer(request);
      }
    } catch (AwsError e) {
      note(exchange, route, e.type());
      exchange.answer(e);
      return;
    }
    note(exchange, route, Call.OK);
    if (fault.dropped()) {
      exchange.drop();
    } else if (!fault.silent()) {
      exchange.answer(answer);
    }
  }

  private void note(Exchange exchange, Route route, String outcome) {
    calls.add(
        new Call(
            world.now(), exchange.caller(), route.service().permission(route.name()), outcome));
  }

  private void takeToken(Route route) {
    TokenBucket bucket = buckets.get(route.name());
    if (settings.quotas().enforced() && bucket != null && !bucket.take(1, world.now())) {
      throw AwsError.throttled();
    }
  }

  /** Ends it, and kills what its tasks have running. */
  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
    synchronized (world) {
      tasks.all().flatMap(task -> task.containers().stream()).forEach(TaskContainer::kill);
      world.end();
    }
  }

  private record Route(Service service, String name, Action action) {}
}
