package dev.sluice.convert;

import static dev.sluice.convert.Conversions.SITE;
import static dev.sluice.convert.Conversions.document;
import static dev.sluice.convert.Conversions.lines;
import static dev.sluice.convert.Conversions.revision;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.convert.decompress.ConversionException;
import dev.sluice.convert.decompress.DumpInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<html/> | it is not a dump (root html; expected mediawiki) at byte 0, line 1",
        "<x:mediawiki/> | it is not a dump (root x:mediawiki; expected mediawiki) at byte 0, line 1",
        "<mediawiki><page/><siteinfo/></mediawiki>"
            + "| there is a siteinfo too late (expected one, at the start) at byte 18, line 1",
        "<mediawiki><siteinfo/><siteinfo/></mediawiki>"
            + "| there is a siteinfo too late (expected one, at the start) at byte 22, line 1",
        "<mediawiki><page><id>1</id><title>é</title><ns>x</ns></page></mediawiki>"
            + "| page/ns is not an integer of 64 bits (\"x\"; expected digits) at byte 49, line 1,"
            + " page 1 \"é\"",
        "<mediawiki><page><id>1</id><id>1</id></page></mediawiki>"
            + "| there is a second page/id (expected one) at byte 27, line 1, page 1",
        "<mediawiki><page><title>A</title><revision/><id>1</id></page></mediawiki>"
            + "| there is a page/id after a revision (expected it before) at byte 44, line 1,"
            + " page \"A\"",
      })
  void saysWhatIsWrong(String xml, String cause) {
    assertRefused(xml, cause);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<id>1a</id> | page/revision/id is not an integer of 64 bits (\"1a\"; expected digits)",
        "<parentid>1 2</parentid> | page/revision/parentid is not an integer of 64 bits"
            + " (\"1 2\"; expected digits)",
        "<id>9223372036854775808</id> | page/revision/id is not an integer of 64 bits"
            + " (\"9223372036854775808\"; expected digits)",
        "<id>١</id> | page/revision/id is not an integer of 64 bits (\"١\"; expected digits)",
        "<text bytes='0x1'/> | page/revision/text/@bytes is not an integer of 64 bits"
            + " (\"0x1\"; expected digits)",
        "<content><text id='-'/></content> | page/revision/content/text/@id is not an integer of"
            + " 64 bits (\"-\"; expected digits)",
        "<text/><text/> | there is a second page/revision/text (expected one)",
        "<contributor><id>1</id><id>1</id></contributor>"
            + "| there is a second page/revision/contributor/id (expected one)",
        "<content><role>a</role></content><content><role>a</role></content>"
            + "| page/revision has two slots of one role (\"a\"; expected one)",
        "<text/><content><role>main</role></content>"
            + "| page/revision has two slots of one role (\"main\"; expected one)",
        "<content/><content/> | page/revision has two slots of one role (\"\"; expected one)",
      })
  void refusesARevisionThatIsNone(String elements, String cause) {
    assertThatThrownBy(() -> lines(revision(elements)))
        .isInstanceOf(ConversionException.class)
        .hasMessageStartingWith("Cannot convert standard input: " + cause + " at byte ")
        .hasMessageContaining(", line 1, page 1 \"T\"");
  }

  @Test
  void namesByteLinePageAndRevision() {
    String before =
        "<mediawiki>\n<page><title>漢😀\r\n</title><id>12</id><revision><id>34</id>\r<text>é\n";
    assertRefused(
        before + "</page>",
        "the XML is malformed (Unexpected close tag </page>; expected </text>.) at byte "
            + (before.getBytes(UTF_8).length + "</page>".length() - 2)
            + ", line 5, page 12 \"漢😀\n\", revision 34");
  }

  @Test
  void countsBytesInEveryEncodingAndFarIntoTheFile() throws IOException {
    String page =
        "<page><title>漢😀é</title><revision><text>"
            + "漢😀é\r\n".repeat(3000)
            + "</text></revision></page>";
    String before = "<mediawiki>" + page.repeat(20);
    String xml = before + "<page><id>x</id></page></mediawiki>";
    assertThatThrownBy(() -> lines(xml))
        .hasMessageContaining(
            " at byte " + (before + "<page><id>x").getBytes(UTF_8).length + ", line 60001");
    assertThatThrownBy(() -> lines(("\ufeff" + xml).getBytes(UTF_16LE)))
        .hasMessageContaining(
            " at byte " + ("\ufeff" + before + "<page><id>x").getBytes(UTF_16LE).length + ",");
  }

  @Test
  void refusesBytesThatAreNoCharacters() {
    String before = "<mediawiki><page><title>A</title><id>7</id><restrictions>\n";
    byte[] xml = (before + "\u00ff</restrictions></page></mediawiki>").getBytes(ISO_8859_1);
    assertThatThrownBy(() -> lines(xml))
        .isInstanceOf(ConversionException.class)
        .hasMessage(
            "Cannot convert standard input: the bytes are not UTF-8 at byte "
                + before.length()
                + ", line 2, page 7 \"A\"");
    byte[] surrogate = {'<', 'm', '>', (byte) 0xed, (byte) 0xa0, (byte) 0x80};
    assertThatThrownBy(() -> lines(surrogate))
        .hasMessageContaining("the bytes are not UTF-8 at byte 3");
    byte[] odd = ("\ufeff" + document("")).getBytes(UTF_16LE);
    assertThatThrownBy(() -> lines(Arrays.copyOf(odd, 3)))
        .hasMessage("Cannot convert standard input: the bytes are not UTF-16LE at byte 2");
  }

  @ParameterizedTest
  @CsvSource({"UTF-16", "klingon", "'a b'"})
  void refusesAnEncodingThatIsNone(String encoding) {
    assertRefused(
        "<?xml version='1.0' encoding='" + encoding + "'?><mediawiki/>",
        "the XML declares an encoding that it cannot be in (\""
            + encoding
            + "\"; expected UTF-8) at byte 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<text>&nbsp;</text>",
        "<text>&#0;</text>",
        "<text>&#xD83D;&#xDE00;</text>",
        "<text>&#xFFFF;</text>",
        "<text>a]]>b</text>",
        "<text>a & b</text>",
        "<text bytes='1' bytes='1'/>",
        "<text bytes=1/>",
        "<text bytes='<'/>",
        "<text></Text>",
        "<text><!-- a -- b --></text>",
        "<text/></revision></page></mediawiki><x/>",
        "<text/></revision></page></mediawiki>x",
      })
  void refusesMalformedXml(String elements) {
    assertThatThrownBy(() -> lines(revision(elements)))
        .isInstanceOf(ConversionException.class)
        .hasMessageMatching(
            "(?s)Cannot convert standard input: the XML is malformed \\(.+\\) at byte \\d+, line 1.*");
  }

  @Test
  void refusesControlsInText() {
    assertThatThrownBy(() -> lines(revision("<text>\u0001</text>")))
        .hasMessageContaining("the XML is malformed");
  }

  @Test
  void fetchesNothingAndStopsEntityBombs() {
    assertThatThrownBy(
            () ->
                lines(
                    "<!DOCTYPE mediawiki [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
                        + revision("<text>&e;</text>")))
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("the XML is malformed");
    StringBuilder bomb = new StringBuilder("<!DOCTYPE mediawiki [<!ENTITY e0 'xxxxxxxxxx'>");
    for (int i = 1; i < 12; i++) {
      bomb.append("<!ENTITY e").append(i).append(" '").append(("&e" + (i - 1) + ";").repeat(10));
      bomb.append("'>");
    }
    assertThatThrownBy(() -> lines(bomb + "]>" + revision("<text>&e11;</text>")))
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("Maximum entity expansion count limit (100000) exceeded");
  }

  @Test
  void neverTakesATruncatedDocumentForAWholeOne() throws IOException {
    byte[] xml =
        document(
                "<page><title>é</title><!-- c --><revision><text>x&amp;<![CDATA[y]]></text></revision>"
                    + "</page><page><revision><minor/></revision></page>")
            .getBytes(UTF_8);
    for (int length = 1; length < xml.length; length++) {
      byte[] truncated = Arrays.copyOf(xml, length);
      ConversionException e =
          catchThrowableOfType(ConversionException.class, () -> lines(truncated));
      assertThat(e).as("%d bytes", length).isNotNull();
      assertThat(e.getMessage())
          .startsWith("Cannot convert standard input: ")
          .contains(" at byte ");
    }
    assertThat(lines(xml)).hasSize(2);
  }

  @Test
  void saysThatATruncatedDocumentIs() {
    assertRefused(
        "<mediawiki><page><id>3</id>",
        "the XML is truncated (Unexpected EOF; was expecting a close tag for element <page>)"
            + " at byte 26, line 1, page 3");
  }

  @Test
  void passesOnHowReadingOrWritingFailed() {
    IOException broken = new IOException("Cannot read x: the disk is broken");
    InputStream in =
        new SequenceInputStream(
            new ByteArrayInputStream(("<mediawiki>" + SITE).getBytes(UTF_8)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw broken;
              }

              @Override
              public int read(byte[] buffer, int offset, int length) throws IOException {
                throw broken;
              }
            });
    assertThatThrownBy(
            () ->
                Conversions.convert(
                    DumpInput.open(in, "x", bytes -> {}), OutputStream.nullOutputStream()))
        .isSameAs(broken);
    IOException full = new IOException("Cannot write y: no space left");
    assertThatThrownBy(
            () ->
                Conversions.convert(
                    Conversions.standardInput(revision("").getBytes(UTF_8)),
                    new OutputStream() {
                      @Override
                      public void write(int b) throws IOException {
                        throw full;
                      }
                    }))
        .isSameAs(full);
  }

  private static void assertRefused(String xml, String cause) {
    assertThatThrownBy(() -> Conversions.lines(xml))
        .isInstanceOf(ConversionException.class)
        .hasMessage("Cannot convert standard input: " + cause);
  }
}
