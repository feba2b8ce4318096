package dev.sluice.tests;

import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpMethod;

/**
 * Counts the requests to AWS that change something there, and kills the process right after one of
 * them was answered, as {@code kill -9} would. The SDK finds this class by its name in a resource;
 * it does nothing unless the property {@value #FATAL} is set, to the number of a request from 1, or
 * to 0 to have them counted only.
 */
public final class FailPointCalls implements ExecutionInterceptor {
  /** Which request is fatal. */
  static final String FATAL = "sluice.test.fatalCall";

  private static final AtomicInteger PASSED = new AtomicInteger();
  private static final Integer FATAL_CALL = Integer.getInteger(FATAL);

  static {
    if (FATAL_CALL != null) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> System.out.println("calls that last: " + PASSED.get())));
    }
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    SdkHttpMethod method = context.httpRequest().method();
    if (FATAL_CALL == null || method == SdkHttpMethod.GET || method == SdkHttpMethod.HEAD) {
      return;
    }
    String action = context.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
    if (action.matches(".*\\.(Describe|List).*")) {
      return; // ECS asks by POST too.
    }
    if (PASSED.incrementAndGet() == FATAL_CALL) {
      Runtime.getRuntime().halt(FailPointStorage.KILLED);
    }
  }
}
