package dev.sluice.pipeline;

import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.Rows;
import dev.sluice.convert.records.Shape;
import dev.sluice.convert.records.WmfColumns;
import dev.sluice.sort.SortField;
import dev.sluice.sort.SortOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What records are made of a dump: the same for every command that converts. */
final class RecordOptions {
  /** How the manifest writes that nothing was left out. */
  static final String ALL = "all";

  @ArgGroup(validate = false, heading = "%nWhat to make of it:%n")
  private Group group = new Group();

  /** The options, checked, for a dump file of which it is not known of what family it is. */
  RecordSettings settings() {
    return settings(group.rows == null ? Rows.REVISION.label() : group.rows);
  }

  /**
   * The options, checked, for a dump of a family.
   *
   * @throws UsageException if they do not go together, or not with the family
   */
  RecordSettings settingsFor(String family) {
    Rows usual = Rows.ofFamily(family);
    RecordSettings settings = settings(group.rows == null ? usual.label() : group.rows);
    if (rows(settings).filter(rows -> !rows.isIn(family)).isPresent()) {
      throw new UsageException(
          "Cannot use --rows=%s with %s: it has none (expected %s)"
              .formatted(
                  group.rows,
                  family,
                  Arrays.stream(Rows.values())
                      .filter(rows -> rows.isIn(family))
                      .map(Rows::label)
                      .collect(Collectors.joining(" or "))));
    }
    return settings;
  }

  /** What the bytes of the records depend on, and whether they were verified, for the manifest. */
  static SortedMap<String, String> asOptions(RecordSettings settings) {
    SortedMap<String, String> options = new TreeMap<>();
    options.put("rows", settings.rows());
    options.put("shape", settings.shape().name().toLowerCase(Locale.ROOT));
    options.put("columns", joined(settings.columns()));
    options.put("namespaces", joined(List.copyOf(settings.namespaces())));
    if (settings.verifySha1()) {
      options.put("verifySha1", "true");
    }
    return options;
  }

  /**
   * Checks that records can be sorted so; of raw ones, only sorting tells.
   *
   * @throws UsageException if a field is not in them
   */
  static void check(SortOrder order, RecordSettings settings) {
    rows(settings).ifPresent(rows -> order.fields().forEach(field -> check(field, rows)));
  }

  private static void check(SortField field, Rows rows) {
    List<String> names = List.of(field.path().split("\\."));
    requireKnown(names.get(0), rows.sortFields());
    int length = names.get(0).equals(WmfColumns.SLOTS) ? 3 : 1;
    if (names.size() < length) {
      throw new UsageException(
          ("Cannot use --sortBy=%s: it is no single value"
                  + " (expected one in it, such as %s.%s.content_size)")
              .formatted(field.path(), WmfColumns.SLOTS, WmfColumns.MAIN_SLOT));
    }
    if (length > 1) {
      requireKnown(names.get(length - 1), WmfColumns.SLOT);
    }
    if (names.size() > length) {
      throw new UsageException(
          "Cannot use --sortBy=%s: there is nothing in a single value (expected %s)"
              .formatted(field.path(), String.join(".", names.subList(0, length))));
    }
  }

  private static void requireKnown(String name, List<String> known) {
    if (!known.contains(name)) {
      throw new UsageException(
          "Cannot use --sortBy: " + Suggestions.sentence("field", name, known));
    }
  }

  private RecordSettings settings(String rows) {
    Rows known = rowsOf(rows, group.shape).orElse(null);
    for (String column : group.columns) {
      if (known != null && !known.columns().contains(column)) {
        throw new UsageException(
            "Cannot use --columns: " + Suggestions.sentence("column", column, known.columns()));
      }
    }
    try {
      return new RecordSettings(
          rows, group.shape, group.columns, new TreeSet<>(group.namespaces), group.verifySha1);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Optional<Rows> rows(RecordSettings settings) {
    return rowsOf(settings.rows(), settings.shape());
  }

  /** The kind of rows whose columns are known. */
  private static Optional<Rows> rowsOf(String label, Shape shape) {
    return Arrays.stream(Rows.values())
        .filter(rows -> shape == Shape.WMF && rows.label().equals(label))
        .findFirst();
  }

  private static String joined(List<?> values) {
    return values.isEmpty()
        ? ALL
        : values.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static final class Group {
    @Option(
        names = "--rows",
        paramLabel = "revision|page|logitem",
        description =
            "What one record is made of (default: revision; of a pages-logging dump: logitem). With"
                + " --shape=raw: the name of any element.")
    private @Nullable String rows;

    @Option(
        names = "--shape",
        paramLabel = "wmf|raw",
        description =
            "wmf: the columns of Wikimedia's content-history table (default); raw: the XML as it is,"
                + " children as keys, attributes as @name.")
    private Shape shape = Shape.WMF;

    @Option(
        names = "--columns",
        split = ",",
        paramLabel = "NAME[,NAME]",
        description = "Only these columns, in their usual order (default: all).")
    private List<String> columns = List.of();

    @Option(
        names = "--namespaces",
        split = ",",
        paramLabel = "N[,N]",
        description = "Only pages, or log items about pages, of these namespaces (default: all).")
    private List<Long> namespaces = List.of();

    @Option(
        names = "--verifySha1",
        arity = SluiceCommand.BOOLEAN,
        paramLabel = SluiceCommand.TRUE_OR_FALSE,
        fallbackValue = "true",
        description =
            "Compares each text with its SHA-1, tells how many differ, and names the first of them in"
                + " the manifest; the records stay the same.")
    private boolean verifySha1;
  }
}
