package dev.sluice.tests.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The members of a structure by the API Reference: those that are required, and the type of each.
 * Others are not looked at, as AWS does not.
 */
final class Shape {
  private final Map<String, Type> members = new LinkedHashMap<>();
  private final Map<String, Shape> nested = new LinkedHashMap<>();
  private final Map<String, Boolean> required = new LinkedHashMap<>();

  Shape required(Type type, String... names) {
    return add(true, type, names);
  }

  Shape optional(Type type, String... names) {
    return add(false, type, names);
  }

  /** A structure, or each of a list of them. */
  Shape nested(String name, Type type, Shape shape) {
    nested.put(name, shape);
    return add(false, type, name);
  }

  private Shape add(boolean needed, Type type, String... names) {
    for (String name : names) {
      members.put(name, type);
      required.put(name, needed);
    }
    return this;
  }

  /** Refuses what is not of this shape. */
  void check(JsonNode structure) {
    members.forEach((name, type) -> check(name, type, structure.path(name)));
  }

  private void check(String name, Type type, JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      if (required.getOrDefault(name, false)) {
        // CloudWatch Logs answers so; ECS by a sentence for each member.
        throw AwsError.invalid(
            "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must not be null"
                .formatted(name));
      }
      return;
    }
    if (!type.matches.test(value)) {
      // AWS JSON 1.1 protocol (Smithy): what cannot be read is a SerializationException.
      throw AwsError.client(
          "SerializationException", "%s cannot be read as %s".formatted(name, type));
    }
    Shape inside = nested.get(name);
    if (inside != null) {
      if (value.isArray()) {
        value.forEach(inside::check);
      } else {
        inside.check(value);
      }
    }
  }

  @SuppressWarnings("ImmutableEnumChecker") // The predicates have no state.
  enum Type {
    STRING(JsonNode::isTextual),
    INTEGER(value -> value.isIntegralNumber() && value.canConvertToInt()),
    LONG(value -> value.isIntegralNumber() && value.canConvertToLong()),
    BOOLEAN(JsonNode::isBoolean),
    STRUCTURE(JsonNode::isObject),
    STRUCTURES(value -> isListOf(value, JsonNode::isObject)),
    STRINGS(value -> isListOf(value, JsonNode::isTextual));

    private final Predicate<JsonNode> matches;

    Type(Predicate<JsonNode> matches) {
      this.matches = matches;
    }

    private static boolean isListOf(JsonNode value, Predicate<JsonNode> type) {
      if (!value.isArray()) {
        return false;
      }
      for (JsonNode element : value) {
        if (!type.test(element)) {
          return false;
        }
      }
      return true;
    }
  }
}
