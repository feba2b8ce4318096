package dev.sluice.pipeline;

import java.util.Arrays;

/** Sets what is logged, before the first logger exists. */
final class Logs {
  private Logs() {}

  static void configure(String[] args) {
    if (Arrays.asList(args).contains("--verbose=true")
        || Arrays.asList(args).contains("--verbose")) {
      System.setProperty("org.slf4j.simpleLogger.log.dev.sluice", "debug");
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
    }
  }
}
