package dev.sluice.convert.scan;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.convert.records.BadRecordException;
import dev.sluice.convert.reference.IntegerText;
import dev.sluice.convert.scan.TextCopy.Mode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the fields of a unit of {@link Markup} stand for: JSON strings, numbers, names. */
final class FieldValues {
  private final Markup xml;
  private final JsonBytes checked = new JsonBytes();

  FieldValues(Markup xml) {
    this.xml = xml;
  }

  /**
   * Writes a value as JSON has it: as a number that {@link #integer} or {@link #id} has made one,
   * as a string, or as the constant that it is.
   */
  void json(Field field, JsonBytes out) throws Stop {
    if (field.isNull()) {
      out.reserve(field.constant.length());
      out.put(field.constant);
    } else if (field.number) {
      out.putShort(
          field.decoded ? xml.decoded.bytes : xml.bytes, field.from, field.to - field.from);
    } else {
      out.put('"');
      characters(field, out);
      out.put('"');
    }
  }

  /** Writes a value, which is not null, as it stands in a JSON string. */
  void characters(Field field, JsonBytes out) throws Stop {
    if (field.decoded) {
      out.put(xml.decoded.bytes, field.from, field.to - field.from);
    } else {
      TextCopy.copy(xml.bytes, field.from, field.to, Mode.TEXT, out);
    }
  }

  /** Checks a value that is not written. */
  void validate(Field field) throws Stop {
    checked.clear();
    json(field, checked);
  }

  /** Makes sure that a value is printable ASCII as it is written, so that it can be compared. */
  void requirePlain(Field field) throws Stop {
    boolean plain = !field.decoded;
    for (int i = field.from; plain && i < field.to; i++) {
      plain =
          xml.bytes[i] >= ' ' && xml.bytes[i] < 0x7f && xml.bytes[i] != '&' && xml.bytes[i] != '>';
    }
    if (!plain) {
      throw Stop.DOUBT;
    }
  }

  /** Whether a plain value is some name. */
  boolean is(Field field, Tag name) {
    return Arrays.equals(xml.bytes, field.from, field.to, name.name(), 0, name.length());
  }

  /** A value as Java has it, for the few that are not only written. */
  @Nullable String value(Field field) throws Stop {
    if (field.isNull()) {
      return null;
    }
    checked.clear();
    characters(field, checked);
    return checked.unescaped(0);
  }

  /** Makes a value, unless null, a number as JSON has it: null if it is empty. */
  void integer(Field field) throws Stop {
    if (field.isNull()) {
      return;
    }
    int count = field.to - field.from;
    if (count == 0) {
      field.none();
      return;
    }
    byte[] source = field.decoded ? xml.decoded.bytes : xml.bytes;
    boolean plain = count == 1 || (count <= 18 && source[field.from] != '0');
    for (int i = field.from; plain && i < field.to; i++) {
      plain = source[i] >= '0' && source[i] <= '9';
    }
    if (!plain) {
      unusual(field);
    }
  }

  private void unusual(Field field) throws Stop {
    String text = value(field);
    if (text == null) {
      return;
    }
    Long number;
    try {
      number = IntegerText.parse(text, () -> "");
    } catch (BadRecordException e) {
      throw Stop.DOUBT;
    }
    if (number == null) {
      field.none();
      return;
    }
    byte[] digits = Long.toString(number).getBytes(US_ASCII);
    int start = xml.decoded.length;
    xml.decoded.put(digits, 0, digits.length);
    field.decoded(start, xml.decoded.length);
  }

  /** {@link #integer}; null also if it is -1. */
  void id(Field field) throws Stop {
    integer(field);
    if (field.decoded
        && field.to - field.from == 2
        && xml.decoded.bytes[field.from] == '-'
        && xml.decoded.bytes[field.from + 1] == '1') {
      field.none();
    }
  }
}
