package dev.sluice.convert;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.convert.VerifiedTexts.Mismatch;
import dev.sluice.convert.records.WmfColumns;
import dev.sluice.convert.scan.RecordBlock;
import dev.sluice.sort.RecordParser;
import dev.sluice.storage.Digests;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares each text in records of revisions or pages with its SHA-1: the slot's or, where that is
 * not given and there is no other slot, the revision's. (Of several slots, the revision's is made
 * of theirs.) Memory: a few times the longest text. For one thread.
 */
final class Sha1Verifier implements RecordBlock.Consumer {
  private final MessageDigest sha1 = Digests.of("SHA-1");
  private final Writer digested =
      new OutputStreamWriter(new DigestOutputStream(OutputStream.nullOutputStream(), sha1), UTF_8);
  private final List<Mismatch> first = new ArrayList<>();
  private long checked;
  private long mismatches;
  private long withoutSha1;

  /** What was found so far. */
  VerifiedTexts result() {
    return new VerifiedTexts(checked, mismatches, withoutSha1, first);
  }

  @Override
  public void record(byte[] key, int keyOffset, int keyLength, byte[] json, int offset, int length)
      throws IOException {
    verify(json, offset, length);
  }

  @Override
  public void endOfPage() {}

  /** Verifies the texts in a record. */
  void verify(byte[] json, int offset, int length) throws IOException {
    try (JsonParser parser = RecordParser.of(json, offset, length)) {
      parser.nextToken();
      verify(parser, null);
    }
  }

  /** At the beginning of a page or a revision; a page's id comes before what is in it. */
  private void verify(JsonParser json, @Nullable Long page) throws IOException {
    Long pageId = page;
    Long revisionId = null;
    String revisionSha1 = null;
    List<Slot> slots = List.of();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String column = json.currentName();
      json.nextToken();
      switch (column) {
        case "page_id" -> pageId = integer(json);
        case "revision_id" -> revisionId = integer(json);
        case "revision_sha1" -> revisionSha1 = json.getValueAsString();
        case WmfColumns.SLOTS -> slots = slots(json);
        case WmfColumns.REVISIONS -> {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            verify(json, pageId);
          }
        }
        default -> json.skipChildren();
      }
    }
    for (Slot slot : slots) {
      String expected =
          slot.sha1 == null && slots.size() == 1 && slot.role.equals(WmfColumns.MAIN_SLOT)
              ? revisionSha1
              : slot.sha1;
      if (slot.found != null) {
        compare(pageId, revisionId, slot.role, expected, slot.found);
      }
    }
  }

  private void compare(
      @Nullable Long pageId,
      @Nullable Long revisionId,
      String role,
      @Nullable String expected,
      String found) {
    if (expected == null) {
      withoutSha1++;
      return;
    }
    checked++;
    if (!expected.equals(found)) {
      mismatches++;
      if (first.size() < VerifiedTexts.LISTED) {
        first.add(new Mismatch(pageId, revisionId, role, expected, found));
      }
    }
  }

  private List<Slot> slots(JsonParser json) throws IOException {
    List<Slot> slots = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String role = json.currentName();
      json.nextToken();
      slots.add(slot(json, role));
    }
    return slots;
  }

  private Slot slot(JsonParser json, String role) throws IOException {
    String found = null;
    String expected = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("content_sha1")) {
        expected = json.getValueAsString();
      } else if (name.equals("content_body") && value == JsonToken.VALUE_STRING) {
        found = sha1OfText(json);
      }
    }
    return new Slot(role, found, expected);
  }

  private String sha1OfText(JsonParser json) throws IOException {
    json.getText(digested);
    digested.flush();
    return Digests.base36(sha1.digest());
  }

  private static @Nullable Long integer(JsonParser json) throws IOException {
    return json.currentToken() == JsonToken.VALUE_NULL ? null : json.getLongValue();
  }

  /**
   * What there is to compare of a slot.
   *
   * @param found of its text; null if the dump does not carry it
   * @param sha1 the slot's own; null if the dump does not give it
   */
  private record Slot(String role, @Nullable String found, @Nullable String sha1) {}
}
