package dev.sluice.tests.ecs;

import static dev.sluice.tests.ecs.Shape.Type.INTEGER;
import static dev.sluice.tests.ecs.Shape.Type.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where tasks are placed: API Reference, RunTask, capacityProviderStrategy, and
 * CapacityProviderStrategyItem.
 */
record CapacityStrategy(List<Item> items) {
  static final Shape ITEM =
      new Shape().required(STRING, "capacityProvider").optional(INTEGER, "weight", "base");

  private static final int MOST_PROVIDERS = 20;
  private static final int MOST_WEIGHT = 1000;
  private static final int MOST_BASE = 100_000;

  static CapacityStrategy of(JsonNode strategy) {
    List<Item> items = new ArrayList<>();
    for (JsonNode item : strategy) {
      items.add(
          new Item(
              item.path("capacityProvider").asText(),
              item.path("weight").asInt(0),
              item.path("base").asInt(0)));
    }
    check(items);
    return new CapacityStrategy(items);
  }

  private static void check(List<Item> items) {
    if (items.size() > MOST_PROVIDERS) {
      throw AwsError.invalid(
          "A capacity provider strategy can contain a maximum of %d capacity providers."
              .formatted(MOST_PROVIDERS));
    }
    for (Item item : items) {
      if (!Clusters.PROVIDERS.contains(item.provider())) {
        throw AwsError.invalid(
            "The specified capacity provider '%s' was not found. Specify a valid name or ARN and try again."
                .formatted(item.provider()));
      }
      if (item.weight() < 0 || item.weight() > MOST_WEIGHT) {
        throw AwsError.invalid("weight must be between 0 and %d.".formatted(MOST_WEIGHT));
      }
      if (item.base() < 0 || item.base() > MOST_BASE) {
        throw AwsError.invalid("base must be between 0 and %d.".formatted(MOST_BASE));
      }
    }
    if (items.stream().filter(item -> item.base() > 0).count() > 1) {
      throw AwsError.invalid(
          "Only one capacity provider in a capacity provider strategy can have a base defined.");
    }
    if (items.stream().allMatch(item -> item.weight() == 0)) {
      throw AwsError.invalid(
          "At least one capacity provider in the strategy must have a weight greater than 0.");
    }
  }

  /** The base first, the others by weight; none where the weight is 0. */
  List<String> place(int count) {
    List<String> placed = new ArrayList<>();
    for (Item item : items) {
      for (int i = 0; i < item.base() && item.weight() > 0 && placed.size() < count; i++) {
        placed.add(item.provider());
      }
    }
    int[] byWeight = new int[items.size()];
    while (placed.size() < count) {
      int next =
          IntStream.range(0, items.size())
              .filter(i -> items.get(i).weight() > 0)
              .boxed()
              .min(Comparator.comparingDouble(i -> (byWeight[i] + 1.0) / items.get(i).weight()))
              .orElseThrow();
      byWeight[next]++;
      placed.add(items.get(next).provider());
    }
    return placed;
  }

  record Item(String provider, int weight, int base) {}
}
