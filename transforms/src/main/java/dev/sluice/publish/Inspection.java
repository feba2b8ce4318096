package dev.sluice.publish;

import dev.sluice.convert.decompress.Decompressed;
import dev.sluice.sort.LineInput;
import dev.sluice.sort.OrderCheck;
import dev.sluice.sort.Part;
import dev.sluice.sort.SortKeyException;
import dev.sluice.step.FailureSentence;
import dev.sluice.step.Json;
import dev.sluice.step.SideBySide;
import dev.sluice.storage.Digests;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;
import org.apache.commons.io.input.CloseShieldInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Compares a published folder with its manifest: that all parts are there and no others, their
 * lengths, digests, numbers of records, first and last keys, and the order within each and from one
 * to the next, as far as the records show it ({@link ShownOrder}). Parts are sought by their names,
 * so the folder may have been moved. Reads every byte once, on all cores that are free; changes
 * nothing. Memory: for each core that of decompression and of the longest line.
 *
 * @param storage where the folder is
 * @param folder ends in a slash
 * @param manifest what it should hold
 * @param order how its records should be ordered
 */
public record Inspection(
    Storage storage, URI folder, PublishedManifest manifest, ShownOrder order) {
  private static final String CANNOT = "Cannot confirm %s: ";

  /** What a part was found to be. */
  private record Found(
      Part part, String name, List<String> findings, OrderCheck.@Nullable InOrder content) {}

  /**
   * Looks at everything.
   *
   * @param meter takes the bytes of records, before compression, that were read since it was last
   *     told; called by several threads
   * @return what is not as it should be, a sentence each; none if all is well
   */
  public List<String> findings(LongConsumer meter) throws IOException, InterruptedException {
    List<String> findings = new ArrayList<>(wholeFolder());
    List<Found> found = new ArrayList<>();
    try (SideBySide threads = new SideBySide("inspect")) {
      SideBySide.Pieces<Found> pieces = threads.pieces(found::add);
      for (Part part : manifest.parts()) {
        pieces.add(() -> inspect(part, meter));
      }
      pieces.finish();
    }
    @Nullable Found before = null;
    for (Found part : found) {
      findings.addAll(part.findings());
      if (part.part().records() > 0) {
        addOrderAfter(before, part, findings);
        before = part;
      }
    }
    return findings;
  }

  /** What the manifest alone and the names of the files tell. */
  private List<String> wholeFolder() throws IOException {
    List<String> findings = new ArrayList<>();
    Publication publication = Publication.in(storage, folder);
    if (manifest.complete() != publication.isComplete()) {
      findings.add(
          CANNOT.formatted("_SUCCESS")
              + (manifest.complete()
                  ? "there is no such file (expected with a complete manifest)"
                  : "it is there (expected only with a complete manifest)"));
    }
    Set<String> names = new HashSet<>();
    for (Part part : manifest.parts()) {
      if (!names.add(name(part))) {
        findings.add(CANNOT.formatted(name(part)) + "the manifest names it twice (expected once)");
      }
    }
    for (URI file : publication.parts()) {
      String name = folder.relativize(file).getPath();
      if (!names.contains(name)) {
        findings.add(CANNOT.formatted(name) + "it is there, but the manifest does not name it");
      }
    }
    addSum(findings, "records", Part::records, manifest.records());
    addSum(findings, "bytes", Part::bytes, manifest.bytes());
    return findings;
  }

  private void addSum(
      List<String> findings, String what, ToLongFunction<Part> amount, long expected) {
    long sum = manifest.parts().stream().mapToLong(amount).sum();
    if (sum != expected) {
      findings.add(
          "Cannot confirm the manifest: its parts have %d %s in all (expected %d)"
              .formatted(sum, what, expected));
    }
  }

  private Found inspect(Part part, LongConsumer meter) throws IOException, InterruptedException {
    String name = name(part);
    URI file = folder.resolve(name);
    List<String> findings = new ArrayList<>();
    OptionalLong length = storage.length(file);
    if (length.isEmpty()) {
      findings.add(
          CANNOT.formatted(name)
              + "there is no such file (expected one of %d bytes)".formatted(part.file().bytes()));
      return new Found(part, name, findings, null);
    }
    MessageDigest digest = Digests.sha256();
    OrderCheck.@Nullable InOrder content = null;
    @Nullable IOException failure = null;
    try (InputStream in = new DigestInputStream(storage.read(file, 0), digest)) {
      LineInput lines =
          new LineInput(name, () -> Decompressed.open(CloseShieldInputStream.wrap(in), name));
      content = order.check().read(lines, null, meter);
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      requireGoingOn(e);
      failure = e;
    }
    String sha256 =
        HexFormat.of().formatHex(failure == null ? digest.digest() : digestOf(file).digest());
    if (length.getAsLong() != part.file().bytes()) {
      findings.add(
          CANNOT.formatted(name)
              + "it has %d bytes (expected %d)".formatted(length.getAsLong(), part.file().bytes()));
    } else if (!sha256.equals(part.file().sha256())) {
      findings.add(
          CANNOT.formatted(name)
              + "its bytes are others (SHA-256 %s; expected %s)"
                  .formatted(sha256, part.file().sha256()));
    }
    if (failure != null) {
      findings.add(FailureSentence.of(failure));
    } else {
      addCounts(part, name, Objects.requireNonNull(content), findings);
    }
    return new Found(part, name, findings, content);
  }

  private static void requireGoingOn(IOException e) throws InterruptedException {
    if (Thread.currentThread().isInterrupted()) {
      throw (InterruptedException) new InterruptedException().initCause(e);
    }
  }

  /** That of all bytes of a file: decompression may have stopped anywhere. */
  private MessageDigest digestOf(URI file) throws IOException {
    MessageDigest digest = Digests.sha256();
    try (InputStream in = new DigestInputStream(storage.read(file, 0), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return digest;
  }

  private void addCounts(
      Part part, String name, OrderCheck.InOrder content, List<String> findings) {
    if (content.records() != part.records() || content.bytes() != part.bytes()) {
      findings.add(
          CANNOT.formatted(name)
              + "it holds %d records in %d bytes (expected %d in %d)"
                  .formatted(content.records(), content.bytes(), part.records(), part.bytes()));
    }
    addKey(name, "first", content.first(), part.firstKey(), findings);
    addKey(name, "last", content.last(), part.lastKey(), findings);
  }

  private void addKey(
      String name,
      String which,
      byte @Nullable [] key,
      @Nullable List<@Nullable Object> expected,
      List<String> findings) {
    if (key == null || expected == null) {
      return; // The number of records tells.
    }
    String found = Json.text(order.values(key));
    String wanted =
        Json.text(expected.subList(0, Math.min(expected.size(), order.shown().fields().size())));
    if (!found.equals(wanted)) {
      findings.add(
          CANNOT.formatted(name)
              + "its %s record has the key %s (expected %s)".formatted(which, found, wanted));
    }
  }

  /** Adds whether a part may come after another one, by the records or else by the manifest. */
  private void addOrderAfter(@Nullable Found before, Found part, List<String> findings)
      throws SortKeyException {
    if (before == null) {
      return;
    }
    byte @Nullable [] last = before.content() == null ? null : before.content().last();
    byte @Nullable [] first = part.content() == null ? null : part.content().first();
    boolean ordered = last == null || first == null || order.check().inOrder(last, first);
    if (ordered && !order.hidden().isEmpty()) {
      ordered =
          order.mayPrecede(
              Objects.requireNonNull(before.part().lastKey()),
              Objects.requireNonNull(part.part().firstKey()));
    }
    if (!ordered) {
      findings.add(
          CANNOT.formatted(part.name())
              + "its first record is out of order (expected none less than the last one of %s)"
                  .formatted(before.name()));
    }
  }

  private static String name(Part part) {
    String path = part.file().uri().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
