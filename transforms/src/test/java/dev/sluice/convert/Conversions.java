package dev.sluice.convert;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.convert.decompress.DumpInput;
import dev.sluice.convert.records.ConversionSummary;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.Rows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Converts XML written in a test. */
public final class Conversions {
  public static final String SITE = "<siteinfo><dbname>testwiki</dbname></siteinfo>";

  private static final RecordSettings REVISIONS = RecordSettings.of(Rows.REVISION);
  private static final ObjectMapper JSON = new ObjectMapper();

  private Conversions() {}

  public static String document(String pages) {
    return "<mediawiki version=\"0.11\">" + SITE + pages + "</mediawiki>";
  }

  /** A document with one page of one revision. */
  public static String revision(String elements) {
    return document(
        "<page><title>T</title><ns>0</ns><id>1</id><revision>" + elements + "</revision></page>");
  }

  public static List<String> lines(String xml) throws IOException {
    return lines(xml.getBytes(UTF_8));
  }

  public static List<String> lines(byte[] file) throws IOException {
    return lines(file, REVISIONS);
  }

  public static List<String> lines(String xml, RecordSettings settings) throws IOException {
    return lines(xml.getBytes(UTF_8), settings);
  }

  public static List<String> lines(byte[] file, RecordSettings settings) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    convert(standardInput(file), settings, out);
    return out.toString(UTF_8).lines().toList();
  }

  public static ConversionSummary summary(String xml) throws IOException {
    return summary(xml, REVISIONS);
  }

  public static ConversionSummary summary(String xml, RecordSettings settings) throws IOException {
    return convert(standardInput(xml.getBytes(UTF_8)), settings, OutputStream.nullOutputStream());
  }

  public static DumpInput standardInput(byte[] file) throws IOException {
    return DumpInput.open(new ByteArrayInputStream(file), "standard input", bytes -> {});
  }

  /** Converts an input to revisions and closes it. */
  public static ConversionSummary convert(DumpInput input, OutputStream out) throws IOException {
    return convert(input, REVISIONS, out);
  }

  public static ConversionSummary convert(
      DumpInput input, RecordSettings settings, OutputStream out) throws IOException {
    try (input) {
      return ConvertStream.convert(input, settings, out).summary();
    }
  }

  /** The one record of a document. */
  public static JsonNode only(String xml) throws IOException {
    return only(xml, REVISIONS);
  }

  public static JsonNode only(String xml, RecordSettings settings) throws IOException {
    List<String> lines = lines(xml, settings);
    if (lines.size() != 1) {
      throw new AssertionError(lines.size() + " records (expected 1): " + xml);
    }
    return JSON.readTree(lines.get(0));
  }

  /** The main slot of a revision. */
  public static JsonNode main(String elements) throws IOException {
    return only(revision(elements)).get("revision_content_slots").get("main");
  }

  public static String body(String elements) throws IOException {
    return main(elements).get("content_body").textValue();
  }
}
