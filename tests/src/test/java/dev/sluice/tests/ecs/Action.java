package dev.sluice.tests.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a request of one name is answered by; an {@link AwsError} is an answer, too. */
@FunctionalInterface
interface Action {
  ObjectNode answer(JsonNode request);
}
