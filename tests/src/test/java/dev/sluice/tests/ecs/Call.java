package dev.sluice.tests.ecs;

import java.time.Instant;

/**
 * One request.
 *
 * @param at in the server's time
 * @param permission as a policy has it, such as {@code ecs:RunTask}
 * @param answer {@code OK}, or the type of the error
 */
public record Call(Instant at, String permission, String answer) {
  public static final String OK = "OK";

  String action() {
    return permission.substring(permission.indexOf(':') + 1);
  }
}
