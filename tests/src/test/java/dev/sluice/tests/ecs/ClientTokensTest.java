package dev.sluice.tests.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ecs.model.ConflictException;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;

final class ClientTokensTest {
  private static final String TOKEN = "run-1/convert/abc/1";

  private TestAccount account;

  @BeforeEach
  void open() throws IOException {
    account = TestAccount.open();
  }

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void aTokenGivesTheSameAnswerAgain() {
    RunTaskResponse first = account.run(request -> request.clientToken(TOKEN));
    account.advance(TestAccount.UNTIL_RUNNING);
    RunTaskResponse again = account.run(request -> request.clientToken(TOKEN));

    assertThat(again.tasks()).isEqualTo(first.tasks());
    assertThat(account.server.taskArns()).hasSize(1);
  }

  @Test
  void otherParametersAreAConflictThatNamesTheTasks() {
    String arn = account.run(request -> request.clientToken(TOKEN)).tasks().get(0).taskArn();

    ConflictException conflict =
        catchThrowableOfType(
            ConflictException.class,
            () -> account.run(request -> request.clientToken(TOKEN).count(2)));
    assertThat(conflict.resourceIds()).containsExactly(arn);
    assertThat(account.server.taskArns()).hasSize(1);
  }

  @Test
  void failuresAreGivenAgain() {
    account.server.script().failLaunches(1, Script.NO_CAPACITY);
    RunTaskResponse first = account.run(request -> request.clientToken(TOKEN));
    RunTaskResponse again = account.run(request -> request.clientToken(TOKEN));

    assertThat(first.failures()).hasSize(1);
    assertThat(again.failures()).isEqualTo(first.failures());
    assertThat(account.server.taskArns()).isEmpty();
    assertThat(account.run(request -> request.clientToken(TOKEN + "2")).tasks()).hasSize(1);
  }

  @Test
  void whatWasLostOnTheWireIsAnsweredToTheSameToken() {
    account.server.script().loseAnswers("RunTask", 1);
    assertThatThrownBy(() -> account.run(request -> request.clientToken(TOKEN)))
        .isInstanceOf(SdkClientException.class);

    assertThat(account.server.taskArns()).hasSize(1);
    assertThat(account.run(request -> request.clientToken(TOKEN)).tasks().get(0).taskArn())
        .isEqualTo(account.server.taskArns().get(0));
  }

  @Test
  void aTokenLastsAnHourLongerThanItsTask() {
    RunTaskResponse first = account.run(request -> request.clientToken(TOKEN));
    account.advance(Duration.ofMinutes(61)); // It stopped after 1:38.
    assertThat(account.run(request -> request.clientToken(TOKEN)).tasks()).isEqualTo(first.tasks());
    account.advance(Duration.ofMinutes(1));
    assertThat(account.run(request -> request.clientToken(TOKEN)).tasks())
        .isNotEqualTo(first.tasks());
  }

  @Test
  void aTokenLasts24HoursAtMost() throws IOException {
    try (TestAccount longer =
        TestAccount.open(launch -> Simulation.lasting(Duration.ofDays(2)), s -> s)) {
      RunTaskResponse first = longer.run(request -> request.clientToken(TOKEN));
      longer.advance(Duration.ofHours(24).minusMillis(1));
      assertThat(longer.run(request -> request.clientToken(TOKEN)).tasks())
          .isEqualTo(first.tasks());
      longer.advance(Duration.ofMillis(1));
      assertThat(longer.run(request -> request.clientToken(TOKEN)).tasks())
          .isNotEqualTo(first.tasks());
    }
  }

  @Test
  void aTokenIsGoodForItsClusterAlone() throws IOException {
    try (TestAccount two =
        TestAccount.open(
            launch -> Simulation.lasting(Duration.ofMinutes(1)),
            settings -> settings.withClusters("sluice", "other"))) {
      two.run(request -> request.clientToken(TOKEN));
      assertThat(two.run(request -> request.cluster("other").clientToken(TOKEN)).tasks())
          .hasSize(1);
      assertThat(two.server.taskArns()).hasSize(2);
    }
  }

  @Test
  void aTokenHas64CharactersAtMostAndNoSpaces() {
    account.run(request -> request.clientToken("x".repeat(64)));
    assertThatThrownBy(() -> account.run(request -> request.clientToken("x".repeat(65))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("clientToken");
    assertThatThrownBy(() -> account.run(request -> request.clientToken("a b")))
        .isInstanceOf(InvalidParameterException.class);
  }
}
