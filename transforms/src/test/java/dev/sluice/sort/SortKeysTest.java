package dev.sluice.sort;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SortKeysTest {
  /** The order as design.md has it, on plain values: null, Boolean, BigDecimal, String. */
  private static final Comparator<@Nullable Object> PLAIN =
      (a, b) -> {
        int kinds = Integer.compare(kind(a), kind(b));
        if (kinds != 0 || a == null || b == null) {
          return kinds;
        } else if (a instanceof Boolean left && b instanceof Boolean right) {
          return left.compareTo(right);
        } else if (a instanceof BigDecimal left && b instanceof BigDecimal right) {
          return left.compareTo(right);
        }
        return Arrays.compare(
            a.toString().codePoints().toArray(), b.toString().codePoints().toArray());
      };

  private static int kind(@Nullable Object value) {
    return value == null ? 0 : value instanceof Boolean ? 1 : value instanceof BigDecimal ? 2 : 3;
  }

  @Provide
  static Arbitrary<@Nullable Object> values() {
    Arbitrary<Object> integers =
        Arbitraries.longs().map(BigDecimal::valueOf).map(Object.class::cast);
    Arbitrary<Object> near =
        Arbitraries.integers().between(-300, 300).map(BigDecimal::valueOf).map(Object.class::cast);
    Arbitrary<Object> huge =
        Arbitraries.bigIntegers()
            .between(BigInteger.TEN.pow(40).negate(), BigInteger.TEN.pow(40))
            .map(BigDecimal::new)
            .map(Object.class::cast);
    Arbitrary<Object> decimals =
        Arbitraries.longs()
            .between(-100_000, 100_000)
            .flatMap(
                digits ->
                    Arbitraries.integers()
                        .between(-60, 60)
                        .map(scale -> (Object) BigDecimal.valueOf(digits, scale)));
    Arbitrary<Object> strings =
        Arbitraries.strings()
            .withChars("\0\u0001\"\\a\u007fz\u0080\u07ff\u0800\ufffd\uffff")
            .withChars('\u0000', '\uffff')
            .ofMaxLength(4)
            .map(Object.class::cast);
    Arbitrary<Object> astral =
        Arbitraries.of(
            "\ud83d\ude00", "\ud800\udc00", "\udbff\udfff", "\uffff", "\ud83d", "\udc00");
    return Arbitraries.oneOf(
            integers, near, huge, decimals, strings, astral, Arbitraries.of(true, false))
        .injectNull(0.1);
  }

  @Property(tries = 3000)
  void keysAreInTheOrderOfTheValues(
      @ForAll("values") @Nullable Object a1,
      @ForAll("values") @Nullable Object a2,
      @ForAll("values") @Nullable Object b1,
      @ForAll("values") @Nullable Object b2,
      @ForAll boolean sameFirst,
      @ForAll boolean descending1,
      @ForAll boolean descending2) {
    SortOrder order =
        new SortOrder(List.of(new SortField("x", descending1), new SortField("y", descending2)));
    Object first = sameFirst ? a1 : b1;
    int plain = PLAIN.compare(a1, first) * (descending1 ? -1 : 1);
    if (plain == 0) {
      plain = PLAIN.compare(a2, b2) * (descending2 ? -1 : 1);
    }
    byte[] a = key(order, json(a1, a2));
    byte[] b = key(order, json(first, b2));
    assertThat(Integer.signum(Arrays.compareUnsigned(a, b))).isEqualTo(Integer.signum(plain));
  }

  @Property(tries = 1000)
  void valuesComeBack(@ForAll("values") @Nullable Object value, @ForAll boolean descending) {
    SortOrder order = new SortOrder(List.of(new SortField("x", descending)));
    byte[] key = key(order, json(value, 0));
    Object back = SortKeys.values(order, key, 0, key.length).get(0);
    if (value instanceof BigDecimal number) {
      assertThat(new BigDecimal(String.valueOf(back))).isEqualByComparingTo(number);
    } else if (value instanceof String text) {
      assertThat(back)
          .isEqualTo(new String(text.getBytes(UTF_8), UTF_8).equals(text) ? text : back);
    } else {
      assertThat(back).isEqualTo(value);
    }
  }

  /**
   * What the scan takes, the parser takes too, with the same key; but within strings that are not
   * wanted the scan does not look at escapes. A line feed after the record, which JSON allows, is
   * not for the scan.
   */
  @Property(tries = 5000)
  void theScanIsAsStrictAsTheParser(@ForAll Random random) {
    String record = mutated(random);
    SortOrder order = SortOrder.parse("b.c,a");
    if (random.nextBoolean()) {
      order = SortOrder.by("a");
    }
    Object scanned = outcome(order, record);
    Object parsed = outcome(order, record + "\n");
    boolean bothRefused = scanned instanceof String && parsed instanceof String;
    if (!bothRefused && !scanned.equals(parsed)) {
      assertThat(parsed).asString().contains("escape");
    }
  }

  /** Names are compared with those of the record before; the array goes on after the record. */
  @Property(tries = 5000)
  void theRecordBeforeMakesNoDifference(@ForAll Random random) {
    SortOrder order = SortOrder.parse("b.c,a");
    SortKeys used = SortKeys.of(order);
    for (int i = 0; i < 4; i++) {
      String record = mutated(random);
      assertThat(outcome(used, record, random.nextInt(90)))
          .as(record)
          .isEqualTo(outcome(order, record));
    }
  }

  private static String mutated(Random random) {
    String[] pieces = {
      "{", "}", "[", "]", ",", ":", "\"", "\\", " ", "\t", "a", "\"a\"", "\"a\":1", "\"b\":{",
      "\"c\"", "null", "true", "false", "0", "-1", "01", "1.5", "1e3", "-", ".", "\\u0041", "\\n",
          "x"
    };
    StringBuilder record = new StringBuilder("{\"b\":{\"c\":[1,{}]},\"a\":\"t\",\"d\":-1.5e3}");
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(record.length());
      int to = Math.min(record.length(), at + random.nextInt(3));
      record.replace(at, to, pieces[random.nextInt(pieces.length)]);
    }
    return record.toString();
  }

  private static Object outcome(SortOrder order, String record) {
    return outcome(SortKeys.of(order), record, 0);
  }

  private static Object outcome(SortKeys keys, String record, int room) {
    byte[] bytes = record.getBytes(UTF_8);
    int length = bytes.length;
    try {
      keys.take(Arrays.copyOf(bytes, length + room), 0, length);
      return List.of(HexFormat.of().formatHex(keys.bytes(), 0, keys.length()));
    } catch (SortKeyException e) {
      return e.reason();
    }
  }

  @Test
  void equalNumbersHaveEqualKeys() {
    SortOrder order = SortOrder.by("x");
    byte[] one = key(order, "{\"x\":1}");
    for (String text : List.of("1.0", "1e0", "10e-1", "0.1E+1", "1.000", "100e-0000002")) {
      assertThat(key(order, "{\"x\":" + text + "}")).isEqualTo(one);
    }
    assertThat(key(order, "{\"x\":-0.0e5}")).isEqualTo(key(order, "{\"x\":0}"));
    assertThat(key(order, "{\"x\":12345678}")).hasSize(5);
  }

  @Test
  void comparesNumbersPastAnyJavaTypeExactly() {
    SortOrder order = SortOrder.by("x");
    List<String> ascending =
        List.of(
            "-1e99999999999999999",
            "-1e30",
            "-1",
            "-1e-30",
            "-1e-99999999999999999",
            "0",
            "1e-99999999999999999",
            "1e-30",
            "9007199254740992",
            "9007199254740993",
            "9007199254740993.5",
            "1e30",
            "1.0000001e30",
            "1e99999999999999999");
    for (int i = 1; i < ascending.size(); i++) {
      byte[] lower = key(order, "{\"x\":" + ascending.get(i - 1) + "}");
      byte[] upper = key(order, "{\"x\":" + ascending.get(i) + "}");
      assertThat(Arrays.compareUnsigned(lower, upper)).as(ascending.get(i)).isNegative();
    }
    byte[] far = key(order, "{\"x\":-12e-99999999999999999}");
    assertThat(SortKeys.values(order, far, 0, far.length))
        .containsExactly("-12e-99999999999999999");
  }

  @Test
  void findsNestedFieldsInAnyOrder() {
    SortOrder order = SortOrder.parse("a.b.c,z:desc");
    byte[] key =
        key(order, "{\"z\":\"t\",\"c\":9,\"a\":{\"x\":[{\"b\":1}],\"b\":{\"c\":7}},\"y\":{}}");
    assertThat(SortKeys.values(order, key, 0, key.length)).containsExactly(7, "t");
  }

  @Test
  void theLastOfARepeatedNameCounts() {
    byte[] key = key(SortOrder.by("a"), "{\"a\":1,\"a\":2}");
    assertThat(SortKeys.values(SortOrder.by("a"), key, 0, key.length)).containsExactly(2);
    String missing = "field a.b is missing (expected in every record)";
    for (String last : List.of("{\"c\":2}", "5", "[{\"b\":1}]")) {
      for (String other : List.of("", ",\"\\u0063\":1")) { // Which only the parser takes.
        String record = "{\"a\":{\"b\":1},\"a\":%s%s}".formatted(last, other);
        assertThat(outcome(SortOrder.by("a.b"), record)).as(record).isEqualTo(missing);
      }
    }
  }

  @Test
  void noOrderHasEmptyKeysWhateverTheRecord() {
    assertThat(key(SortOrder.NONE, "not json")).isEmpty();
  }

  @Test
  void showsALongStringCut() {
    byte[] key = key(SortOrder.by("a"), "{\"a\":\"" + "é".repeat(5000) + "\"}");
    assertThat(SortKeys.values(SortOrder.by("a"), key, 0, key.length))
        .containsExactly("é".repeat(1000) + "…");
  }

  @Test
  void namesWhatIsWrongWithARecord() {
    String object = "the record is not a JSON object in UTF-8";
    assertRefused("", object);
    assertRefused("[1]", object);
    assertRefused("17", object);
    assertRefused("\ufeff{\"a\":1}", object);
    assertRefused("{\0\"\0", object);
    assertRefused("{\"b\":1}", "field a is missing (expected in every record)");
    assertRefused(
        "{\"a\":{}}", "field a is an object (expected a string, a number, true, false or null)");
    assertRefused(
        "{\"a\":[1]}", "field a is an array (expected a string, a number, true, false or null)");
    assertRefused(
        "{\"a\":1}{\"a\":1}",
        "something follows the object (byte 7 of the record; expected the line's end)");
    assertRefused(
        "{\"a\":1",
        "the record is not valid JSON near its byte 6 (Unexpected end-of-input:"
            + " expected close marker for Object)");
    assertRefused(
        "{\"a\":\"\\q\"}",
        "the record is not valid JSON near its byte 8 (Unrecognized character escape 'q' (code 113))");
    assertRefused(
        "{\"a\":1e123456789012345678}",
        "a number's exponent is too large (18 digits; expected 17 at most)");
    assertThatThrownBy(
            () -> SortKeys.of(SortOrder.by("a.b")).take("{\"a\":null}".getBytes(UTF_8), 0, 10))
        .isInstanceOf(SortKeyException.class)
        .hasMessage(
            "Cannot take the sort key of a record: field a.b is missing (expected in every record)");
  }

  private static void assertRefused(String record, String reason) {
    byte[] bytes = record.getBytes(UTF_8);
    assertThatThrownBy(() -> SortKeys.of(SortOrder.by("a")).take(bytes, 0, bytes.length))
        .isInstanceOfSatisfying(
            SortKeyException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static byte[] key(SortOrder order, String record) {
    // Bytes around the record must not matter.
    byte[] bytes = ("}{" + record + "\"}").getBytes(UTF_8);
    SortKeys keys = SortKeys.of(order);
    try {
      keys.take(bytes, 2, bytes.length - 4);
    } catch (SortKeyException e) {
      throw new AssertionError(record, e);
    }
    return Arrays.copyOf(keys.bytes(), keys.length());
  }

  private static String json(@Nullable Object x, @Nullable Object y) {
    return "{\"x\":" + json(x) + ",\"n\":{\"x\":[1]},\"y\":" + json(y) + "}";
  }

  /** Strings as escapes, so that half surrogate pairs survive. */
  private static String json(@Nullable Object value) {
    if (value instanceof String text) {
      StringBuilder json = new StringBuilder("\"");
      text.chars().forEach(c -> json.append("\\u%04x".formatted(c)));
      return json.append('"').toString();
    }
    return String.valueOf(value);
  }
}
