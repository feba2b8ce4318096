package dev.sluice.pipeline;

import dev.sluice.publish.Manifest;
import dev.sluice.publish.Manifest.InputFile;
import dev.sluice.publish.PartsManifest;
import dev.sluice.publish.PublishedManifest;
import dev.sluice.publish.ShownOrder;
import dev.sluice.sort.Part;
import dev.sluice.sort.SortField;
import dev.sluice.step.Json;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A manifest for people to read. */
final class ManifestText {
  private static final int KEY_WIDTH = 48;

  private ManifestText() {}

  static String of(PublishedManifest manifest, ShownOrder order, URI folder) {
    StringBuilder text = new StringBuilder();
    line(text, "Folder", Locations.text(folder));
    if (manifest instanceof Manifest run) {
      line(text, "Dump", run.dump().toString());
      Duration elapsed = Duration.between(run.times().started(), run.times().ended());
      line(
          text,
          "Published",
          "%s, after %.1f s, by run %s"
              .formatted(run.times().ended(), elapsed.toMillis() / 1e3, run.run()));
    }
    line(text, "State", manifest.complete() ? "complete" : "not complete");
    line(text, "Order", order(order));
    line(text, "Options", joined(manifest.options()));
    text.append('\n');
    if (manifest instanceof Manifest run) {
      text.append(files(run)).append('\n');
    } else if (manifest instanceof PartsManifest parts) {
      line(text, "Made of", String.join(", ", parts.inputs()));
      text.append('\n');
    }
    text.append(parts(manifest.parts())).append('\n');
    if (manifest instanceof Manifest run) {
      counts(text, run.totals().skipped(), run.unknownElements(), run.textStates());
      // Manifests that were written before there was one have none.
      if (run.times().verdict() != null) {
        line(text, "Limit", run.times().verdict());
      }
    } else if (manifest instanceof PartsManifest parts) {
      counts(text, parts.skipped(), parts.unknownElements(), parts.textStates());
    }
    return text.toString();
  }

  /** By what records are in order, as far as they show it. */
  static String order(ShownOrder order) {
    if (order.whole().fields().isEmpty()) {
      return "as they came";
    }
    if (order.hidden().isEmpty()) {
      return "in order by " + order.whole();
    }
    String hidden = order.hidden().stream().map(SortField::path).collect(Collectors.joining(", "));
    return order.shown().fields().isEmpty()
        ? "in an order that they do not show (without %s)".formatted(hidden)
        : "in order by %s, the only ones that can be told (sorted also by %s)"
            .formatted(order.shown(), hidden);
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("%-10s %s%n".formatted(name + ":", value));
  }

  private static TextTable files(Manifest manifest) {
    TextTable table = new TextTable(1, 3, "File", "Bytes", "Records", "Checksum", "Mirror");
    for (InputFile file : manifest.files()) {
      table.add(
          file.name(),
          number(file.bytes()),
          number(file.records()),
          file.checksum() == null ? "none: size only" : file.checksum(),
          file.mirror());
    }
    return table;
  }

  private static TextTable parts(List<Part> parts) {
    TextTable table =
        new TextTable(1, 3, "Part", "Bytes", "Records", "First key", "Last key", "SHA-256");
    for (Part part : parts) {
      String path = part.file().uri().getPath();
      table.add(
          path.substring(path.lastIndexOf('/') + 1),
          number(part.file().bytes()),
          number(part.records()),
          key(part.firstKey()),
          key(part.lastKey()),
          part.file().sha256());
    }
    return table;
  }

  private static String key(@Nullable List<@Nullable Object> key) {
    if (key == null) {
      return "";
    }
    String text = Json.text(key);
    return text.length() <= KEY_WIDTH ? text : text.substring(0, KEY_WIDTH - 1) + "…";
  }

  private static void counts(
      StringBuilder text, long skipped, Map<String, Long> unknown, Map<String, Long> states) {
    if (skipped > 0) {
      line(text, "Left out", number(skipped) + " pages or log items of other namespaces");
    }
    if (!unknown.isEmpty()) {
      line(text, "Skipped", "elements that no column takes: " + joined(unknown));
    }
    if (!states.isEmpty()) {
      line(text, "Texts", joined(states));
    }
  }

  private static String joined(Map<String, ?> values) {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
