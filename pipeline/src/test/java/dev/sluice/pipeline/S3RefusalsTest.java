package dev.sluice.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What AWS answers to those who may not, or who ask in the wrong region, and no emulator does: one
 * sentence, before any mirror is asked.
 */
class S3RefusalsTest {
  private static final String LISTED =
      "<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>";

  /** A mirror that nobody serves: who asks it fails otherwise. */
  private static final String MIRROR = "--mirrors=ftp://127.0.0.1:1/";

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private Answer toReads = new Answer(200, "", LISTED);
  private Answer toWrites = new Answer(200, "", "");

  @TempDir Path folder;

  /** The same to each request of a kind. */
  private record Answer(int status, String region, String body) {
    static Answer error(int status, String region, String code, String message) {
      return new Answer(
          status,
          region,
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>%s</Code><Message>%s</Message></Error>"
              .formatted(code, message));
    }
  }

  @BeforeEach
  void start() throws IOException {
    System.setProperty("aws.accessKeyId", "test-key-id");
    System.setProperty("aws.secretAccessKey", "test-secret");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
    Answer answer = exchange.getRequestMethod().equals("GET") ? toReads : toWrites;
    byte[] body = answer.body.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/xml");
    if (!answer.region.isEmpty()) {
      exchange.getResponseHeaders().add("x-amz-bucket-region", answer.region);
    }
    exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void refusesARunThatMayNotWrite() {
    toWrites = Answer.error(403, "", "AccessDenied", "Access Denied");
    assertRefused(
        run(),
        "run",
        "--output=s3://bucket/x: permission denied by S3 (expected s3:ListBucket, s3:PutObject and"
            + " s3:DeleteObject)");
    assertThat(requests).containsExactly("GET /bucket", "PUT /bucket/x/.sluice-probe");
  }

  @Test
  void refusesAnOutputThatMayNotBeListed() {
    toReads = Answer.error(403, "", "AccessDenied", "Access Denied");
    assertRefused(
        run(),
        "run",
        "--output=s3://bucket/x: permission denied by S3 (expected s3:ListBucket, s3:PutObject and"
            + " s3:DeleteObject)");
    assertThat(requests).containsExactly("GET /bucket");
  }

  @Test
  void refusesAnInputThatMayNotBeRead() {
    toReads = Answer.error(403, "", "AccessDenied", "Access Denied");
    assertRefused(
        command("convert", "--input=s3://bucket/x.xml", "--output=" + folder),
        "convert",
        "--input=s3://bucket/x.xml: permission denied by S3 (expected s3:GetObject)");
    assertThat(requests).containsExactly("GET /bucket/x.xml");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "301 | eu-west-1 | PermanentRedirect            | Use another endpoint.              | , eu-west-1",
        "301 | ''        | PermanentRedirect            | Use another endpoint.              | ''",
        "400 | ''        | AuthorizationHeaderMalformed | The region 'us-east-1' is wrong; expecting 'eu-west-1' | , eu-west-1",
        "400 | ''        | IllegalLocationConstraintException | It is incompatible.          | ''",
      })
  void refusesARunInTheWrongRegion(
      int status, String header, String code, String message, String region) {
    toReads = Answer.error(status, header, code, message);
    assertRefused(
        run(),
        "run",
        "--output=s3://bucket/x: bucket bucket is in another region%s (expected --awsRegion or"
                .formatted(region)
            + " AWS_REGION to name it)");
    assertThat(requests).containsExactly("GET /bucket");
  }

  private CommandRun run() {
    return command(
        "run", "--dump=testwiki/20260101/stub-meta-history", MIRROR, "--output=s3://bucket/x");
  }

  private CommandRun command(String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--s3Endpoint=http://127.0.0.1:" + server.getAddress().getPort();
    all[arguments.length + 1] = "--s3PathStyle=true";
    return CommandRun.of(all);
  }

  private static void assertRefused(CommandRun run, String command, String sentence) {
    assertThat(run.err())
        .isEqualTo("Cannot use %s\nSee: sluice %s --help\n".formatted(sentence, command));
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
  }
}
