package dev.sluice.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.sort.MissingFields;
import dev.sluice.sort.OrderCheck;
import dev.sluice.sort.SortField;
import dev.sluice.sort.SortKeyException;
import dev.sluice.sort.SortKeys;
import dev.sluice.sort.SortOrder;
import dev.sluice.sort.SortRules;
import dev.sluice.step.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * By what published records are ordered, as far as it can be seen in them: columns that were left
 * out take the fields to sort by along. Fields after the first one that is hidden decide nothing.
 *
 * @param whole what they were sorted by
 * @param shown the first fields of it, those that every record has
 * @param missing what became of records that lack a field
 * @param unique whether of equal records only one stayed
 */
public record ShownOrder(SortOrder whole, SortOrder shown, MissingFields missing, boolean unique) {
  private static final String ALL = "all";

  /**
   * That of a manifest's options.
   *
   * @throws IllegalArgumentException if they name none
   */
  public static ShownOrder of(Map<String, String> options) {
    SortOrder whole = SortOrder.parse(options.getOrDefault("sortBy", SortOrder.NONE.toString()));
    String columns = options.getOrDefault("columns", ALL);
    List<String> names = Arrays.asList(columns.split(","));
    SortOrder shown =
        columns.equals(ALL)
            ? whole
            : new SortOrder(
                whole.fields().stream()
                    .takeWhile(field -> names.contains(field.path().replaceFirst("\\..*", "")))
                    .toList());
    String missing = options.getOrDefault("missing", MissingFields.FAIL.name());
    return new ShownOrder(
        whole,
        shown,
        MissingFields.valueOf(missing.toUpperCase(Locale.ROOT)),
        Boolean.parseBoolean(options.get("unique")));
  }

  /** The fields that records do not show, or that come after one. */
  public List<SortField> hidden() {
    return whole.fields().subList(shown.fields().size(), whole.fields().size());
  }

  /** Finds whether records are in the order as far as it is shown. */
  OrderCheck check() {
    return new OrderCheck(new SortRules(shown, missing, unique && hidden().isEmpty()));
  }

  /** The values of the fields that are shown, as {@link SortKeys#values} has them. */
  List<@Nullable Object> values(byte[] key) {
    return SortKeys.values(shown, key, 0, key.length);
  }

  /**
   * Whether one record's values of all fields, as a manifest has them, may come before another's.
   * Values that were cut there are compared as far as they go.
   */
  boolean mayPrecede(List<@Nullable Object> values, List<@Nullable Object> next)
      throws SortKeyException {
    int compared = Math.min(whole.fields().size(), Math.min(values.size(), next.size()));
    List<SortField> fields = new ArrayList<>();
    for (int i = 0; i < compared; i++) {
      fields.add(new SortField(name(i), whole.fields().get(i).descending()));
      if (isCut(values.get(i)) || isCut(next.get(i))) {
        break; // What follows decides only if the whole values are equal.
      }
    }
    SortOrder order = new SortOrder(fields);
    return Arrays.compareUnsigned(key(order, values), key(order, next)) <= 0;
  }

  private static byte[] key(SortOrder order, List<@Nullable Object> values)
      throws SortKeyException {
    Map<String, @Nullable Object> fields = new TreeMap<>();
    for (int i = 0; i < order.fields().size(); i++) {
      fields.put(name(i), values.get(i));
    }
    byte[] json = Json.text(fields).getBytes(UTF_8);
    SortKeys keys = SortKeys.of(order);
    keys.take(json, 0, json.length);
    return Arrays.copyOf(keys.bytes(), keys.length());
  }

  private static String name(int index) {
    return "field" + index;
  }

  private static boolean isCut(@Nullable Object value) {
    return value instanceof String text && text.endsWith("…");
  }
}
