package dev.sluice.runners.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacedCallsTest {
  @ParameterizedTest
  @CsvSource({
    "Rate exceeded (Service: Ecs), true",
    "'Error retrieving subnets: Request limit exceeded. (ErrorCode: RequestLimitExceeded)', true",
    "An error occurred (ThrottlingException) when calling RunTask, true",
    "HTTP 429 Too Many Requests, true",
    "The referenced cluster was inactive, false"
  })
  void knowsThrottlingInTheMessageOfAnotherException(String message, boolean throttling) {
    assertThat(PacedCalls.isThrottling(new IllegalStateException(message))).isEqualTo(throttling);
  }
}
