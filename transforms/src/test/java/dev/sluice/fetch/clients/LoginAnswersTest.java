package dev.sluice.fetch.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginAnswersTest {
  private static IOException refusal(String server, String user, String reply) {
    LoginAnswers answers = new LoginAnswers(server, user);
    answers.giveName();
    return answers.refusal(Integer.parseInt(reply.substring(0, 3)), reply);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "421 There are too many connections from your internet address.",
        "421 Service not available",
        "530 Sorry, the maximum number of clients (3) from your host are already connected.",
        "530-Welcome 530 Sorry, too many anonymous users, try later",
        "530 Maximum login limit has been reached.",
        "530 User limit exceeded",
        "530 The server is full"
      })
  void aLimitIsOne(String reply) {
    assertThat(refusal("a.example:21", "anonymous", reply))
        .isInstanceOf(MirrorBusyException.class)
        .hasMessage("login refused (" + reply + ")");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "530 Login incorrect.",
        "530 This FTP server is anonymous only.",
        "530 Authentication failed, try again.",
        "530 Access is limited to known users",
        "530 Not logged in"
      })
  void aWrongLoginIsOne(String reply) {
    assertThat(refusal("a.example:21", "me", reply))
        .isInstanceOf(LoginRefusedException.class)
        .hasMessage("name or password is wrong (" + reply + ")");
  }

  @Test
  void saysThatAnonymousIsNotLetIn() {
    assertThat(refusal("a.example:21", "anonymous", "530 Login incorrect."))
        .isInstanceOf(LoginRefusedException.class)
        .hasMessage("it lets nobody in without a name and a password (530 Login incorrect.)");
  }

  @Test
  void aLoginThatHasWorkedIsNotWrong() {
    new LoginAnswers("B.example:21", "me").worked();
    String reply = "530 Login incorrect.";
    assertThat(refusal("b.example:21", "me", reply)).isInstanceOf(MirrorBusyException.class);
    assertThat(refusal("b.example:21", "you", reply)).isInstanceOf(LoginRefusedException.class);
    assertThat(refusal("b.example:2121", "me", reply)).isInstanceOf(LoginRefusedException.class);
  }

  @Test
  void beforeANameIsGivenNoneIsWrong() {
    assertThat(new LoginAnswers("c.example:21", "me").refusal(530, "530 Go away"))
        .isInstanceOf(MirrorBusyException.class);
  }

  @Test
  void otherRefusalsMayBePassing() {
    assertThat(refusal("a.example:21", "me", "500 What?"))
        .isNotInstanceOfAny(MirrorBusyException.class, LoginRefusedException.class)
        .hasMessage("login refused (500 What?)");
  }
}
